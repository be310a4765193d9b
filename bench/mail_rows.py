"""The row of mail: how fast the outbox empties, beside a loop that only talks to the server."""

import smtplib
import time
from statistics import median

from .mailserver import MailServer, mail_server
from .measure import peak_pss
from .rows import Bench, Line

MESSAGES = 5_000
PATIENCE = 600


def mail(bench: Bench):
    """Passes with their picture and calendar entry, drained to a server beside the worker."""
    with mail_server() as server:
        floor = median(_plain_loop(server) for _ in range(bench.runs))
        # Once: it takes long enough to be sure of itself.
        rate, megabytes = _drained(bench, server)
    what = f"{MESSAGES:,} passes mailed"
    yield Line("mail", what, rate, "/s", more_is_better=True, floor=floor)
    yield Line("mail", f"{what}: the worker (PSS)", megabytes, "MB")


def _plain_loop(server: MailServer) -> float:
    """Messages a second that smtplib alone hands over, one line of text each."""
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", server.port) as connection:
        for number in range(MESSAGES):
            text = f"Subject: Hola\r\nMessage-ID: <{number}@example.org>\r\n\r\nHola\r\n"
            connection.sendmail("jornadas@example.org", f"p{number}@example.org", text)
    return MESSAGES / (time.perf_counter() - start)


def _drained(bench: Bench, server: MailServer) -> tuple[float, float]:
    """Messages a second from the first that arrived to the last, and the worker's peak memory."""
    with bench.site(EMAIL_URL=server.url) as site:
        written = site.scene("mail", people=MESSAGES)["mail"]
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
