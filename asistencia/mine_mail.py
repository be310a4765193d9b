"""Qué correos recibo: what one may refuse, and what the service itself must say."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jornadas.models import MailPreference
from jornadas.preferences import choose

from .mine_forms import MailForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine_mail(request):
    person = request.user.person_or_none
    if person is None:
        return redirect("mi_espacio")
    kept = MailPreference.objects.filter(person=person).first()
    # Boxes that are all unticked are an answer too, and send nothing.
    form = MailForm(request.POST if request.method == "POST" else None, instance=kept)
    if form.is_valid():
        choose(person, form.cleaned_data, by=request.user)
        messages.success(request, "Guardamos qué correos quieres recibir.")
        return redirect("mi_espacio")
    return render(request, "asistencia/mine_mail.html", {"form": form, "person": person})
