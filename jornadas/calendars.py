"""Calendar files (RFC 5545): what a person keeps in the calendar of their own.

Each session is an entry with one identifier for ever, so that taking the file again replaces the
entry instead of doubling it. An entry is dated by its last change, not by when the file was made:
where nothing changed the bytes are the same, and whoever subscribes is answered that at no cost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

from .models import Change, Event, Session

ZONE = ZoneInfo("America/Mexico_City")
HOUR_UNKNOWN = "La hora está por confirmar."
CANCELLED = "CANCELLED"
# The clock of Mexico City, for programs that know no zones by name. It was changed until October
# 2022; yearly rules, because the list of days that icalendar would make is read by some programs no
# further than its first day (ical.js 2.2).
ZONE_RULES = b"""BEGIN:VTIMEZONE
TZID:America/Mexico_City
BEGIN:STANDARD
DTSTART:20020101T000000
TZNAME:CST
TZOFFSETFROM:-0600
TZOFFSETTO:-0600
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20020407T020000
RRULE:FREQ=YEARLY;UNTIL=20220403T080000Z;BYDAY=1SU;BYMONTH=4
TZNAME:CDT
TZOFFSETFROM:-0600
TZOFFSETTO:-0500
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20021027T020000
RRULE:FREQ=YEARLY;UNTIL=20221030T070000Z;BYDAY=-1SU;BYMONTH=10
TZNAME:CST
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
_END = b"END:VCALENDAR\r\n"
# How often whoever subscribes is asked to look again.
REFRESH = timedelta(hours=1)
COLOR = "teal"
# In a calendar of one's own, before an entry with hours; one of a whole day reminds once, the day
# before.
ALARMS = (timedelta(days=-1), timedelta(hours=-1))
PRODID = "-//Jornadas//Calendario//ES"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a calendar says of one session; `told` are the paragraphs of its description."""

    uid: str
    sequence: int
    changed_at: datetime
    summary: str
    status: str
    day: date
    url: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    told: Iterable[str] = ()
    # Whether who has it is busy at that hour; an entry without an hour never says so.
    takes_time: bool = True
    alarms: Iterable[timedelta] = ()


def event_calendar(event: Event) -> bytes:
    """A calendar with the dated sessions of one event. It comes from `for_calendar()`."""
    return calendar(event.title, event_entries(event))


def event_entries(event: Event) -> list[Entry]:
    """What everybody may see of the dated sessions of `event`, from `for_calendar()`."""
    sessions = dated_sessions(event)
    return [_public_entry(event, session, of=len(sessions)) for session in sessions]


def dated_sessions(event: Event) -> list[Session]:
    return [session for session in event.sessions.all() if session.day is not None]


def session_uid(event: Event, session: Session) -> str:
    """The identifier of a session: the same on any host name, in any copy of the database."""
    organizer = event.program.organizer.slug
    return str(uuid5(NAMESPACE_URL, f"jornadas:{organizer}:event:{event.pk}:{session.pk}"))


def session_title(event: Event, session: Session, *, of: int) -> str:
    """The title of a session of an event with `of` of them."""
    part = session.title or (f"sesión {session.number}" if of > 1 else "")
    return f"{event.title}: {part}" if part else event.title


def event_status(event: Event) -> str:
    if event.status == Event.Status.CANCELLED:
        return CANCELLED
    return "CONFIRMED" if event.date_status == Event.DateStatus.CONFIRMED else "TENTATIVE"


def place_of(session: Session) -> str:
    if session.venue is None:
        return ""
    return ", ".join(filter(None, [session.venue.name, " ".join(session.venue.address.split())]))


def history(event: Event) -> list[str]:
    """What changed in the plan of `event`, one sentence each, oldest first."""
    return [_in_words(one) for one in event.changes.all() if one.state == Change.State.APPROVED]


def _in_words(change: Change) -> str:
    return change.what if change.kind == Change.Kind.CANCELLED else f"Cambió: {change.what}"


def _public_entry(event: Event, session: Session, of: int) -> Entry:
    page = settings.SITE_URL + event.get_absolute_url()
    hour_unknown = HOUR_UNKNOWN if session.starts_at is None else ""
    return Entry(
        uid=session_uid(event, session),
        sequence=session.sequence,
        changed_at=session.changed_at,
        summary=_summary(event, session, of),
        status=event_status(event),
        day=session.day,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=place_of(session),
        told=[hour_unknown, event.note, *history(event), event.description, page],
        url=page,
        takes_time=event.status != Event.Status.CANCELLED,
    )


def _summary(event: Event, session: Session, of: int) -> str:
    title = session_title(event, session, of=of)
    if event.status == Event.Status.CANCELLED:
        return f"Se canceló: {title}"
    return f"{title} (hora por confirmar)" if session.starts_at is None else title


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A file that publishes `entries`, to be taken once or subscribed."""
    made = icalendar.Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    # Each fact twice: as RFC 7986 calls it, and as programs called it before.
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", ZONE.key)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH).to_ical().decode())
    made.add("color", COLOR)
    return written(made, map(component, entries))


def written(made: icalendar.Calendar, entries: Iterable[icalendar.Event]) -> bytes:
    """The file: what the calendar says of itself, the clock, its entries.

    The clock is put there as it stands: programs read its rules as they are written above.
    """
    head = made.to_ical().removesuffix(_END)
    return b"".join([head, ZONE_RULES, *(entry.to_ical() for entry in entries), _END])


def component(entry: Entry) -> icalendar.Event:
    made = icalendar.Event()
    add_own(made, entry)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    made.add("summary", entry.summary)
    made.add("status", entry.status)
    _add_time(made, entry)
    if entry.place:
        made.add("location", entry.place)
    for before in entry.alarms:
        made.add_component(_alarm(entry, before))
    return made


# What differs from person to person where a session is told to many.
OWN = ("uid", "description", "url")


def add_own(made: icalendar.Event, entry: Entry) -> None:
    made.add("uid", entry.uid)
    made.add("description", "\n\n".join(filter(None, entry.told)))
    made.add("url", entry.url)


def _add_time(made: icalendar.Event, entry: Entry) -> None:
    if entry.starts_at is None:
        made.add("dtstart", entry.day)
        made.add("dtend", entry.day + timedelta(days=1))
    else:
        made.add("dtstart", entry.starts_at.astimezone(ZONE))
        # Without DTEND the entry ends when it starts (RFC 5545, 3.6.1): no end is made up.
        if entry.ends_at is not None:
            made.add("dtend", entry.ends_at.astimezone(ZONE))
    if entry.starts_at is None or not entry.takes_time:
        made.add("transp", "TRANSPARENT")


def alarms_of(starts_at: datetime | None) -> tuple[timedelta, ...]:
    return ALARMS if starts_at else ALARMS[:1]


def _alarm(entry: Entry, before: timedelta) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", before)
    return alarm
