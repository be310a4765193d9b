"""Documents that are set and signed one after another, by processes that stay (`press`).

A list is set once and its process ends (`typesetting`). A constancia takes a few milliseconds, and
starting a process for it half a second: so each process of the site keeps its presses, one, or as
many as there are cores where many are printed. One ends when nobody has asked it for two minutes.
"""

import atexit
import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Timer

from django.conf import settings

from .typesetting import FONTS, TEMPLATES, TypesettingError, printable

# Much longer than any document takes.
SECONDS = 30
# Documents after which a press is replaced by a new one, so that nothing it may keep piles up.
RECYCLED = 1_000
# Orders that wait for each press, so that it goes on while whoever asks is busy otherwise.
AHEAD = 16
# No more presses than this, however many cores: who waits at a door uses the same machine.
MOST = 4


def template_order(template: str, data: dict, *, qr: str, exact: dict) -> dict:
    """An order to set `template` (a name of `typst/`) with `data` (plain JSON, texts are text).

    `qr` is the text of a QR code, which the template finds drawn as `data.qr`; `exact` is data in
    which nothing may be broken or left out: addresses, pictures as SVG.
    """
    return {
        "template": template,
        "data": {**printable(data), **exact},
        "qr": qr,
        "root": str(TEMPLATES),
        "fonts": str(FONTS),
    }


class Press:
    """A process that sets and signs. Started by the first order, again where it has ended."""

    def __init__(self):
        self._lock, self._child, self._printed = Lock(), None, 0

    def ask(self, order: dict) -> bytes:
        """The PDF of an order. Raises TypesettingError."""
        line = json.dumps(order, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            if self._child and self._printed >= RECYCLED:
                self._end()
            if self._child:
                try:
                    return self._asked(line)
                except _Ended:
                    self._end()  # it had nothing to do for a while
            self._start()
            try:
                return self._asked(line)
            except _Ended as error:
                self._end()
                raise TypesettingError(f"the press ended, or took over {SECONDS} s") from error

    def close(self) -> None:
        with self._lock:
            self._end()

    def _start(self) -> None:
        self._printed = 0
        self._child = subprocess.Popen(
            [sys.executable, "-m", "documentos.press"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Memory that is given back after each document is asked for again at the next.
            env={},
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child:
            child.kill()
            with suppress(BrokenPipeError):
                child.stdin.close()
            child.stdout.close()
            child.wait()

    def _asked(self, line: bytes) -> bytes:
        child = self._child
        watch = Timer(SECONDS, child.kill)
        watch.daemon = True
        watch.start()
        try:
            child.stdin.write(line)
            child.stdin.flush()
            head = child.stdout.readline()
            if not head:
                raise _Ended
            said = json.loads(head)
            body = child.stdout.read(said.get("size", 0))
        except BrokenPipeError as error:
            raise _Ended from error
        finally:
            watch.cancel()
        self._printed += 1
        if "error" in said:
            raise TypesettingError(said["error"])
        if len(body) < said["size"]:
            raise _Ended
        return body


class _Ended(Exception):  # noqa: N818 — never leaves this module
    """The process is no longer there."""


_presses: dict[int, list[Press]] = {}


def presses(count: int) -> list[Press]:
    """The first `count` of this process; a forked one must not speak into its parent's."""
    mine = _presses.setdefault(os.getpid(), [])
    mine += [Press() for _ in range(count - len(mine))]
    return mine[:count]


def press() -> Press:
    return presses(1)[0]


def print_all(orders: Iterable[tuple[object, dict]]) -> Iterator[tuple[object, bytes]]:
    """Each thing with the PDF of its order, in their order, a few ahead on every core.

    One that cannot be set keeps no other waiting: its TypesettingError is raised after the last.
    """
    count = min(len(os.sched_getaffinity(0)), MOST)
    free: SimpleQueue[Press] = SimpleQueue()
    for one in presses(count):
        free.put(one)
    failed: list[TypesettingError] = []

    def ask(order: dict) -> bytes:
        one = free.get()
        try:
            return one.ask(order)
        finally:
            free.put(one)

    with ThreadPoolExecutor(count) as pool:
        ahead: deque[tuple[object, Future]] = deque()
        try:
            for thing, order in orders:
                ahead.append((thing, pool.submit(ask, order)))
                if len(ahead) > AHEAD * count:
                    yield from _next(ahead, failed)
            while ahead:
                yield from _next(ahead, failed)
        finally:
            pool.shutdown(cancel_futures=True)
    if failed:
        raise failed[0]


def _next(ahead: deque[tuple[object, Future]], failed: list) -> Iterator[tuple[object, bytes]]:
    thing, printed = ahead.popleft()
    try:
        pdf = printed.result()
    except TypesettingError as error:
        failed.append(error)
    else:
        yield thing, pdf


@atexit.register
def _close() -> None:
    for one in _presses.get(os.getpid(), []):
        one.close()
