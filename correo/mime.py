"""How a mail is built of parts (RFC 2046), and what of it is kept for staff to read.

    mixed [ alternative [ text, related [ html, pictures ], calendar ], calendars, files ]

Each box stands only where it has two things to hold. Mail readers take a calendar object that is
one of the alternatives for an invitation (RFC 6047, section 2.4); the others are files.
"""

import base64
import binascii
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import encode_rfc2231, format_datetime, quote
from functools import lru_cache
from secrets import token_hex

from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.message import sanitize_address
from django.utils import timezone

from .registry import Attachment, CalendarObject, Mail

END = b"\r\n"
# How long a line of a header may be before it is folded (RFC 5322, 2.1.1).
LONGEST = 78
FOLDED = compat32.clone(linesep=END.decode(), max_line_length=LONGEST)


class Letter(EmailMessage):
    """What Django's backends send, built here, once."""

    def __init__(self, mail: Mail, *, to: str, message_id: str, connection=None):
        super().__init__(subject=mail.subject, body=mail.text, to=[to], connection=connection)
        headers = {
            "Subject": mail.subject,
            "From": _address(self.from_email),
            "To": _address(to),
            "Date": format_datetime(timezone.localtime()),
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            "MIME-Version": "1.0",
            **mail.headers,
        }
        lines = [_header(name, value) for name, value in headers.items()]
        self.written = Written(b"".join([*lines, _body(mail)]))

    def message(self):
        return self.written


class Written(Message):
    """A mail in the bytes that leave. Django's own builds a tree of parts first, which the sending
    then writes out: with folding each line of each header that took a third of the time of a mail.
    """

    def __init__(self, whole: bytes):
        super().__init__()
        self.whole = whole

    def as_bytes(self, unixfrom=False, policy=None, linesep="\n") -> bytes:
        return self.whole if linesep == "\r\n" else self.whole.replace(END, linesep.encode())


def _header(name: str, value: str) -> bytes:
    if "\n" in value or "\r" in value:
        raise BadHeaderError(f"{name} has more than one line: {value!r}")
    if not value.isascii():
        value = _encoded(value)
    if len(name) + len(": ") + len(value) <= LONGEST:
        return f"{name}: {value}\r\n".encode()
    return _folded(name, value)


# What follows is the same for thousands of mails, but for some addresses.
@lru_cache(maxsize=100)
def _folded(name: str, value: str) -> bytes:
    return FOLDED.fold(name, value).encode()


@lru_cache(maxsize=100)
def _encoded(words: str) -> str:
    """Words in seven bits (RFC 2047)."""
    return Header(words, "utf-8").encode(linesep="")


@lru_cache(maxsize=100)
def _address(address: str) -> str:
    return address if address.isascii() else sanitize_address(address, "utf-8")


def kept_parts(mail: Mail) -> list[dict]:
    """What went beside the words: calendar objects as they were, other files by name and size."""
    calendars = [
        {
            "name": one.name,
            "mime": "text/calendar",
            "method": one.method,
            "text": one.content.decode(),
        }
        for one in mail.calendars
    ]
    files = [
        {"name": one.name, "mime": one.mime, "size": len(one.content)} for one in mail.attachments
    ]
    return calendars + files


def _body(mail: Mail) -> bytes:
    first, *others = mail.calendars or [None]
    # Without HTML no picture can be inside it.
    files = [one for one in mail.attachments if not (one.content_id and mail.html)]
    alternatives = [_words(mail.text, "plain")]
    if mail.html:
        alternatives.append(_page(mail))
    if first:
        alternatives.append(_calendar(first))
    parts = [
        _together("alternative", alternatives),
        *(_named(one.name) + _calendar(one) for one in others),
        *(_named(one.name) + _file(one) for one in files),
    ]
    return _together("mixed", parts)


# Each of these is a part: the lines of its head, an empty one, what it holds.


def _together(kind: str, parts: list[bytes]) -> bytes:
    """The parts in a box of this kind; one alone needs none."""
    if len(parts) == 1:
        return parts[0]
    # No text nor file holds such a line: an equals sign ends a line of theirs or is followed by its
    # code.
    edge = f"=_{kind}_{token_hex(8)}"
    head = _header("Content-Type", f'multipart/{kind}; boundary="{edge}"')
    between = f"\r\n--{edge}".encode()
    return b"".join([head, *(between + END + part for part in parts), between, b"--", END])


def _words(words: str, kind: str, more: str = "") -> bytes:
    """Text in quoted-printable. Seven bits pass everywhere: a server need not say that it takes
    eight (RFC 6152)."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    encoded = binascii.b2a_qp(lines.encode()).replace(b"\n", END)
    head = _header("Content-Type", f'text/{kind}; charset="utf-8"{more}')
    return b"".join([head, b"Content-Transfer-Encoding: quoted-printable\r\n", END, encoded])


def _page(mail: Mail) -> bytes:
    """The HTML with the pictures it shows."""
    pictures = [
        _named(one.name, "inline") + _header("Content-ID", f"<{one.content_id}>") + _file(one)
        for one in mail.attachments
        if one.content_id
    ]
    return _together("related", [_words(mail.html, "html"), *pictures])


def _calendar(calendar: CalendarObject) -> bytes:
    return _words(calendar.content.decode(), "calendar", f'; method="{calendar.method}"')


def _file(attachment: Attachment) -> bytes:
    head = _header("Content-Type", attachment.mime)
    encoded = base64.encodebytes(attachment.content).replace(b"\n", END)
    return b"".join([head, b"Content-Transfer-Encoding: base64\r\n", END, encoded])


def _named(name: str, disposition="attachment") -> bytes:
    """The line of a part's head that says how it is called (RFC 2231 for more letters)."""
    told = f'="{quote(name)}"' if name.isascii() else f"*={encode_rfc2231(name, 'utf-8')}"
    return _header("Content-Disposition", f"{disposition}; filename{told}")
