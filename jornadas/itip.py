"""Calendar objects as mail programs take them (iTIP, RFC 5546; by mail, RFC 6047).

One object per entry: a REQUEST holds one identifier only (RFC 5546, 3.2.2). The organiser is who
the mail is from, and nobody is asked to answer: who has a seat has accepted already.
"""

from datetime import date, datetime
from email.utils import parseaddr
from functools import lru_cache

import icalendar
from django.conf import settings

from correo.registry import CalendarObject

from .calendars import (
    CANCELLED,
    HOUR_UNKNOWN,
    OWN,
    PRODID,
    Entry,
    add_own,
    alarms_of,
    component,
    written,
)

_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


def calendar_objects(context: dict) -> list[CalendarObject]:
    """The objects of a message: `calendar` as `invitations.tell` said, `to` whom they are for."""
    told = context.get("calendar", [])
    return [
        CalendarObject(
            one["method"],
            _calendar(one, context),
            "evento.ics" if len(told) == 1 else f"evento-{number}.ics",
        )
        for number, one in enumerate(told, start=1)
    ]


def _calendar(told: dict, context: dict) -> bytes:
    """The object in three pieces: what thousands are told in the same words is written once."""
    shared = {name: told[name] for name in told if name not in ("uid", "url")}
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    before, after = _around(tuple(shared.items()), sender, context["institution"])
    own = icalendar.Event()
    add_own(own, _entry(told))
    own.add("attendee", _attendee(context), encode=False)
    return before + own.to_ical().removeprefix(_BEGIN).removesuffix(_END) + after


@lru_cache(maxsize=50)
def _around(shared: tuple, sender: str, institution: str) -> tuple[bytes, bytes]:
    """What stands before and after a person's own lines."""
    told = dict(shared, uid="", url="")
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", told["method"])
    event = component(_entry(told))
    for name in OWN:
        del event[name]
    event.add("organizer", _organizer(sender, institution))
    before, begin, after = written(calendar, [event]).partition(_BEGIN)
    return before + begin, after


def _entry(told: dict) -> Entry:
    return _cancelled(told) if told["method"] == "CANCEL" else _invitation(told)


def _invitation(told: dict) -> Entry:
    facts = _facts(told)
    paragraphs = [
        "" if told["start"] else HOUR_UNKNOWN,
        "" if told["status"] == "CONFIRMED" else "La fecha puede cambiar.",
        f"Para entrar: {told['link']}" if told["link"] else "",
        told["note"],
        f"Tu pase: {told['url']}",
    ]
    return Entry(
        summary=told["summary"],
        status=told["status"],
        url=told["url"],
        told=paragraphs,
        alarms=alarms_of(facts["starts_at"]),
        **facts,
    )


def _cancelled(told: dict) -> Entry:
    return Entry(
        summary=f"Se canceló: {told['summary']}",
        status=CANCELLED,
        # The pass is worth nothing any more: the page of the event says why.
        url=told["page"],
        told=["Ya no está en tu agenda.", told["page"]],
        takes_time=False,
        **_facts(told),
    )


def _facts(told: dict) -> dict:
    return {
        "uid": told["uid"],
        "sequence": told["sequence"],
        "changed_at": datetime.fromisoformat(told["stamp"]),
        "day": date.fromisoformat(told["day"]),
        "starts_at": _moment(told["start"]),
        "ends_at": _moment(told["end"]),
        "place": told["place"],
    }


def _moment(told: str) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _organizer(sender: str, institution: str) -> icalendar.vCalAddress:
    who = icalendar.vCalAddress(f"mailto:{sender}")
    who.params["CN"] = institution or "Jornadas"
    return who


def _attendee(context: dict) -> icalendar.vCalAddress:
    who = icalendar.vCalAddress(f"mailto:{context['to']}")
    who.params["CN"] = context["full_name"]
    who.params["CUTYPE"] = "INDIVIDUAL"
    who.params["ROLE"] = "REQ-PARTICIPANT"
    who.params["PARTSTAT"] = "ACCEPTED"
    who.params["RSVP"] = "FALSE"
    return who
