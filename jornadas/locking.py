"""The one lock of registration: the event's row."""

import time

from django.db import models
from django.db.models import Max

from consultas import Question, ask_together, composed, hold
from padron.models import OrganizerIdentity

from .models import Event, Registration, Session

# When a call opens, hundreds ask for seats of one event: what was read for one of them serves the
# next, for so many seconds. Under the lock it is seen whether it still holds.
FRESH = 1
# By address: until when, and the event. Of one process; few events open at a time.
_lately: dict[str, tuple[float, Event]] = {}
_FEW = 50


def read_event(pk) -> Event:
    """The event with its company, what every action asks of it: sessions, venues, organiser."""
    return _with_company(*ask_together((_read, {"event": pk}), *_company(pk)))


def read_published(slug: str, *questions: Question) -> tuple[Event | None, list[list]]:
    """The same by its address, None where the public sees none; and other answers, all at once.

    It may be `FRESH` seconds old, and is not to be changed: others are given it as well.
    """
    until, event = _lately.get(slug, (0.0, None))
    if time.monotonic() < until:
        return event, ask_together(*questions)
    company = [(_sessions_at, {"slug": slug}), (_identities_at, {"slug": slug})]
    asked = [(_published, {"slug": slug}), *company, *questions]
    rows, sessions, identities, *answers = ask_together(*asked)
    if not rows:
        return None, answers
    event = _with_company(rows, sessions, identities)
    if len(_lately) >= _FEW:
        _lately.clear()
    _lately[slug] = time.monotonic() + FRESH, event
    return event, answers


def lock_event(pk) -> Event:
    """The event with its company, locked until the transaction ends: who wants a seat waits.

    PostgreSQL locks the row; SQLite has already locked the file (transaction_mode IMMEDIATE).
    """
    return _with_company(*ask_together((_locked, {"event": pk}), *_company(pk)))


def lock_and_ask(known: Event, *questions: Question) -> tuple[Event, list[list]]:
    """The event of one of the first two, locked, and answers from under its lock.

    It is `known` itself where nobody changed it since, so that what was made of it still holds and
    the lock is held shortly; else it is read again. All is asked in one journey.
    """
    asked = [(_row, {"event": known.pk}), (_plan, {"event": known.pk}), *questions]
    rows, plan, *answers = ask_together(*asked)
    if not rows:
        raise Event.DoesNotExist
    stood = {session.pk: session.changed_at for session in known.sessions.all()}
    if _differ(rows[0], known) or dict(plan) != stood:
        known = read_event(known.pk)
    return known, answers


def _company(event) -> list[Question]:
    return [(_sessions, {"event": event}), (_identities, {"event": event})]


def _with_company(rows: list[Event], sessions: list[Session], identities: list) -> Event:
    if not rows:
        raise Event.DoesNotExist
    (event,) = rows
    hold(event, "sessions", sessions)
    hold(event.program.organizer, "identities", identities)
    return event


def _differ(one: Event, other: Event) -> bool:
    names = [field.attname for field in Event._meta.concrete_fields]
    return any(getattr(one, name) != getattr(other, name) for name in names)


def next_revision(event: Event) -> int:
    """The number of the next change within the event. The caller holds its lock."""
    latest = Registration.objects.filter(event=event).aggregate(latest=Max("revision"))["latest"]
    return (latest or 0) + 1


def _whole():
    return Event.objects.select_related("program__organizer")


@composed(event=models.BigAutoField())
def _read(event):
    return _whole().filter(pk=event)


@composed(slug=models.SlugField())
def _published(slug):
    return _whole().published().filter(slug=slug)


@composed(event=models.BigAutoField())
def _locked(event):
    return _whole().filter(pk=event).select_for_update(of=("self",))


@composed(event=models.BigAutoField())
def _row(event):
    return Event.objects.filter(pk=event).select_for_update()


@composed(event=models.BigAutoField())
def _plan(event):
    """When each session last changed in a way that people are told of."""
    return Session.objects.filter(event=event).values_list("pk", "changed_at")


@composed(event=models.BigAutoField())
def _sessions(event):
    return Session.objects.select_related("venue").filter(event=event)


@composed(slug=models.SlugField())
def _sessions_at(slug):
    return Session.objects.select_related("venue").filter(event__slug=slug)


@composed(event=models.BigAutoField())
def _identities(event):
    return OrganizerIdentity.objects.filter(organizer__programs__events=event)


@composed(slug=models.SlugField())
def _identities_at(slug):
    return OrganizerIdentity.objects.filter(organizer__programs__events__slug=slug)
