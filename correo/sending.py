"""Sending: the worker takes what is due, oldest first, one try each, and notes what came of it.

Any number of workers may send at once. Whoever sends a message claims it first, by one conditional
UPDATE that also says until when nobody else may try. The claim of a worker that died runs out.
"""

import logging
import time
from datetime import timedelta
from email.mime.image import MIMEImage
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from .models import Message
from .registry import COMPOSERS, Mail

log = logging.getLogger(__name__)

# Waits before the next try; after the last one the message is parked for staff to see.
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
# How long a claim lasts: longer than the slowest server is given to take a message.
CLAIM = timedelta(minutes=5)
BATCH = 50
# Seconds of sending after which other work has its turn.
TURN = 20


def send_due(now=None) -> int:
    """Send what is due over one connection, up to `BATCH` or `TURN`; return how many were tried."""
    now = now or timezone.now()
    messages = list(_next_in_each_stream(now)[:BATCH])
    if not messages:
        return 0
    connection, tried, until = get_connection(), 0, time.monotonic() + TURN
    try:
        for message in messages:
            if time.monotonic() > until:
                break
            if not _claim(message, now):
                continue
            tried += 1
            if not _open(connection, message):
                break
            _send(message, connection)
    finally:
        connection.close()
    return tried


def _next_in_each_stream(now):
    """Due messages with no older one of the same stream still waiting."""
    older = Message.objects.pending().filter(stream=OuterRef("stream"), pk__lt=OuterRef("pk"))
    due = Message.objects.due(now)
    return (due.filter(stream="") | due.filter(~Exists(older))).order_by("pk")


def _claim(message: Message, now) -> bool:
    """Take the message for this try; False where another worker was first."""
    taken = Message.objects.due(now).filter(pk=message.pk, attempts=message.attempts)
    if not taken.update(attempts=F("attempts") + 1, next_attempt_at=timezone.now() + CLAIM):
        return False
    message.attempts += 1
    return True


def _open(connection, message: Message) -> bool:
    """Reach the mail server; where that fails, this message has had its try and the rest wait."""
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 — whatever a server or its address can be wrong about
        _note_failure(message, error)
        return False
    return True


def _send(message: Message, connection) -> None:
    try:
        mail = COMPOSERS[message.kind](message.context)
        _email(message, mail, connection).send()
    except Exception as error:  # noqa: BLE001 — one bad message must not stop the others
        _note_failure(message, error)
        connection.close()  # whatever state it is in, the next one begins anew
    else:
        _note_sent(message, mail)


def _email(message: Message, mail: Mail, connection) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if mail.html:
        email.attach_alternative(mail.html, "text/html")
    if all(attachment.content_id for attachment in mail.attachments):
        # Pictures of the page and nothing else: no reader lists them as files of their own.
        email.mixed_subtype = "related"
    for attachment in mail.attachments:
        if attachment.content_id:
            part = MIMEImage(attachment.content, _subtype=attachment.mime.split("/")[1])
            part.add_header("Content-ID", f"<{attachment.content_id}>")
            part.add_header("Content-Disposition", "inline", filename=attachment.name)
            email.attach(part)
        else:
            email.attach(attachment.name, attachment.content, attachment.mime)
    return email


def _note_sent(message: Message, mail: Mail) -> None:
    words: dict[str, Any] = {"context": {}}
    if not message.is_secret:
        words = {"subject": mail.subject, "text": mail.text, "html": mail.html}
    _note(message, state=Message.State.SENT, sent_at=timezone.now(), error="", **words)


def _note_failure(message: Message, error: Exception) -> None:
    log.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
    what = {"error": f"{type(error).__name__}: {error}"[:300]}
    if message.attempts > len(BACKOFF):
        _note(message, state=Message.State.FAILED, **what)
    else:
        again = timezone.now() + BACKOFF[message.attempts - 1]
        _note(message, next_attempt_at=again, **what)


def _note(message: Message, **fields) -> None:
    """Write what came of this try, unless the claim ran out and somebody else has it now."""
    mine = Message.objects.pending().filter(pk=message.pk, attempts=message.attempts)
    mine.update(**fields)
