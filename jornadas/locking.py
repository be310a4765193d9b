"""The one lock of registration: the event's row."""

from django.db.models import Max

from .models import Event, Registration


def lock_event(pk) -> Event:
    """The event, locked until the transaction ends: those who want its seats wait their turn.

    PostgreSQL locks the row; SQLite has already locked the file (transaction_mode IMMEDIATE).
    """
    return Event.objects.select_for_update(of=("self",)).select_related("program").get(pk=pk)


def next_revision(event: Event) -> int:
    """The number of the next change within the event. The caller holds its lock."""
    latest = Registration.objects.filter(event=event).aggregate(latest=Max("revision"))["latest"]
    return (latest or 0) + 1
