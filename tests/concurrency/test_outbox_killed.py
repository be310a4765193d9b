"""A worker is killed again and again in the middle of its mail: every message leaves, none as two.

A copy that left before its sending could be noted leaves once more, under the same Message-ID: mail
programs show it once (RFC 5322, 3.6.4).
"""

import os
import random
import signal
import time
from collections import defaultdict

import pytest

from bench.mailserver import mail_server

pytestmark = pytest.mark.slow

# Some get their pass with its picture, the rest a message that is quickly composed.
PEOPLE, CANCELLED, PASSES = 1900, 100, 200
# At any moment, and as soon as the server has the message but before it has said so.
KILLS, WORST_KILLS = 7, 4
PATIENCE = 300


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def environment(server):
    return {"EMAIL_URL": server.url}


def wait_for(server, count: int) -> None:
    """Until so many different messages are there."""
    deadline = time.monotonic() + PATIENCE
    while len(set(server.arrived)) < count and time.monotonic() < deadline:
        time.sleep(0.002)


def work_until_killed(workers, server, moment: int, delay: float | None) -> None:
    """A worker that dies `delay` seconds after message number `moment`; None: before its answer."""
    worker = workers.begin()

    def kill():
        os.kill(worker, signal.SIGKILL)

    if delay is None:
        server.on_arrival = lambda count: kill() if count >= moment else None
    else:
        wait_for(server, moment)
        time.sleep(delay)
        kill()
    workers.wait()
    server.on_arrival = lambda count: None


def all_are_sent(site) -> list:
    """The messages once none waits any more."""
    deadline = time.monotonic() + PATIENCE
    while True:
        messages = site.scene("messages")
        if all(one["state"] == "sent" for one in messages) or time.monotonic() > deadline:
            return messages


def first_copies(arrived) -> dict[str, list[str]]:
    """The Message-IDs that each person got, in the order of their first copies."""
    found: dict[str, list[str]] = defaultdict(list)
    for to, message_id in arrived:
        if message_id not in found[to]:
            found[to].append(message_id)
    return found


def test_a_worker_killed_at_any_moment_loses_nothing_and_says_nothing_twice(site, server, capsys):
    written = site.scene("mail", people=PEOPLE, cancelled=CANCELLED, passes=PASSES)["mail"]
    chance = random.Random(20260205)
    moments = sorted(chance.sample(range(1, len(written)), KILLS + WORST_KILLS))
    worst = set(chance.sample(moments, WORST_KILLS))
    with site.workers() as workers:
        for moment in moments:
            delay = None if moment in worst else chance.random() * 0.02
            work_until_killed(workers, server, moment, delay)
        workers.begin()
        wait_for(server, len(written))
        messages = all_are_sent(site)
    copies = len(server.arrived) - len(written)
    with capsys.disabled():
        print(f" {copies} second copies after {len(moments)} kills ", end="")  # noqa: T201
    assert {one["state"] for one in messages} == {"sent"}
    assert first_copies(server.arrived) == first_copies(written)
    # Each kill costs one more try of the message on its way and of the next, which was being
    # composed; and at most one second copy.
    assert sum(one["attempts"] - 1 for one in messages) <= 2 * len(moments)
    assert WORST_KILLS <= copies <= len(moments)
