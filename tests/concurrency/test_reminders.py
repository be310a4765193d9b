"""Two workers look at the same moment what is due: everybody is written to once."""

from collections import Counter

import pytest

pytestmark = pytest.mark.slow

PEOPLE = 60


def test_two_workers_remind_everybody_once(site):
    people = site.scene("reminders", people=PEOPLE)["to"]
    wrote = site.at_once("remind", [{}] * 2)
    # Of each kind one process wrote all, and the other found it done.
    assert [sorted(of_kind) for of_kind in zip(*wrote, strict=True)] == [[0, PEOPLE]] * 2
    assert Counter(map(tuple, site.scene("reminded"))) == {
        (kind, mailbox): 1
        for kind in ("jornadas.reminder_day", "asistencia.follow_up")
        for mailbox in people
    }
