"""Registering: one screen between the event and the pass."""

import threading

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from privacidad.models import Notice

from ..eligibility import eligible_adscripciones, eligible_at
from ..forms import RegistrationForm
from ..locking import read_published
from ..models import Event, Registration
from ..refusal import Refusal
from ..registration import check
from ..registration import register as give_seat
from ..situation import Seats, situation, when, where

# One registration at a time in each process: they would wait for the lock of the event anyhow, and
# while they prepare themselves they would take the interpreter from the one who holds it.
_turn = threading.Lock()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register(request, slug):
    """Confirm and go to the pass; where one may not register, say why and what to do instead."""
    person = request.user.person_or_none
    data, refusal = None, None
    if request.method == "POST" and person:
        data = request.POST
        try:
            with _turn:
                seat = _ask_for_seat(request.user, person, slug, data)
            if seat:
                messages.success(request, _done(seat))
                return redirect(seat)
        except Refusal as reason:
            refusal = reason
    event = get_object_or_404(Event.objects.published().for_page(), slug=slug)
    if person is None:
        return _refused(request, event)
    # Pressing twice, or coming Back from the pass, leads to the pass that is already there.
    if mine := event.registrations.active().filter(person=person).first():
        return redirect(mine)
    if reason := _why_not(event, person):
        return _refused(request, event, reason)
    standing = situation(event)
    posts, notice = eligible_adscripciones(event, person), Notice.objects.current()
    form = RegistrationForm(data, seats=standing.seats, posts=posts, notice=notice)
    if refusal:
        form.add_error(None, str(refusal))
    return _page(request, event, person, standing, form)


def _ask_for_seat(user, person, slug: str, data) -> Registration | None:
    """The seat or the place in line; None where the form is not filled in. Raises Refusal.

    At the rush hour this is what everybody presses: nothing is asked that a seat does not need.
    """
    asked = eligible_at(slug, person), Notice.objects.asking_current()
    event, (posts, notices) = read_published(slug, *asked)
    if event is None:
        raise Http404
    seats = [Seats(mode, event.seats(mode), 0) for mode in event.modes]
    notice = notices[0] if notices else None
    form = RegistrationForm(data, seats=seats, posts=posts, notice=notice)
    if not form.is_valid():
        return None
    # Checks under the lock: what was shown may have changed since.
    return give_seat(
        event=event, person=person, by=user, known=event, posts=form.posts, **form.details()
    )


def _page(request, event: Event, person, standing, form: RegistrationForm):
    """What is confirmed; a form that was sent comes back with what was typed and what is wrong."""
    context = {
        "event": event,
        "situation": standing,
        "person": person,
        "posts": form.posts,
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
