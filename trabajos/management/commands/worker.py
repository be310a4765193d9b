"""The worker: sends the outbox and does the jobs, until told to stop."""

import logging
import signal
import socket
import threading
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from trabajos.models import beat, run_next
from trabajos.registry import CHORES

log = logging.getLogger(__name__)

# Seconds between two signs of life, and between two looks for work.
BEAT_EVERY = 5
LOOK_EVERY = 0.5


class Command(BaseCommand):
    help = "Hace el trabajo que no espera a nadie: envía el correo y hace las tareas pedidas."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="una vuelta y terminar")

    def handle(self, *args, once=False, **options):
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        name, last_beat = f"worker@{socket.gethostname()}"[:120], float("-inf")
        while not stop.is_set():
            if time.monotonic() - last_beat >= BEAT_EVERY:
                guarded("heartbeat", lambda: beat(name))
                last_beat = time.monotonic()
            busy = turn()
            if once:
                return
            if not busy:
                stop.wait(LOOK_EVERY)


def turn() -> bool:
    """Do every chore and at most one job. Return whether there was anything to do."""
    close_old_connections()
    # All have their turn, however busy the first one was.
    done = [guarded(name, work) for name, work in [*CHORES.items(), ("job", run_next)]]
    return any(done)


def guarded(name: str, work) -> bool:
    """Do `work`; what fails must not keep the rest from being done."""
    try:
        return bool(work())
    except Exception:
        log.exception("%s failed", name)
        return False
