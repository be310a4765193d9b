"""After an event: thanks to who came, a way to be heard for who was not seen, and what comes next.

Written once for each event and person, when its last session has ended and for three days more; a
worker that was down for longer sends nothing. Nobody is told "no te vimos" where nobody was looked
at: only who was to come to a door that was used, or to a meeting whose report came in.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from correo import outbox
from correo.models import Message
from correo.registry import Mail, composer
from jornadas import preferences
from jornadas.locking import lock_event
from jornadas.models import Event, Registration, Reminder, Session
from jornadas.models.events import Mode
from jornadas.notices import own_facts, shared_facts, stream
from jornadas.reminders import by_session, certain_events, start_of
from jornadas.situation import Card
from padron.models import Person

from .open_events import next_for
from .presence import DOOR, Presence, presences
from .standing import YOU, why_not

# Phones of a door without network hand in late what they read: nobody is told too early that they
# were not seen.
PAUSE = timedelta(hours=2)
UNTIL = timedelta(days=3)


class Due(NamedTuple):
    """An event that has ended, by its last session."""

    event: int
    session: int
    start: datetime


def due(now=None, event: int | None = None) -> list[Due]:
    """The events to be followed up now, or whether this one is. One query."""
    now = now or timezone.now()
    sessions = _ended_lately(now, event).order_by("event", "number")
    return [
        Due(pk, last.pk, start_of(last.day, last.starts_at))
        for pk, of_event in groupby(sessions, key=lambda session: session.event_id)
        for last in [max(of_event, key=_end)]
        if _end(last) + PAUSE <= now < _end(last) + UNTIL
    ]


def _ended_lately(now: datetime, event: int | None):
    """All sessions of events whose last day was lately, and which nobody has followed up."""
    today = timezone.localdate(now)
    events = certain_events().with_days()
    # One day more than `UNTIL`: a session may end after midnight.
    events = events.filter(last_day__range=(today - UNTIL - timedelta(days=1), today))
    followed_up = Reminder.objects.filter(kind=Reminder.Kind.AFTER, session__event=OuterRef("pk"))
    undated = Session.objects.filter(event=OuterRef("pk"), day=None)
    events = events.filter(~Exists(followed_up), ~Exists(undated))
    if event:
        events = events.filter(pk=event)
    return Session.objects.filter(event__in=events.values("pk"))


def _end(session: Session) -> datetime:
    """When a session with a day ends; where no hours are known, with its day."""
    if session.starts_at:
        return session.runs_until
    return timezone.make_aware(datetime.combine(session.day + timedelta(days=1), time.min))


def follow_up_due(now=None) -> int:
    """Write to everybody of the events that have ended; return how many messages there are."""
    now = now or timezone.now()
    return sum(_follow_up(one, now) for one in due(now))


@transaction.atomic
def _follow_up(one: Due, now: datetime) -> int:
    """Write to everybody of one event, and that it was done; all of it or none."""
    # Of two workers the second finds it done.
    event = lock_event(one.event)
    if one not in due(now, event=one.event):
        return 0
    told = outbox.queue_all(_messages(event, now))
    Reminder.objects.create(
        session_id=one.session,
        kind=Reminder.Kind.AFTER,
        starts_at=one.start,
        told=told,
        done_at=now,
    )
    return told


def _messages(event: Event, now: datetime) -> Iterator[Message]:
    found = presences(event, now=now)
    at_the_door = any(DOOR in one.sources for one in found.values())
    people = [who for who in _wanting(event) if _is_told(found[who.pk], at_the_door=at_the_door)]
    following = next_for(event, people, now) if people else {}
    shared = {mode: _facts(event, mode) for mode in {who.mode for who in people}}
    cards = {card.event.pk: card for of_one in following.values() for card in of_one}
    invitations = {pk: _next(card) for pk, card in cards.items()}
    sessions = {mode: by_session(event, facts) for mode, facts in shared.items()}
    for who in people:
        told, presence = sessions[who.mode], found[who.pk]
        yield outbox.draft(
            "asistencia.follow_up",
            to=who.person.email,
            about=who,
            stream=stream(who),
            key=f"reminder:after:{event.pk}:{who.person_id}",
            context={
                **shared[who.mode],
                **own_facts(who),
                **preferences.foot(who.person_id, preferences.Kind.FOLLOW_UP),
                "attended": [told[one.session.pk] for one in presence.sessions if one.was_there],
                "shortfall": why_not(presence, now, YOU),
                "presence_url": settings.SITE_URL + reverse("mine_presence", args=[who.code]),
                "next": [invitations[card.event.pk] for card in following[who.pk]],
            },
        )


def _is_told(presence: Presence, *, at_the_door: bool) -> bool:
    """Who was there is thanked; who was not seen is told so where somebody looked."""
    if presence.was_there or presence.registration.mode == Mode.ONLINE:
        return presence.was_there or not presence.awaits_report
    return at_the_door


def _wanting(event: Event):
    """Those who had a seat, have a mailbox and want it."""
    wanting = preferences.without_refusals(Person.objects.all(), preferences.Kind.FOLLOW_UP)
    people = Registration.objects.confirmed().filter(event=event, person__in=wanting)
    return people.exclude(person__email="").select_related("person").order_by("pk")


def _facts(event: Event, mode: str) -> dict:
    return {
        **shared_facts(event, mode),
        "mine_url": settings.SITE_URL + reverse("mi_espacio"),
        "list_url": settings.SITE_URL + reverse("jornadas:calendar"),
    }


def _next(card: Card) -> dict:
    return {
        "title": card.event.title,
        "url": settings.SITE_URL + card.event.get_absolute_url(),
        "when": card.when,
        "where": card.where,
        "tag": card.situation.tag.words,
    }


@composer("asistencia.follow_up")
def compose_follow_up(context: dict) -> Mail:
    headline = "Gracias por asistir" if context["attended"] else "No registramos tu asistencia"
    words = {**context, "headline": headline}
    return Mail(
        subject=f"{headline}: {context['event']}",
        text=render_to_string("asistencia/mail/follow_up.txt", words),
        html=render_to_string("asistencia/mail/follow_up.html", words),
        headers=preferences.headers(context["stop_url"]),
    )
