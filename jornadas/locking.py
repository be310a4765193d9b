"""The one lock of registration: the event's row."""

from django.db.models import Max, Prefetch

from .models import Event, Registration, Session


def lock_event(pk) -> Event:
    """The event, locked until the transaction ends: those who want its seats wait their turn.

    PostgreSQL locks the row; SQLite has already locked the file (transaction_mode IMMEDIATE). Comes
    with what every action asks of it, so that the lock is held for fewer questions.
    """
    sessions = Prefetch("sessions", queryset=Session.objects.select_related("venue"))
    return (
        Event.objects.select_for_update(of=("self",))
        .select_related("program__organizer")
        .prefetch_related(sessions)
        .get(pk=pk)
    )


def next_revision(event: Event) -> int:
    """The number of the next change within the event. The caller holds its lock."""
    latest = Registration.objects.filter(event=event).aggregate(latest=Max("revision"))["latest"]
    return (latest or 0) + 1
