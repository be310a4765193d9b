"""The worker: sends the outbox and does the jobs, until told to stop."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from trabajos.models import run_next
from trabajos.registry import CHORES

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Hace el trabajo que no espera a nadie: envía el correo y hace las tareas pedidas."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="una vuelta y terminar")

    def handle(self, *args, once=False, **options):
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            busy = turn()
            if once:
                return
            if not busy:
                stop.wait(0.5)


def turn() -> bool:
    """Do every chore and at most one job. Return whether there was anything to do."""
    close_old_connections()
    busy = False
    for name, work in [*CHORES.items(), ("trabajos.run_next", run_next)]:
        try:
            busy = bool(work()) or busy
        except Exception:
            # One chore that fails must not keep the others from being done.
            log.exception("%s failed", name)
    return busy
