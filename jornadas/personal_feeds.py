"""The calendar of one person, at an address that is a secret.

It holds what is theirs and nobody else's data, not even their own name: whoever finds the address
learns where somebody will be, and their pass, but not who. The address can be changed and removed
at any time.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bitacora.record import record

from .calendars import (
    CANCELLED,
    HOUR_UNKNOWN,
    Entry,
    alarms_of,
    calendar,
    dated_sessions,
    event_status,
    history,
    place_of,
    session_title,
)
from .feeds import kept
from .invitations import entry_uid
from .models import CalendarEntry, Event, Feed, FeedToken, Registration, Session
from .models.events import Mode

NAME = "Mis jornadas"
IN_LINE = "Estás en lista de espera: todavía no tienes lugar. Si te toca uno, te avisamos."
NOT_SURE = "La fecha puede cambiar."

Status = Registration.Status


@transaction.atomic
def open_address(*, person, by) -> FeedToken:
    """The address of a person's calendar; made now where there is none."""
    token, is_new = FeedToken.objects.get_or_create(person=person, revoked_at=None)
    if is_new:
        record("feed.created", token, by=by)
    return token


@transaction.atomic
def close_address(*, person, by, now=None) -> bool:
    """Let the address lead nowhere, and forget what it showed. Says whether there was one."""
    token = FeedToken.objects.usable().filter(person=person).select_for_update().first()
    if token is None:
        return False
    token.revoked_at = now or timezone.now()
    token.save(update_fields=["revoked_at"])
    Feed.objects.filter(key=_key(token)).delete()
    record("feed.revoked", token, by=by)
    return True


@transaction.atomic
def change_address(*, person, by, now=None) -> FeedToken:
    """Another address; the one before leads nowhere."""
    close_address(person=person, by=by, now=now)
    return open_address(person=person, by=by)


def of_person(token: FeedToken, now=None) -> Feed:
    """The calendar of the person whose address this is."""
    now = now or timezone.now()
    return kept(_key(token), lambda: personal_calendar(token.person, now), now)


def _key(token: FeedToken) -> str:
    return f"personal:{token.pk}"


def personal_calendar(person, now=None) -> bytes:
    """All a person is in; what they are no longer in, as cancelled while it is still ahead."""
    now = now or timezone.now()
    mailed = CalendarEntry.objects.filter(person=person).order_by("pk")
    told = {entry.session_id or f"removed {entry.pk}": entry for entry in mailed}
    entries: list[Entry] = []
    for registration in _latest_of_each_event(person):
        sessions = dated_sessions(registration.event)
        for session in sessions:
            if registration.is_active or not session.is_over(now):
                entry = told.pop(session.pk, None)
                entries.append(_entry(registration, session, entry, of=len(sessions)))
    today = timezone.localdate(now)
    entries += [_gone(entry) for entry in told.values() if _stands_ahead(entry, today)]
    return calendar(NAME, entries)


def _latest_of_each_event(person) -> Iterable[Registration]:
    """One registration for each event: whoever cancelled and came back is in it."""
    registrations = (
        Registration.objects.filter(person=person)
        .select_related("person", "event__program__organizer")
        .prefetch_related("event__sessions__venue", "event__changes")
        .order_by("created_at", "pk")
    )
    return {one.event_id: one for one in registrations}.values()


def _entry(
    registration: Registration, session: Session, mailed: CalendarEntry | None, of: int
) -> Entry:
    """What was mailed and what is subscribed is one entry: it has one identifier and number."""
    event = session.event = registration.event
    status = _status(registration)
    has_seat = status != CANCELLED and registration.status == Status.CONFIRMED
    online = registration.mode == Mode.ONLINE
    return Entry(
        uid=mailed.uid if mailed else entry_uid(session, registration.person),
        # Where nothing was mailed yet, the first mail will begin to count.
        sequence=mailed.sequence if mailed else 0,
        changed_at=_changed_at(registration, session, mailed),
        summary=_summary(registration, session_title(event, session, of=of)),
        status=status,
        day=session.day,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place="En línea" if online else place_of(session),
        told=_told(registration, session, status),
        url=settings.SITE_URL + registration.get_absolute_url(),
        takes_time=has_seat,
        alarms=alarms_of(session.starts_at) if has_seat else (),
    )


def _status(registration: Registration) -> str:
    if not registration.is_active:
        return CANCELLED
    status = event_status(registration.event)
    waits = registration.status == Status.WAITLISTED
    return "TENTATIVE" if waits and status != CANCELLED else status


def _summary(registration: Registration, title: str) -> str:
    if registration.event.status == Event.Status.CANCELLED:
        return f"Se canceló: {title}"
    return {
        Status.CONFIRMED: title,
        Status.WAITLISTED: f"En lista de espera: {title}",
        Status.CANCELLED: f"Se canceló tu inscripción: {title}",
    }[Status(registration.status)]


def _told(registration: Registration, session: Session, status: str) -> list[str]:
    event, stands = registration.event, status != CANCELLED
    has_link = stands and registration.status == Status.CONFIRMED and session.link
    is_sure = event.date_status == Event.DateStatus.CONFIRMED
    return [
        IN_LINE if stands and registration.status == Status.WAITLISTED else "",
        HOUR_UNKNOWN if stands and session.starts_at is None else "",
        NOT_SURE if stands and not is_sure else "",
        f"Para entrar: {session.link}" if has_link and registration.mode == Mode.ONLINE else "",
        event.note,
        *history(event),
        f"Tu pase: {settings.SITE_URL}{registration.get_absolute_url()}",
    ]


def _changed_at(
    registration: Registration, session: Session, mailed: CalendarEntry | None
) -> datetime:
    moments = [
        session.changed_at,
        registration.created_at,
        registration.confirmed_at,
        registration.cancelled_at,
        mailed.told_at if mailed else None,
    ]
    return max(moment for moment in moments if moment)


def _stands_ahead(entry: CalendarEntry, today: date) -> bool:
    """Whether a mail put it on a day that has not passed."""
    return bool(entry.facts.get("day")) and date.fromisoformat(entry.facts["day"]) >= today


def _gone(entry: CalendarEntry) -> Entry:
    """What was mailed and is in the programme no more, or without a day: as it was last told."""
    facts = entry.facts
    start, end = (
        datetime.fromisoformat(facts[name]) if facts[name] else None for name in ("start", "end")
    )
    return Entry(
        uid=entry.uid,
        sequence=entry.sequence,
        changed_at=entry.told_at,
        summary=f"Se canceló: {facts['summary']}",
        status=CANCELLED,
        day=date.fromisoformat(facts["day"]),
        starts_at=start,
        ends_at=end,
        place=facts["place"],
        told=[f"Ya no está en tu agenda.\n\n{facts['url']}"],
        url=facts["url"],
        takes_time=False,
    )
