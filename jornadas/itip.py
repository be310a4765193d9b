"""Calendar objects as mail programs take them (iTIP, RFC 5546; by mail, RFC 6047).

One object per entry: a REQUEST holds one identifier only (RFC 5546, 3.2.2). The organiser is who
the mail is from, and nobody is asked to answer: who has a seat has accepted already.
"""

from datetime import date, datetime, timedelta
from email.utils import parseaddr

import icalendar
from django.conf import settings

from correo.registry import CalendarObject

from .calendars import ZONE, zone_rules

PRODID = "-//Jornadas//Calendario//ES"
# Before an entry with hours; one of a whole day reminds once, the day before.
ALARMS = (timedelta(days=-1), timedelta(hours=-1))


def calendar_objects(context: dict) -> list[CalendarObject]:
    """The objects of a message: `calendar` as `invitations.tell` said, `to` whom they are for."""
    entries = context.get("calendar", [])
    return [
        CalendarObject(
            entry["method"],
            _calendar(entry, context).to_ical(),
            "evento.ics" if len(entries) == 1 else f"evento-{number}.ics",
        )
        for number, entry in enumerate(entries, start=1)
    ]


def _calendar(entry: dict, context: dict) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", entry["method"])
    if entry["start"]:
        calendar.add_component(zone_rules())
    calendar.add_component(_event(entry, context))
    return calendar


def _event(entry: dict, context: dict) -> icalendar.Event:
    cancelled = entry["method"] == "CANCEL"
    event = icalendar.Event()
    event.add("uid", entry["uid"])
    event.add("sequence", entry["sequence"])
    event.add("dtstamp", datetime.fromisoformat(entry["stamp"]))
    _add_time(event, entry)
    event.add("summary", f"Se canceló: {entry['summary']}" if cancelled else entry["summary"])
    event.add("status", "CANCELLED" if cancelled else entry["status"])
    if entry["place"]:
        event.add("location", entry["place"])
    event.add("description", _description(entry, cancelled=cancelled))
    event.add("url", entry["page"] if cancelled else entry["url"])
    event.add("organizer", _organizer(context))
    event.add("attendee", _attendee(context), encode=False)
    if not cancelled:
        for alarm in _alarms(entry):
            event.add_component(alarm)
    return event


def _add_time(event: icalendar.Event, entry: dict) -> None:
    if not entry["start"]:
        day = date.fromisoformat(entry["day"])
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", datetime.fromisoformat(entry["start"]).astimezone(ZONE))
    # Without DTEND the entry ends when it starts (RFC 5545, 3.6.1): no end is made up.
    if entry["end"]:
        event.add("dtend", datetime.fromisoformat(entry["end"]).astimezone(ZONE))


def _description(entry: dict, *, cancelled: bool) -> str:
    if cancelled:
        return f"Ya no está en tu agenda.\n\n{entry['page']}"
    told = [
        "" if entry["start"] else "La hora está por confirmar.",
        "" if entry["status"] == "CONFIRMED" else "La fecha puede cambiar.",
        f"Para entrar: {entry['link']}" if entry["link"] else "",
        entry["note"],
        f"Tu pase: {entry['url']}",
    ]
    return "\n\n".join(filter(None, told))


def _organizer(context: dict) -> icalendar.vCalAddress:
    who = icalendar.vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    who.params["CN"] = context["institution"] or "Jornadas"
    return who


def _attendee(context: dict) -> icalendar.vCalAddress:
    who = icalendar.vCalAddress(f"mailto:{context['to']}")
    who.params["CN"] = context["full_name"]
    who.params["CUTYPE"] = "INDIVIDUAL"
    who.params["ROLE"] = "REQ-PARTICIPANT"
    who.params["PARTSTAT"] = "ACCEPTED"
    who.params["RSVP"] = "FALSE"
    return who


def _alarms(entry: dict) -> list[icalendar.Alarm]:
    made = []
    for before in ALARMS if entry["start"] else ALARMS[:1]:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry["summary"])
        alarm.add("trigger", before)
        made.append(alarm)
    return made
