"""The rows of mail: how fast the outbox empties, beside a loop that only talks to the server."""

import smtplib
import time
from statistics import median

from .mailserver import MailServer, mail_server
from .measure import peak_pss
from .rows import Bench, Line
from .site import Site

PASSES = 5_000
NOTICES = 1_000
# Seconds in which an institution's relay takes a message, and the part of its pace to be kept.
RELAY = 0.015
KEPT = 0.9
PATIENCE = 600


def mail(bench: Bench):
    """Passes to a server that takes them at once, notices of a move to one that takes its time."""
    yield from _passes(bench)
    yield from _notices(bench)


def _passes(bench: Bench):
    """Passes with their picture and calendar entry."""
    with mail_server() as server:
        with bench.site(EMAIL_URL=server.url) as site:
            written = site.scene("mail", people=PASSES)["mail"]
            # Once: it takes long enough to be sure of itself.
            rate, megabytes = _drained(site, server, written)
        floor = median(_plain_loop(server, PASSES) for _ in range(bench.runs))
    what = f"{PASSES:,} passes mailed"
    yield Line("mail", what, rate, "/s", more_is_better=True, floor=floor)
    yield Line("mail", f"{what}: the worker (PSS)", megabytes, "MB")


def _notices(bench: Bench):
    """What everybody is told of a move, at the pace of the server."""
    with mail_server(takes=RELAY) as server:
        with bench.site(EMAIL_URL=server.url) as site:
            written = site.scene("mail_scenes.moved", people=NOTICES)["mail"]
            rate, megabytes = _drained(site, server, written)
        floor = _plain_loop(server, NOTICES)
    what = f"{NOTICES:,} told of a move, {RELAY * 1000:.0f} ms each"
    must = round(KEPT * floor, 1)
    yield Line("mail", what, rate, "/s", must=must, more_is_better=True, floor=floor)
    yield Line("mail", f"{what}: worker", megabytes, "MB")


def _plain_loop(server: MailServer, messages: int) -> float:
    """Messages a second that smtplib alone hands over: the last one that came, again and again."""
    letter = server.last
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", server.port) as connection:
        for number in range(messages):
            connection.sendmail("jornadas@example.org", f"p{number}@example.org", letter)
    return messages / (time.perf_counter() - start)


def _drained(site: Site, server: MailServer, written: list) -> tuple[float, float]:
    """Messages a second from the first that arrived to the last, and the worker's peak memory."""
    server.arrived.clear()
    with site.working() as process, peak_pss(process.pid, every=0.5) as peak:
        _until(server, 1)
        start = time.perf_counter()
        _until(server, len(written))
        seconds = time.perf_counter() - start
    if sorted(server.arrived) != sorted(map(tuple, written)):
        raise AssertionError(f"{len(server.arrived)} of {len(written)} messages")
    return len(written) / seconds, peak.mb


def _until(server: MailServer, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(server.arrived) < count:
        if time.monotonic() > deadline:
            raise AssertionError(f"{len(server.arrived)} of {count} messages after {PATIENCE} s")
        time.sleep(0.01)
