"""Calendar files (RFC 5545): what a person keeps in the calendar of their own.

Each session is an entry with one identifier for ever, so that taking the file again replaces the
entry instead of doubling it.
"""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone

from .models import Event, Session

ZONE = ZoneInfo("America/Mexico_City")
HOUR_UNKNOWN = "La hora está por confirmar."


def event_calendar(event: Event) -> bytes:
    """A calendar with the dated sessions of one event. It comes from `for_calendar()`."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Jornadas//Calendario//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", event.title)
    calendar.add("x-wr-timezone", ZONE.key)
    sessions = [session for session in event.sessions.all() if session.day is not None]
    for session in sessions:
        calendar.add_component(_entry(event, session, of=len(sessions)))
    # Mexico changed its clocks until October 2022: the file carries the rules of each year.
    calendar.add_missing_timezones()
    return calendar.to_ical()


def session_uid(event: Event, session: Session) -> str:
    """The identifier of a session: the same on any host name, in any copy of the database."""
    organizer = event.program.organizer.slug
    return str(uuid5(NAMESPACE_URL, f"jornadas:{organizer}:event:{event.pk}:{session.pk}"))


def _entry(event: Event, session: Session, of: int) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", session_uid(event, session))
    entry.add("dtstamp", timezone.now())
    entry.add("summary", _summary(event, session, of))
    if session.starts_at is None:
        entry.add("dtstart", session.day)
        entry.add("dtend", session.day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    else:
        entry.add("dtstart", session.starts_at.astimezone(ZONE))
        # Without DTEND the entry ends when it starts (RFC 5545, 3.6.1): no end is made up.
        if session.ends_at is not None:
            entry.add("dtend", session.ends_at.astimezone(ZONE))
    entry.add("status", _status(event))
    if place := _place(session):
        entry.add("location", place)
    page = settings.SITE_URL + event.get_absolute_url()
    told = [HOUR_UNKNOWN if session.starts_at is None else "", event.note, event.description, page]
    entry.add("description", "\n\n".join(filter(None, told)))
    entry.add("url", page)
    return entry


def _summary(event: Event, session: Session, of: int) -> str:
    part = session.title or (f"sesión {session.number}" if of > 1 else "")
    title = f"{event.title}: {part}" if part else event.title
    if event.status == Event.Status.CANCELLED:
        return f"Se canceló: {title}"
    return f"{title} (hora por confirmar)" if session.starts_at is None else title


def _status(event: Event) -> str:
    if event.status == Event.Status.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if event.date_status == Event.DateStatus.CONFIRMED else "TENTATIVE"


def _place(session: Session) -> str:
    if session.venue is None:
        return ""
    return ", ".join(filter(None, [session.venue.name, " ".join(session.venue.address.split())]))
