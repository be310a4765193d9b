"""Sending: the worker takes what is due, one try each, and notes what came of it.

Any number of workers may send at once. Whoever sends a message claims it first, by one conditional
UPDATE that also says who has it and until when nobody else may try (`claims`).

While the server takes one message the worker claims and composes the next, so that the server need
not wait. What came of a message is noted before the next one leaves: whoever is killed leaves at
most one behind that may have arrived without our knowing.
"""

import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
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
    until, worker = time.monotonic() + TURN, workers.me()
    with Carrier() as carrier:
        # Before anything is claimed.
        if not carrier.is_open(messages[0]):
            return 0
        for message in messages:
            if message.attempts:
                # A worker may have died over it: nothing else is on its way meanwhile.
                carrier.settle()
            if time.monotonic() > until:
                break
            if claims.claim(message, now, worker) and not carrier.take(message):
                break
    return carrier.tried


class Carrier:
    """Hands letters over to the mail server, one at a time, over one connection.

    A thread waits for the server, and knows nothing of the database.
    """

    def __init__(self):
        self.tried = 0
        self._connection = get_connection()
        self._thread = ThreadPoolExecutor(1, "mail")
        self._on_its_way: tuple[Letter, Future] | None = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.settle()
        finally:
            self._thread.shutdown()
            self._connection.close()

    def is_open(self, message: Message) -> bool:
        """Reach the mail server for this message; where that fails, all wait a little."""
        try:
            self._connection.open()
        except Exception as fault:  # noqa: BLE001 — whatever a server or its address can be wrong about
            log.warning("The mail server was not reached: %s", type(fault).__name__)
            rest.begin()
            claims.note_unreached(message, fault)
            return False
        rest.end()
        return True

    def take(self, message: Message) -> bool:
        """Compose a claimed message and begin to hand it over, once the one before has left.

        False where the server is gone: then the message is as if it had not been claimed.
        """
        letter = self._compose(message)
        self.settle()
        if letter is None:
            self.tried += 1
            return True
        if not self.is_open(message):
            claims.give_back(message)
            return False
        self.tried += 1
        self._on_its_way = letter, self._thread.submit(letter.whole.send)
        return True

    def settle(self) -> None:
        """Wait for the letter on its way, and note what came of it."""
        if self._on_its_way is None:
            return
        (letter, handed_over), self._on_its_way = self._on_its_way, None
        fault = handed_over.exception()
        if fault is None:
            claims.note_sent(letter.message, letter.mail)
            return
        claims.note_failure(letter.message, fault)
        self._connection.close()  # whatever state it is in, the next one begins anew

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
