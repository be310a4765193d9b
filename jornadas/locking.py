"""The one lock of registration: the event's row."""

from django.db import models
from django.db.models import Max

from consultas import composed, hold
from padron.models import OrganizerIdentity

from .models import Event, Registration, Session


def lock_event(pk) -> Event:
    """The event, locked until the transaction ends: those who want its seats wait their turn.

    PostgreSQL locks the row; SQLite has already locked the file (transaction_mode IMMEDIATE). Comes
    with what every action asks of it, so that the lock is held for fewer questions.
    """
    event = _locked.first(event=pk)
    if event is None:
        raise Event.DoesNotExist
    hold(event, "sessions", _sessions.rows(event=pk))
    organizer = event.program.organizer
    hold(organizer, "identities", _identities.rows(organizer=organizer.pk))
    return event


def next_revision(event: Event) -> int:
    """The number of the next change within the event. The caller holds its lock."""
    latest = Registration.objects.filter(event=event).aggregate(latest=Max("revision"))["latest"]
    return (latest or 0) + 1


@composed(event=models.BigAutoField())
def _locked(event):
    events = Event.objects.select_related("program__organizer")
    return events.select_for_update(of=("self",)).filter(pk=event)


@composed(event=models.BigAutoField())
def _sessions(event):
    return Session.objects.select_related("venue").filter(event=event)


@composed(organizer=models.BigAutoField())
def _identities(organizer):
    return OrganizerIdentity.objects.filter(organizer=organizer)
