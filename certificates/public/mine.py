"""Mi espacio: my constancias, those to come, and what to do where my name is not right."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from asistencia.presence import presences_of
from jornadas.models import Event, Registration
from jornadas.refusal import Refusal

from ..asking import ask_correction
from ..models import Certificate
from ..verification import candidates, verified


class NameForm(forms.Form):
    name = forms.CharField(
        label="Tu nombre como debe decir",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Escribe tu nombre como debe decir."},
    )


@require_safe
@login_required
def mine(request):
    person = request.user.person_or_none
    if person is None:
        return render(request, "asistencia/mine_without_person.html")
    context = {
        "person": person,
        "printed_name": person.printed_name,
        "certificates": [
            verified(one) for one in candidates().of(person).order_by("-issued_at", "-pk")
        ],
        "to_come": to_come(person),
    }
    return render(request, "certificates/mine/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wrong_name(request, code):
    """Ask staff to correct one of mine that stands."""
    own = Certificate.objects.standing().filter(person__user=request.user)
    certificate = get_object_or_404(own.select_related("event"), code=code)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name = form.cleaned_data["name"]
            ask_correction(certificate=certificate, name=name, by=request.user)
        except Refusal as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(
                request, "Lo pedimos. Si procede, recibirás una constancia nueva por correo."
            )
            return redirect("mine_certificates")
    context = {"certificate": certificate, "facts": certificate.facts, "form": form}
    return render(request, "certificates/mine/wrong_name.html", context)


def to_come(person, now=None) -> list[Event]:
    """Events that are over, whose constancia is due and was not issued yet."""
    issued = Certificate.objects.filter(registration=OuterRef("pk"))
    attended = (
        Registration.objects.filter(person=person, event__status=Event.Status.PUBLISHED)
        .filter(~Exists(issued))
        .active()
        .for_mine()
        .past()
    )
    registrations = list(attended.order_by("-last_day", "-pk"))
    found = presences_of(registrations, now)
    return [one.event for one in registrations if found[one.pk].is_enough]
