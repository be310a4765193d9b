"""Which worker has a message, and what came of its try: one conditional UPDATE each.

`attempts` is the number of the taking. Whoever writes what came of a try names the number it took,
so that one whose claim ran out writes nothing. The claim of a worker of this machine that died is
given back at once, that of another machine runs out.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone

from consultas import composed_update

from . import faults, mime, workers
from .models import Message
from .registry import Mail

log = logging.getLogger(__name__)

# Waits before the next try; after the last one the message is parked for staff to see.
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
TRIES = len(BACKOFF) + 1
# How long a claim lasts: longer than the slowest server is given to take a message and the one
# before it.
CLAIM = timedelta(minutes=5)


def give_back_what_the_dead_had(now) -> None:
    """Let the messages go on that a worker of this machine had when it was killed.

    Their number of takings stays as it is: each taking has its own.
    """
    claimed = Message.objects.claimed(now)
    for worker in set(claimed.values_list("claimed_by", flat=True).order_by()):
        if workers.is_gone(worker):
            claimed.filter(claimed_by=worker).update(next_attempt_at=now, claimed_by="")


def claim(message: Message, now, worker: str) -> bool:
    """Take the message for this try; False where another worker was first."""
    until = timezone.now() + CLAIM
    taken = _taken.run(
        pk=message.pk, attempts=message.attempts, now=now, until=until, worker=worker
    )
    message.attempts += taken
    return bool(taken)


def give_back(message: Message) -> None:
    """Let a message go that was claimed and not tried: it keeps its tries and its moment.

    Only who holds a number gives it back, and writes nothing under it any more.
    """
    mine = _held(message)
    message.attempts -= mine.update(
        attempts=F("attempts") - 1, next_attempt_at=message.next_attempt_at, claimed_by=""
    )


def note_sent(message: Message, mail: Mail) -> None:
    """It left; keep it as it is read, unless it is a secret."""
    kept: dict[str, Any] = {"subject": "", "text": "", "html": "", "parts": []}
    if not message.is_secret:
        kept = {
            "subject": mail.subject,
            "text": mail.text,
            "html": mail.html,
            "parts": mime.kept_parts(mail),
        }
    _sent.run(pk=message.pk, attempts=message.attempts, now=timezone.now(), **kept)


def note_failure(message: Message, fault: BaseException) -> None:
    log.warning("Message %s was not sent: %s", message.pk, type(fault).__name__)
    if message.attempts >= TRIES or faults.is_for_good(fault):
        park(message, faults.sentence(fault))
        return
    again = timezone.now() + BACKOFF[message.attempts - 1]
    _held(message).update(next_attempt_at=again, claimed_by="", error=faults.sentence(fault))


def note_unreached(message: Message, fault: Exception) -> None:
    """The server was not there for it: that is no fault of the message."""
    _held(message).update(error=faults.sentence(fault))


def park(message: Message, error: str) -> None:
    """Nobody tries it again until staff say so; the later ones of its stream go on."""
    _held(message).update(state=Message.State.FAILED, claimed_by="", error=error)


def _held(message: Message):
    """The message, unless the claim ran out and somebody else has it now."""
    return Message.objects.pending().filter(pk=message.pk, attempts=message.attempts)


@composed_update(
    pk=models.BigAutoField(),
    attempts=models.PositiveSmallIntegerField(),
    now=models.DateTimeField(),
    until=models.DateTimeField(),
    worker=models.CharField(),
)
def _taken(pk, attempts, now, until, worker):
    due = Message.objects.due(now).filter(pk=pk, attempts=attempts)
    return due, {
        "attempts": F("attempts") + 1,
        "next_attempt_at": until,
        "claimed_by": worker,
    }


@composed_update(
    pk=models.BigAutoField(),
    attempts=models.PositiveSmallIntegerField(),
    now=models.DateTimeField(),
    subject=models.CharField(),
    text=models.TextField(),
    html=models.TextField(),
    parts=models.JSONField(),
)
def _sent(pk, attempts, now, subject, text, html, parts):
    held = Message.objects.pending().filter(pk=pk, attempts=attempts)
    return held, {
        "state": Message.State.SENT,
        "sent_at": now,
        "error": "",
        "context": {},
        "subject": subject,
        "text": text,
        "html": html,
        "parts": parts,
    }
