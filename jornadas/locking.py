"""The one lock of registration: the event's row."""

from django.db import models
from django.db.models import Max

from consultas import ask_together, composed, hold
from padron.models import OrganizerIdentity

from .models import Event, Registration, Session


def read_event(pk) -> Event:
    """The event with what every action asks of it: sessions, venues, who organises it."""
    return _with_company(_read.first(event=pk))


def read_published(slug: str) -> Event | None:
    """The event of this address with the same company; None where the public sees none."""
    event = _published.first(slug=slug)
    return event and _with_company(event)


def lock_event(pk) -> Event:
    """The same, locked until the transaction ends: those who want its seats wait their turn.

    PostgreSQL locks the row; SQLite has already locked the file (transaction_mode IMMEDIATE).
    """
    return _with_company(_locked.first(event=pk))


def lock_and_ask(known: Event, *questions: tuple[composed, dict]) -> tuple[Event, list[list]]:
    """The event `known` of one of the first two, locked, and answers from under its lock.

    Its company is taken over and all is asked in one journey, so that the lock is held shortly.
    """
    rows, *answers = ask_together((_locked, {"event": known.pk}), *questions)
    if not rows:
        raise Event.DoesNotExist
    (event,) = rows
    hold(event, "sessions", list(known.sessions.all()))
    event.program = known.program
    return event, answers


def _with_company(event: Event | None) -> Event:
    if event is None:
        raise Event.DoesNotExist
    hold(event, "sessions", _sessions.rows(event=event.pk))
    organizer = event.program.organizer
    hold(organizer, "identities", _identities.rows(organizer=organizer.pk))
    return event


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
def _sessions(event):
    return Session.objects.select_related("venue").filter(event=event)


@composed(organizer=models.BigAutoField())
def _identities(organizer):
    return OrganizerIdentity.objects.filter(organizer=organizer)
