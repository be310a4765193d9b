"""Presence, derived from the facts of the gate: who was in which session, and since when.

A session counts as attended when an entry to it stands, that is, was admitted and never undone. An
entry on a day without a session is kept and shown, but attends nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from jornadas.models import Registration, Session
from padron.models import Person

from .models import Scan


@dataclass(frozen=True)
class Attendance:
    """What is known of one registration: sessions attended, in order, and its first entry."""

    registration: Registration
    sessions: list[Session]
    entered_at: datetime | None

    @property
    def is_enough(self) -> bool:
        """Whether as many sessions were attended as the event asks for."""
        return len(self.sessions) >= self.registration.event.minimum_sessions


def with_entry(registrations):
    """Add `entered_at` (first entry, or None) and `sessions_attended` to a queryset of them."""
    entries = Scan.objects.admitted().filter(registration=OuterRef("pk")).order_by()
    entries = entries.values("registration")
    return registrations.annotate(
        entered_at=Subquery(entries.annotate(first=Min("scanned_at")).values("first")),
        sessions_attended=Coalesce(
            Subquery(
                entries.annotate(n=Count("session", distinct=True)).values("n"),
                output_field=IntegerField(),
            ),
            0,
        ),
    )


def attended_sessions(event) -> dict[int, set[int]]:
    """The sessions (by primary key) that each registration (by primary key) of `event` attended."""
    attended: dict[int, set[int]] = {}
    entries = Scan.objects.admitted().filter(event=event, session__isnull=False)
    for registration, session in entries.values_list("registration", "session").distinct():
        attended.setdefault(registration, set()).add(session)
    return attended


def attendance_of(person: Person) -> list[Attendance]:
    """What `person` attended: one Attendance for each registration not cancelled, oldest first."""
    registrations = (
        Registration.objects.active()
        .filter(person=person)
        .select_related("event", "person", "body")
        .order_by("created_at", "pk")
    )
    entries: dict[int, list[Scan]] = {}
    scans = Scan.objects.admitted().filter(registration__in=registrations.values("pk"))
    for scan in scans.select_related("session").order_by("scanned_at"):
        entries.setdefault(scan.registration_id, []).append(scan)
    return [
        _attendance(registration, entries.get(registration.pk, []))
        for registration in registrations
    ]


def _attendance(registration: Registration, entries: list[Scan]) -> Attendance:
    sessions = {scan.session_id: scan.session for scan in entries if scan.session_id}
    return Attendance(
        registration=registration,
        sessions=sorted(sessions.values(), key=lambda session: session.number),
        entered_at=entries[0].scanned_at if entries else None,
    )
