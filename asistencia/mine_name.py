"""Mi espacio: the name as it is to be printed on a constancia, said or found right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from padron import printed_names

from .mine_forms import CertificateNameForm

SAVED = "Guardamos cómo se escribirá tu nombre en las constancias."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def certificate_name(request):
    """The person's own to say."""
    person = request.user.person_or_none
    if person is None:
        return redirect("mi_espacio")
    form = CertificateNameForm(
        request.POST or None, initial={"certificate_name": person.certificate_name}
    )
    if request.method == "POST" and form.is_valid():
        printed_names.say(
            person=person, name=form.cleaned_data["certificate_name"], by=request.user
        )
        messages.success(request, SAVED)
        return redirect("mi_espacio")
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    return render(request, "asistencia/certificate_name.html", context, status=status)


@require_POST
@login_required
def confirm_name(request):
    """It is right as it is: one press."""
    person = request.user.person_or_none
    if person:
        printed_names.confirm(person=person, by=request.user)
        messages.success(request, f"Tus constancias saldrán a nombre de {person.printed_name}.")
    return redirect("mi_espacio")
