"""A proposal that several processes send at once has one acuse and one number; several have a row
of numbers without a gap."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.slow

PROCESSES = 4
# Long enough for all of them to stand ready.
READY = 14


def at_once(site, user: int, drafts: list[int]) -> list[str]:
    at = time.time() + READY
    with ThreadPoolExecutor(PROCESSES) as processes:
        sent = processes.map(
            lambda one: site.scene("sending_scenes.send", user=user, draft=one, at=at), drafts
        )
        return [one["folio"] for one in sent]


def test_sent_by_several_at_once_it_has_one_acuse_and_numbers_have_no_gap(site):
    world = site.scene("sending_scenes.drafts", count=1 + PROCESSES)
    user, (first, *others) = world["user"], world["drafts"]
    folios = at_once(site, user, [first] * PROCESSES)
    assert len(set(folios)) == 1
    assert site.scene("sending_scenes.told") == {"numbers": [1], "receipts": 1, "messages": 1}
    folios = at_once(site, user, others)
    assert len(set(folios)) == PROCESSES
    count = 1 + PROCESSES
    assert site.scene("sending_scenes.told") == {
        "numbers": list(range(1, count + 1)),
        "receipts": count,
        "messages": count,
    }
