"""Who sits in a full room says so with their own phone, by the code on the projector."""

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jornadas.models import Event, Registration
from jornadas.refusal import Refusal

from . import rooms

TOO_MANY = (
    "Fueron demasiados códigos equivocados. Espera cinco minutos, o muestra tu pase en la entrada."
)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Código de la pantalla",
        help_text="Seis letras y números. No importan mayúsculas ni espacios.",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Escribe el código que se ve en la pantalla de la sala."},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def arrival(request, slug):
    """The code comes in the address of the projector's QR, or is typed; one button confirms."""
    event = get_object_or_404(Event.objects.published(), slug=slug)
    registration = _mine(request, event)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("c", "")[:40]})
    if request.method == "POST" and form.is_valid():
        if error := _arrive(request, event, registration, form.cleaned_data["code"]):
            form.add_error("code", error)
        else:
            return redirect("arrival", slug)
    context = {
        "event": event,
        "registration": registration,
        "entry": registration and registration.is_active and rooms.entry_of(registration),
        "refused": rooms.why_not(event, registration),
        "form": form,
    }
    return render(request, "asistencia/arrival.html", context)


def _mine(request, event: Event) -> Registration | None:
    """One's own registration: the one that stands, or what became of the last."""
    person = request.user.person_or_none
    if person is None:
        return None
    mine = Registration.objects.filter(event=event, person=person).select_related("person", "body")
    registration = mine.active().first() or mine.order_by("-pk").first()
    if registration:
        registration.event = event
    return registration


def _arrive(request, event: Event, registration: Registration | None, code: str) -> str:
    """Register the arrival; otherwise why not. Only codes that were refused count as tries."""
    if registration is None:
        return rooms.why_not(event, None)
    if not ratelimit.consume(request, action="room_code", dry_run=True):
        return TOO_MANY
    try:
        rooms.arrive(registration=registration, code=code, by=request.user)
    except Refusal as reason:
        ratelimit.consume(request, action="room_code")
        return str(reason)
    return ""
