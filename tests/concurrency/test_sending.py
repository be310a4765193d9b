"""A proposal that several processes send at once has one acuse and one number; several have a row
of numbers without a gap."""

import pytest

pytestmark = pytest.mark.slow

PROCESSES = 4


def at_once(site, user: int, drafts: list[int]) -> list[str]:
    facts = [{"user": user, "draft": one} for one in drafts]
    return [one["folio"] for one in site.at_once("sending_scenes.send", facts)]


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
