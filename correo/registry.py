"""How a message of each kind gets its words. Rooms register here from their `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail; with a `content_id` it is a picture inside the HTML part."""

    name: str
    content: bytes
    mime: str
    content_id: str = ""


@dataclass(frozen=True)
class CalendarObject:
    """An iCalendar object that a mail carries as a part of its own (RFC 6047)."""

    method: str  # REQUEST, CANCEL: as in the object itself
    content: bytes
    name: str = "evento.ics"

    def __post_init__(self):
        """Calendars obey neither where the mail says one method and the object another."""
        if f"METHOD:{self.method}".encode() not in self.content.splitlines():
            raise ValueError(f"{self.name} is no {self.method}")


@dataclass(frozen=True)
class Mail:
    """What is sent: subject, plain text, HTML, attachments, calendar objects, more headers."""

    subject: str
    text: str
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    calendars: list[CalendarObject] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        """A subject is one line: a title written in two must not stop its mail."""
        object.__setattr__(self, "subject", " ".join(self.subject.split())[:200])


COMPOSERS: dict[str, Callable[[dict], Mail]] = {}


def composer(kind: str):
    """Register the decorated `function(context) -> Mail` for messages of this kind."""

    def register(function):
        COMPOSERS[kind] = function
        return function

    return register
