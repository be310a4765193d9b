"""Processes forked from this one: begun, watched, begun again, ended."""

import os
import signal
import sys
import time
from collections.abc import Callable

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Whatever ends by itself sooner than this cannot even start: trying again would not help.
TOO_SOON = 5
# What the parts are given to finish: the web server its requests, the worker its message.
PATIENCE = 20


def fork(work: Callable[[], int | None]) -> int:
    """Do `work` in a process of its own, whose exit status it returns; return its id."""
    from django.db import connections

    connections.close_all()  # no connection may cross a fork
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        status = work() or 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except KeyboardInterrupt:
        status = 0
    except BaseException:  # noqa: BLE001 — the end of a process: say why, then leave
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def do_apart(work: Callable[[], int | None]) -> int:
    """Do `work` in a process that takes its memory with it; return its exit status."""
    return os.waitstatus_to_exitcode(os.waitpid(fork(work), 0)[1])


def keep_running(parts: dict[str, Callable[[], int | None]]) -> int:
    """Run `parts` side by side until SIGINT or SIGTERM; begin again whichever ends by itself.

    Returns 0 after a signal, and the status of a part that could not start.
    """
    stopping: list[int] = []
    for number in STOP_SIGNALS:
        signal.signal(number, lambda number, frame: stopping.append(number))
    running = {_fork_part(work): (name, time.monotonic()) for name, work in parts.items()}
    while not stopping:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            time.sleep(0.2)
        elif child in running:
            name, since = running.pop(child)
            if time.monotonic() - since < TOO_SOON:
                _say(f"No se pudo iniciar: {name}.")
                _end(running)
                return os.waitstatus_to_exitcode(status) or 1
            _say(f"Terminó sin que nadie lo pidiera y se inicia de nuevo: {name}.")
            running[_fork_part(parts[name])] = (name, time.monotonic())
    _end(running)
    return 0


def _fork_part(work) -> int:
    def with_ordinary_signals():
        for number in STOP_SIGNALS:
            signal.signal(number, signal.default_int_handler)
        return work()

    return fork(with_ordinary_signals)


def _end(running) -> None:
    """Ask every part to end and wait; those that outstay our patience are made to."""
    for child in running:
        os.kill(child, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while running:
        child, _ = os.waitpid(-1, os.WNOHANG)
        running.pop(child, None)
        if time.monotonic() > deadline:
            for late in running:
                os.kill(late, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.05)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
