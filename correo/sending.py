"""Sending: the worker takes what is due, one try each, and notes what came of it.

Any number of workers may send at once. Whoever sends a message claims it first, by one conditional
UPDATE that also says who has it and until when nobody else may try (`claims`).

While the server thinks about one message the worker claims and composes the next, so that the
server need not wait. What came of a message is noted before the next one leaves: whoever is killed
leaves at most one behind that may have arrived without our knowing.
"""

import logging
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.mail import get_connection
from django.utils import timezone

from . import claims, mime, workers
from .models import Message
from .registry import COMPOSERS, Mail

log = logging.getLogger(__name__)

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


@dataclass
class Letter:
    """A message in the words that leave."""

    message: Message
    mail: Mail
    whole: mime.Letter


def send_due(now=None) -> int:
    """Send what is due over one connection, up to `BATCH` or `TURN`; return how many were tried."""
    now = now or timezone.now()
    claims.give_back_what_the_dead_had(now)
    if rest.goes_on:
        return 0
    messages = list(Message.objects.sendable(now)[:BATCH])
    if not messages:
        return 0
    connection = get_connection()
    # Before anything is claimed.
    if not _is_open(connection, messages[0]):
        return 0
    desk = Desk(messages, now, connection)
    try:
        while letter := desk.next():
            if not _is_open(connection, letter.message):
                claims.give_back(letter.message)
                break
            desk.tried += 1
            _hand_over(letter, connection)
    finally:
        desk.close()
        connection.close()
    return desk.tried


class Desk:
    """Claims and composes what is due: the next one while the one before is on its way."""

    def __init__(self, due: Iterable[Message], now, connection):
        self.tried = 0
        self._due, self._now, self._connection = deque(due), now, connection
        self._until, self._worker = time.monotonic() + TURN, workers.me()
        self._ready: Letter | None = None
        # For backends that have time (`backends.SmtpBackend`); others never ask for it.
        connection.meanwhile = self._look_ahead

    def next(self) -> Letter | None:
        """The next one; None where the turn is over."""
        while self._ready is None and self._goes_on:
            self._prepare()
        letter, self._ready = self._ready, None
        return letter

    def close(self) -> None:
        """Let the one go that was claimed and will not leave."""
        if self._ready:
            claims.give_back(self._ready.message)

    @property
    def _goes_on(self) -> bool:
        return bool(self._due) and time.monotonic() < self._until

    def _look_ahead(self) -> None:
        # Where a worker may have died over a message, nothing else is on its way meanwhile.
        if self._ready or not self._goes_on or self._due[0].attempts:
            return
        try:
            self._prepare()
        except Exception:  # whatever is wrong here, the letter on its way is noted first
            log.exception("The next message was not prepared")

    def _prepare(self) -> None:
        message = self._due.popleft()
        if claims.claim(message, self._now, self._worker):
            self._ready = self._compose(message)
            self.tried += self._ready is None

    def _compose(self, message: Message) -> Letter | None:
        if message.attempts > claims.TRIES:
            # Whoever tried it died over it, more than once: it would end this worker too.
            claims.park(message, ENDED_IN_THE_MIDDLE)
            return None
        try:
            mail = COMPOSERS[message.kind](message.context)
            whole = mime.Letter(
                mail,
                to=message.to,
                message_id=message.message_id,
                connection=self._connection,
            )
        except Exception as fault:  # noqa: BLE001 — one bad message must not stop the others
            claims.note_failure(message, fault)
            return None
        return Letter(message, mail, whole)


def _is_open(connection, message: Message) -> bool:
    """Reach the mail server for this message; where that fails, all wait a little."""
    try:
        connection.open()
    except Exception as fault:  # noqa: BLE001 — whatever a server or its address can be wrong about
        log.warning("The mail server was not reached: %s", type(fault).__name__)
        rest.begin()
        claims.note_unreached(message, fault)
        return False
    rest.end()
    return True


def _hand_over(letter: Letter, connection) -> None:
    """Give it to the server, and note what came of it."""
    try:
        letter.whole.send()
    except Exception as fault:  # noqa: BLE001 — one bad message must not stop the others
        claims.note_failure(letter.message, fault)
        connection.close()  # whatever state it is in, the next one begins anew
    else:
        claims.note_sent(letter.message, letter.mail)
