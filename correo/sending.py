"""Sending: the worker takes what is due, one try each, and notes what came of it.

Any number of workers may send at once. Whoever sends a message claims it first, by one conditional
UPDATE that also says who has it and until when nobody else may try. The claim of a worker of this
machine that died is given back at once, that of another machine runs out.
"""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from . import faults, mime, workers
from .models import Message
from .registry import COMPOSERS, Mail

log = logging.getLogger(__name__)

# Waits before the next try; after the last one the message is parked for staff to see.
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
TRIES = len(BACKOFF) + 1
# How long a claim lasts: longer than the slowest server is given to take a message.
CLAIM = timedelta(minutes=5)
BATCH = 200
# Seconds of sending after which other work has its turn.
TURN = 20
# Seconds that a server is left alone after it could not be reached; the last one again and again.
RESTS = [5, 10, 20, 40, 60]
ENDED_IN_THE_MIDDLE = "El proceso que lo enviaba terminó a la mitad, varias veces."


@dataclass
class Rest:
    """How this process leaves alone a server that it could not reach.

    That is no fault of the messages: they keep their tries, and stay due for all to see.
    """

    failures: int = 0
    until: float = 0.0

    def begin(self) -> None:
        self.until = time.monotonic() + RESTS[min(self.failures, len(RESTS) - 1)]
        self.failures += 1

    def end(self) -> None:
        self.failures, self.until = 0, 0.0

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.until


rest = Rest()


def send_due(now=None) -> int:
    """Send what is due over one connection, up to `BATCH` or `TURN`; return how many were tried."""
    now = now or timezone.now()
    _give_back_what_the_dead_claimed(now)
    if rest.goes_on:
        return 0
    messages = list(Message.objects.sendable(now)[:BATCH])
    if not messages:
        return 0
    connection, tried, until = get_connection(), 0, time.monotonic() + TURN
    worker = workers.me()
    try:
        for message in messages:
            if time.monotonic() > until or not _open(connection, message):
                break
            if _claim(message, now, worker):
                _send(message, connection)
                tried += 1
    finally:
        connection.close()
    return tried


def _give_back_what_the_dead_claimed(now) -> None:
    """Let the messages go on that a worker of this machine had when it was killed.

    Their number of takings stays as it is: each taking has its own.
    """
    claimed = Message.objects.claimed(now)
    for worker in set(claimed.values_list("claimed_by", flat=True).order_by()):
        if workers.is_gone(worker):
            claimed.filter(claimed_by=worker).update(next_attempt_at=now, claimed_by="")


def _open(connection, message: Message) -> bool:
    """Reach the mail server before anything is claimed; where that fails, all wait a little."""
    try:
        connection.open()
    except Exception as fault:  # noqa: BLE001 — whatever a server or its address can be wrong about
        log.warning("The mail server was not reached: %s", type(fault).__name__)
        rest.begin()
        waiting = Message.objects.pending().filter(pk=message.pk, attempts=message.attempts)
        waiting.update(error=faults.sentence(fault))
        return False
    rest.end()
    return True


def _claim(message: Message, now, worker: str) -> bool:
    """Take the message for this try; False where another worker was first."""
    taken = (
        Message.objects.due(now)
        .filter(pk=message.pk, attempts=message.attempts)
        .update(
            attempts=F("attempts") + 1,
            next_attempt_at=timezone.now() + CLAIM,
            claimed_by=worker,
        )
    )
    message.attempts += taken
    return bool(taken)


def _send(message: Message, connection) -> None:
    if message.attempts > TRIES:
        # Whoever tried it died over it, more than once: it would end this worker too.
        _park(message, ENDED_IN_THE_MIDDLE)
        return
    try:
        mail = COMPOSERS[message.kind](message.context)
        mime.Letter(
            mail, to=message.to, message_id=message.message_id, connection=connection
        ).send()
    except Exception as fault:  # noqa: BLE001 — one bad message must not stop the others
        _note_failure(message, fault)
        connection.close()  # whatever state it is in, the next one begins anew
    else:
        _note_sent(message, mail)


def _note_sent(message: Message, mail: Mail) -> None:
    kept: dict[str, Any] = {"context": {}}
    if not message.is_secret:
        kept = {
            "subject": mail.subject,
            "text": mail.text,
            "html": mail.html,
            "parts": mime.kept_parts(mail),
        }
    _note(message, state=Message.State.SENT, sent_at=timezone.now(), error="", **kept)


def _note_failure(message: Message, fault: Exception) -> None:
    log.warning("Message %s was not sent: %s", message.pk, type(fault).__name__)
    if message.attempts >= TRIES or faults.is_for_good(fault):
        _park(message, faults.sentence(fault))
        return
    again = timezone.now() + BACKOFF[message.attempts - 1]
    _note(message, next_attempt_at=again, claimed_by="", error=faults.sentence(fault))


def _park(message: Message, error: str) -> None:
    """Nobody tries it again until staff say so; the later ones of its stream go on."""
    _note(message, state=Message.State.FAILED, claimed_by="", error=error)


def _note(message: Message, **fields) -> None:
    """Write what came of this try, unless the claim ran out and somebody else has it now."""
    mine = Message.objects.pending().filter(pk=message.pk, attempts=message.attempts)
    mine.update(**fields)
