"""How a mail is built of parts (RFC 2046), and what of it is kept for staff to read.

    mixed [ alternative [ text, related [ html, pictures ], calendar ], calendars, files ]

Each box stands only where it has two things to hold. Mail readers take a calendar object that is
one of the alternatives for an invitation (RFC 6047, section 2.4); the others are files.
"""

from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.utils import format_datetime
from functools import lru_cache
from secrets import token_hex

from django.core.mail import EmailMessage, SafeMIMEMultipart, SafeMIMEText
from django.utils import timezone

from .registry import Attachment, CalendarObject, Mail

# Seven bits pass everywhere: a server need not say that it takes eight (RFC 6152).
UTF8 = Charset("utf-8")
UTF8.body_encoding = QP


class Letter(EmailMessage):
    """What Django's backends send, built here."""

    def __init__(self, mail: Mail, *, to: str, message_id: str, connection=None):
        super().__init__(subject=mail.subject, body=mail.text, to=[to], connection=connection)
        self.mail, self.message_id = mail, message_id

    def message(self):
        message = _body(self.mail)
        headers = {
            "Subject": _seven_bits(self.subject),
            "From": self.from_email,
            "To": ", ".join(self.to),
            "Date": format_datetime(timezone.localtime()),
            "Message-ID": self.message_id,
            "Auto-Submitted": "auto-generated",
        }
        for name, value in {**headers, **self.mail.headers}.items():
            message[name] = value  # raises BadHeaderError for a second line
        return message


@lru_cache(maxsize=100)
def _seven_bits(subject: str) -> str:
    """The subject in encoded words (RFC 2047), made once for the thousands of mails that share it:
    it took a sixth of the time of a mail."""
    return subject if subject.isascii() else Header(subject, "utf-8").encode(linesep="")


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


def _body(mail: Mail):
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
        *(_named(_calendar(one), one.name) for one in others),
        *(_named(_file(one), one.name) for one in files),
    ]
    return _together("mixed", parts)


def _together(kind: str, parts: list):
    """The parts in a box of this kind; one alone needs none."""
    if len(parts) == 1:
        return parts[0]
    # No text nor file holds such a line: an equals sign ends a line of theirs or is followed by its
    # code. One that Python makes is looked for in all the parts, of each box anew.
    box = SafeMIMEMultipart(_subtype=kind, boundary=f"=_{kind}_{token_hex(8)}")
    for part in parts:
        box.attach(part)
    return box


def _words(words: str, kind: str):
    return SafeMIMEText(words, kind, UTF8)  # type: ignore[arg-type]  # a name, for its stubs


def _page(mail: Mail):
    """The HTML with the pictures it shows."""
    pictures = []
    for one in mail.attachments:
        if one.content_id:
            picture = _named(_file(one), one.name, "inline")
            picture.add_header("Content-ID", f"<{one.content_id}>")
            pictures.append(picture)
    return _together("related", [_words(mail.html, "html"), *pictures])


def _calendar(calendar: CalendarObject):
    part = _words(calendar.content.decode(), "calendar")
    part.set_param("method", calendar.method)
    return part


def _file(attachment: Attachment) -> MIMEBase:
    part = MIMEBase(*attachment.mime.split("/", 1))
    part.set_payload(attachment.content)
    encode_base64(part)
    return part


def _named(part, name: str, disposition="attachment"):
    encoded = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", disposition, filename=encoded)
    return part
