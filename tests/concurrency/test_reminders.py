"""Two workers look at the same moment what is due: everybody is written to once."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.slow

PEOPLE = 60
# Long enough for both processes to stand ready.
READY = 6


def test_two_workers_remind_everybody_once(site):
    people = site.scene("reminders", people=PEOPLE)["to"]
    at = time.time() + READY
    with ThreadPoolExecutor(2) as workers:
        wrote = list(workers.map(lambda _: site.scene("remind", at=at), range(2)))
    # Of each kind one process wrote all, and the other found it done.
    assert [sorted(of_kind) for of_kind in zip(*wrote, strict=True)] == [[0, PEOPLE]] * 2
    assert Counter(map(tuple, site.scene("reminded"))) == {
        (kind, mailbox): 1
        for kind in ("jornadas.reminder_day", "asistencia.follow_up")
        for mailbox in people
    }
