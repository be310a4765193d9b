"""Writing messages: in the transaction of their cause, with the facts of that moment."""

from django.utils import timezone

from consultas import insert, insert_all

from .models import Message
from .registry import COMPOSERS


def queue(kind: str, *, to: str, context: dict, about=None, stream: str = "", is_secret=False):
    """Write a message that the worker will send. Nothing is written for somebody without mail.

    `context` is plain JSON: the facts as they are now, from which the composer of this kind makes
    the words when it is sent. Messages of one `stream` leave in the order they were written.
    """
    if not to:
        return None
    message = draft(kind, to=to, context=context, about=about, stream=stream, is_secret=is_secret)
    insert(message)
    return message


def draft(kind: str, *, to: str, context: dict, about=None, stream="", key="", is_secret=False):
    """A message that is not yet written, for `queue_all`. Raises KeyError for an unknown kind."""
    if kind not in COMPOSERS:
        raise KeyError(f"Nobody registered words for {kind!r}")
    about_type, about_id = (about._meta.label_lower, str(about.pk)) if about else ("", "")
    return Message(
        kind=kind,
        to=to,
        context=context,
        stream=stream,
        key=key,
        is_secret=is_secret,
        about_type=about_type,
        about_id=about_id,
    )


def queue_all(messages) -> int:
    """Write many messages at once, those without an address left out; return how many.

    One whose `key` was written before is left out as well: what has a key is said once.
    """
    messages = [message for message in messages if message.to]
    keys = [message.key for message in messages if message.key]
    said = set(Message.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else ()
    fresh = [message for message in messages if message.key not in said]
    insert_all(fresh)
    return len(fresh)


def try_again(messages, now=None) -> int:
    """Give the parked ones of this queryset their tries again; return how many those were."""
    return messages.failed().update(
        state=Message.State.QUEUED, attempts=0, next_attempt_at=now or timezone.now(), error=""
    )
