"""What stands in people's calendars because of us: one entry per person and session, for ever.

Every mail about an event tells all of a person's entries of it as they stand now, the cancelled
ones among them. Whoever missed any of the mails before ends right with the last one. The number
(SEQUENCE) rises when time, place or state changes and when a cancelled entry comes back, and never
goes down (RFC 5546, 2.1.4). It stands in the database: a cancellation with a number lower than that
of its invitation is ignored.
"""

from collections import defaultdict
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import models
from django.utils import timezone

from consultas import composed, insert, insert_all, update_all

from .calendars import dated_sessions, event_status, place_of, session_title
from .models import CalendarEntry, Event, Registration, Session
from .models.events import Mode

Method = CalendarEntry.Method
# Up to so many people, theirs are asked for by name; of more, those of the whole event.
FEW = 200
# The facts of sessions, by their keys.
Plan = dict[int, dict]
# What raises the number: the rest may be told again under the same one.
SIGNIFICANT = ("day", "start", "end", "place", "link", "status")


def entry_uid(session: Session, person) -> str:
    """The identifier of a session in a person's calendar: the same in any copy of the database."""
    organizer = session.event.program.organizer.slug
    return str(uuid5(NAMESPACE_URL, f"jornadas:{organizer}:{session.pk}:{person.pk}"))


def tell(
    event: Event, registration: Registration, plan: Plan, now=None, *, is_new=False
) -> list[dict]:
    """What to write into the calendar of one person, as `itip` takes it; kept as told.

    `plan`: that of their modality. `is_new`: it is known that nothing of this event stands there.
    """
    entries = [] if is_new else _of_person.rows(event=event.pk, person=registration.person_id)
    told, touched = _settle(event, registration, entries, plan, now or timezone.now())
    for entry in touched:
        if entry.pk is None:
            insert(entry)
        else:
            entry.save()
    return told


def tell_all(event: Event, registrations: list[Registration], now=None) -> dict[int, list[dict]]:
    """The same for many, by the key of their registration, in three statements."""
    now, known = now or timezone.now(), defaultdict(list)
    entries = CalendarEntry.objects.filter(event=event).order_by("pk")
    if len(registrations) < FEW:
        entries = entries.filter(person__in=[one.person_id for one in registrations])
    for entry in entries:
        known[entry.person_id].append(entry)
    plans: dict[str, Plan] = {mode: plan_of(event, mode) for mode in Mode}
    told, touched = {}, []
    for registration in registrations:
        told[registration.pk], new = _settle(
            event, registration, known[registration.person_id], plans[registration.mode], now
        )
        touched += new
    insert_all([entry for entry in touched if entry.pk is None])
    update_all([entry for entry in touched if entry.pk], ["sequence", "method", "facts", "told_at"])
    return told


def _settle(event: Event, registration: Registration, entries: list[CalendarEntry], plan, now):
    """The entries as they must stand now, in words for a mail, and those to be written."""
    wanted = _wanted(event, registration, plan)
    known = {entry.session_id: entry for entry in entries if entry.session_id in wanted}
    gone = [entry for entry in entries if entry.session_id not in wanted]
    touched = []
    for session, facts in wanted.items():
        entry = known.get(session)
        if entry is None:
            entry = known[session] = _new(event, registration, session)
        elif entry.method == Method.CANCEL or _differ(entry.facts, facts):
            entry.sequence += 1
        elif entry.facts == facts:
            continue  # told again under the same number
        entry.method, entry.facts, entry.told_at = Method.REQUEST, facts, now
        touched.append(entry)
    for entry in gone:
        if entry.method == Method.REQUEST:
            entry.method, entry.told_at = Method.CANCEL, now
            entry.sequence += 1
            touched.append(entry)
    return [_told(entry, now) for entry in [*known.values(), *gone]], touched


def _wanted(event: Event, registration: Registration, plan: Plan) -> Plan:
    """The facts of each session that belongs into the calendar of who holds this registration."""
    has_seat = registration.status == Registration.Status.CONFIRMED
    if not has_seat or event.status == Event.Status.CANCELLED:
        return {}
    url = settings.SITE_URL + registration.get_absolute_url()
    return {session: {**facts, "url": url} for session, facts in plan.items()}


def plan_of(event: Event, mode: str) -> Plan:
    """What everybody who takes part in this way is told of each session with a day."""
    sessions = dated_sessions(event)
    return {session.pk: _facts(event, session, mode, of=len(sessions)) for session in sessions}


def _facts(event: Event, session: Session, mode: str, of: int) -> dict:
    online = mode == Mode.ONLINE
    return {
        "summary": session_title(event, session, of=of),
        "day": session.day.isoformat(),
        "start": _iso(session.starts_at),
        "end": _iso(session.ends_at),
        "place": "En línea" if online else place_of(session),
        "link": session.link if online else "",
        "status": event_status(event),
        "note": event.note,
        "page": settings.SITE_URL + event.get_absolute_url(),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _differ(before: dict, after: dict) -> bool:
    return any(before.get(name) != after.get(name) for name in SIGNIFICANT)


def _new(event: Event, registration: Registration, session: int) -> CalendarEntry:
    held = next(one for one in event.sessions.all() if one.pk == session)
    held.event = event
    return CalendarEntry(
        event=event,
        session=held,
        person_id=registration.person_id,
        uid=entry_uid(held, registration.person),
    )


def _told(entry: CalendarEntry, now) -> dict:
    return {
        "uid": entry.uid,
        "sequence": entry.sequence,
        "method": str(entry.method),
        "stamp": now.isoformat(),
        **entry.facts,
    }


@composed(event=models.BigAutoField(), person=models.BigAutoField())
def _of_person(event, person):
    return CalendarEntry.objects.filter(event=event, person=person).order_by("pk")
