"""The calendar objects of the messages to somebody, in the order in which they were written."""

from datetime import datetime

import icalendar

from correo.models import Message
from correo.registry import COMPOSERS, CalendarObject


def mails_to(person) -> list[list[CalendarObject]]:
    """What each message to `person` carries, oldest message first."""
    messages = Message.objects.filter(to=person.email).order_by("pk")
    return [COMPOSERS[message.kind](message.context).calendars for message in messages]


def entries(calendars: list[CalendarObject]) -> list[dict]:
    """Method, uid, sequence, stamp, start and place of each object of a mail."""
    return [_entry(one) for one in calendars]


def _entry(made: CalendarObject) -> dict:
    calendar = icalendar.Calendar.from_ical(made.content)
    (event,) = calendar.events
    assert str(calendar["METHOD"]) == made.method
    return {
        "method": made.method,
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "stamp": event.stamp,
        "start": event.start,
        "place": str(event.get("LOCATION", "")),
        "status": str(event["STATUS"]),
    }


class Client:
    """A calendar that keeps to RFC 5546 and to nothing else: what is older than what it has, no."""

    def __init__(self):
        self.kept: dict[str, dict] = {}

    def read(self, calendars: list[CalendarObject]) -> None:
        for entry in entries(calendars):
            known = self.kept.get(entry["uid"])
            if known is None or _newer(entry) >= _newer(known):
                self.kept[entry["uid"]] = entry

    def shows(self) -> dict[str, tuple]:
        """Start and place of what stands in it."""
        return {
            uid: (entry["start"], entry["place"])
            for uid, entry in self.kept.items()
            if entry["method"] == "REQUEST"
        }


def _newer(entry: dict) -> tuple[int, datetime]:
    return entry["sequence"], entry["stamp"]
