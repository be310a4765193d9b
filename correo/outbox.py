"""Writing messages: in the transaction of their cause, with the facts of that moment."""

from django.utils import timezone

from consultas import insert

from .models import Message
from .registry import COMPOSERS


def queue(kind: str, *, to: str, context: dict, about=None, stream: str = "", is_secret=False):
    """Write a message that the worker will send. Nothing is written for somebody without mail.

    `context` is plain JSON: the facts as they are now, from which the composer of this kind makes
    the words when it is sent. Messages of one `stream` leave in the order they were written.
    """
    if kind not in COMPOSERS:
        raise KeyError(f"Nobody registered words for {kind!r}")
    if not to:
        return None
    about_type, about_id = (about._meta.label_lower, str(about.pk)) if about else ("", "")
    message = Message(
        kind=kind,
        to=to,
        context=context,
        stream=stream,
        is_secret=is_secret,
        about_type=about_type,
        about_id=about_id,
    )
    insert(message)
    return message


def try_again(message: Message, now=None) -> None:
    """Give a parked message its tries again. One already revived stays as it is."""
    Message.objects.failed().filter(pk=message.pk).update(
        state=Message.State.QUEUED, attempts=0, next_attempt_at=now or timezone.now(), error=""
    )
