"""The page of an event: everything one needs to decide, and the one thing to do next."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import waitlist
from ..eligibility import audiences
from ..minimum import minimum_in_words
from ..models import Event, Registration
from ..refusal import Refusal
from ..registration import check
from ..situation import Situation, situation, when, where
from .visitors import same_for_visitors


@require_safe
@same_for_visitors
def event(request, slug):
    return event_page(request, Event.objects.published(), slug, "jornadas/event.html")


def event_page(request, events, slug, template):
    """The page of one of `events`; one whose page is in the other room is shown there."""
    event = get_object_or_404(events.for_page(), slug=slug)
    if request.resolver_match.app_name != event.room:
        return redirect(event, permanent=True)
    standing = situation(event)
    mine = _registration_of(request.user, event)
    context = {
        "event": event,
        "situation": standing,
        "audience": audiences([event])[event.pk],
        "when": when(event),
        "has_days": event.has_days(),
        "where": where(event),
        "rule": waitlist.RULE,
        "minimum": minimum_in_words(event),
        "mine": mine,
        "action": _action(request.user, event, standing, mine),
    }
    return render(request, template, context)


@dataclass(frozen=True)
class Action:
    """The one thing to do next: a button, or a sentence that says why there is none."""

    label: str = ""
    url: str = ""
    sentence: str = ""
    tone: str = "info"


def _registration_of(user, event: Event) -> Registration | None:
    person = user.person_or_none if user.is_authenticated else None
    if person is None:
        return None
    registration = event.registrations.active().filter(person=person).first()
    if registration:
        registration.event = event
    return registration


def _action(user, event: Event, standing: Situation, mine: Registration | None) -> Action:
    if mine is not None:
        return Action("Ver mi pase", mine.get_absolute_url())
    if not standing.takes_registrations:
        return Action(sentence=standing.sentence)
    joins = "unirme a la lista de espera" if standing.key == "full" else "inscribirme"
    if not user.is_authenticated:
        return Action(f"Entrar e {joins}" if joins[0] == "i" else f"Entrar y {joins}", _url(event))
    if user.person_or_none is None:
        return Action(
            "Solicitar acceso",
            reverse("access_request"),
            "Tu cuenta no está en el padrón de servidores públicos; pide que te den de alta.",
        )
    try:
        check(event=event, person=user.person_or_none)
    except Refusal as reason:
        return Action(sentence=str(reason), tone="warning")
    return Action(joins.capitalize(), _url(event), "Este evento es para tu sujeto obligado.")


def _url(event: Event) -> str:
    return event.get_registration_url()
