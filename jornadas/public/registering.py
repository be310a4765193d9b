"""Registering: one screen between the event and the pass."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from privacidad.models import Notice

from ..eligibility import eligible_adscripciones
from ..forms import RegistrationForm
from ..models import Event, Registration
from ..refusal import Refusal
from ..registration import check
from ..registration import register as give_seat
from ..situation import situation, when, where


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register(request, slug):
    """Confirm and go to the pass; where one may not register, say why and what to do instead."""
    event = get_object_or_404(Event.objects.published().for_page(), slug=slug)
    person = request.user.person_or_none
    if person is None:
        return _refused(request, event)
    # Pressing twice, or coming Back from the pass, leads to the pass that is already there.
    if mine := event.registrations.active().filter(person=person).first():
        return redirect(mine)
    if request.method != "POST" and (reason := _why_not(event, person)):
        return _refused(request, event, reason)
    standing, posts = situation(event), list(eligible_adscripciones(event, person))
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        seats=standing.seats,
        posts=posts,
        notice=Notice.objects.current(),
    )
    if request.method == "POST":
        try:
            if form.is_valid():
                # Checks again, under the lock: what was shown may have changed since.
                seat = give_seat(event=event, person=person, by=request.user, **form.details())
                messages.success(request, _done(seat))
                return redirect(seat)
            check(event=event, person=person)
        except Refusal as reason:
            return _refused(request, event, reason)
    context = {
        "event": event,
        "situation": standing,
        "person": person,
        "posts": posts,
        "form": form,
        "notice": form.current_notice,
        "when": when(event),
        "where": where(event),
    }
    return render(request, "jornadas/register.html", context)


def _why_not(event: Event, person) -> Refusal | None:
    try:
        check(event=event, person=person)
    except Refusal as reason:
        return reason
    return None


def _refused(request, event, reason=None):
    context = {"event": event, "reason": reason, "when": when(event), "where": where(event)}
    return render(request, "jornadas/register_refused.html", context)


def _done(registration: Registration) -> str:
    if registration.status == Registration.Status.WAITLISTED:
        return "Quedaste en lista de espera. Te avisaremos por correo en cuanto tengas lugar."
    return "Tu lugar está confirmado. También te enviamos el pase por correo."
