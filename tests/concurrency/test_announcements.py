"""An announcement while workers die: everybody gets exactly one, whoever writes it."""

import time

import pytest

pytestmark = pytest.mark.slow

PEOPLE = 250  # more than one turn of `IN_FLIGHT`
PATIENCE = 90


def sent(site) -> int:
    return len(list((site.folder / "data" / "mail").glob("*.eml")))


def wait_for(done) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < deadline:
        time.sleep(0.2)


def test_two_workers_of_which_one_is_killed_write_to_everybody_once(site):
    site.scene("announcement_scenes.begin", people=PEOPLE)
    with site.working(2) as first:
        wait_for(lambda: sent(site) > PEOPLE // 4)
        first.kill()  # SIGKILL: nothing of its own tidies up
        wait_for(lambda: sent(site) >= PEOPLE)  # before asking, which loads the site each time
        wait_for(lambda: site.scene("announcement_scenes.told")["state"] == "done")
    told = site.scene("announcement_scenes.told")
    assert (told["state"], told["recipients"], told["people_with"]) == (
        "done",
        {"written": PEOPLE},
        {"1": PEOPLE},
    )
