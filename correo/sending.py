"""Sending: the worker takes what is due, oldest first, one try each, and notes what came of it."""

import logging
from datetime import timedelta
from email.mime.image import MIMEImage

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .models import Message
from .registry import COMPOSERS, Mail

log = logging.getLogger(__name__)

# Waits before the next try; after the last one the message is parked for staff to see.
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
BATCH = 50


def send_due(now=None) -> int:
    """Send up to `BATCH` due messages over one connection. Return how many were tried."""
    messages = list(_next_in_each_stream(now or timezone.now())[:BATCH])
    if not messages:
        return 0
    with get_connection() as connection:
        for message in messages:
            _send(message, connection)
    return len(messages)


def _next_in_each_stream(now):
    """Due messages with no older one of the same stream still waiting."""
    older = Message.objects.pending().filter(stream=OuterRef("stream"), pk__lt=OuterRef("pk"))
    due = Message.objects.due(now)
    return (due.filter(stream="") | due.filter(~Exists(older))).order_by("pk")


def _send(message: Message, connection) -> None:
    try:
        mail = COMPOSERS[message.kind](message.context)
        _email(message, mail, connection).send()
    except Exception as error:  # noqa: BLE001 — one bad message must not stop the others
        _note_failure(message, error)
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
    message.state = Message.State.SENT
    message.sent_at = timezone.now()
    message.attempts += 1
    message.error = ""
    if message.is_secret:
        message.context = {}
    else:
        message.subject, message.text, message.html = mail.subject, mail.text, mail.html
    message.save()


def _note_failure(message: Message, error: Exception) -> None:
    log.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
    message.attempts += 1
    message.error = f"{type(error).__name__}: {error}"[:300]
    if message.attempts > len(BACKOFF):
        message.state = Message.State.FAILED
    else:
        message.next_attempt_at = timezone.now() + BACKOFF[message.attempts - 1]
    message.save()
