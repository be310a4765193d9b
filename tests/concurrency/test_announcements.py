"""An announcement while workers die: everybody gets exactly one, whoever writes it."""

import json
import subprocess
import sys
import time

import pytest

from bench.site import BASE_DIR

pytestmark = pytest.mark.slow

PEOPLE = 250  # more than one turn of `IN_FLIGHT`
PATIENCE = 90


def scene(site, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.comunicados.scene", *arguments],
        cwd=BASE_DIR,
        env=site.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def sent(site) -> int:
    return len(list((site.folder / "data" / "mail").glob("*.eml")))


def wait_for(done) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < deadline:
        time.sleep(0.2)


def test_two_workers_of_which_one_is_killed_write_to_everybody_once(site):
    scene(site, "begin", str(PEOPLE))
    with site.working(2) as first:
        wait_for(lambda: sent(site) > PEOPLE // 4)
        first.kill()  # SIGKILL: nothing of its own tidies up
        wait_for(lambda: sent(site) >= PEOPLE)  # before asking, which loads the site each time
        wait_for(lambda: scene(site, "told")["state"] == "done")
    told = scene(site, "told")
    assert (told["state"], told["recipients"], told["people_with"]) == (
        "done",
        {"written": PEOPLE},
        {"1": PEOPLE},
    )
