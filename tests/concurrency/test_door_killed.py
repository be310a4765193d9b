"""The web server is killed again and again while phones hand in what they read.

Whatever a phone was told is kept is there, as it was told; what it sent again is there once.
"""

import random
import threading
import time
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bench.clients import Client

pytestmark = pytest.mark.slow

PHONES, SCANS, PEOPLE = 8, 5_000, 2_000
# A phone hands in one reading as it is made, or the queue of some minutes without network.
BATCHES = (1, 1, 2, 5, 20, 60)
KILLS = 10
PATIENCE = 120


class Phone(threading.Thread):
    """Sends its readings in their order, each batch until it is acknowledged."""

    def __init__(self, port: int, token: str, readings: list[dict], chance: random.Random):
        super().__init__(daemon=True)
        self.client = Client(port, headers={"Authorization": f"Bearer {token}"})
        self.readings, self.chance = readings, chance
        self.told: dict[str, str] = {}
        self.again = 0
        self.faults: list = []

    def run(self):
        waiting = list(self.readings)
        try:
            while waiting:
                size = self.chance.choice(BATCHES)
                batch, waiting = waiting[:size], waiting[size:]
                self._hand_in(batch)
        except Exception as fault:  # noqa: BLE001 — kept, and looked at by who asked
            self.faults.append(fault)
        finally:
            self.client.close()

    def _hand_in(self, batch: list[dict]) -> None:
        while True:
            try:
                answer = self.client.post("/api/v1/checkin/scans", {"scans": batch})
            except (OSError, ValueError):
                self.client.close()
                self.again += 1
                time.sleep(self.chance.uniform(0.02, 0.1))
                continue
            assert answer.status == 200, answer.text[:300]
            self.told |= {one["id"]: one["result"] for one in answer.json()["results"]}
            return


def readings(codes: list[str], chance: random.Random) -> list[list[dict]]:
    """For each phone what it reads: every pass at some door, half of them at others as well."""
    passes = codes + chance.choices(codes, k=SCANS - len(codes))
    chance.shuffle(passes)
    start = datetime.now(UTC) - timedelta(minutes=10)
    made = [
        {
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "code": code,
            "scanned_at": (start + timedelta(milliseconds=100 * number)).isoformat(),
            "direction": "entry",
        }
        for number, code in enumerate(passes)
    ]
    return [made[number::PHONES] for number in range(PHONES)]


def kill_at_random(servers, phones: list[Phone], chance: random.Random) -> int:
    """Kill the server whenever so many readings are acknowledged, and a moment more; how often."""
    deadline = time.monotonic() + PATIENCE
    kills = 0
    for moment in sorted(chance.sample(range(SCANS * 9 // 10), KILLS)):
        while sum(len(phone.told) for phone in phones) < moment:
            if time.monotonic() > deadline or not any(phone.is_alive() for phone in phones):
                return kills
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        servers.kill()
        kills += 1
        servers.begin()
    return kills


def test_what_a_phone_was_told_is_kept_and_nothing_is_kept_twice(site, capsys):
    chance = random.Random(20260205)
    scene = site.scene("gate", people=PEOPLE, devices=PHONES)
    work = readings(scene["codes"], chance)
    phones = [
        Phone(site.port, token, mine, random.Random(number))
        for number, (token, mine) in enumerate(zip(scene["tokens"], work, strict=True))
    ]
    with site.web_servers() as servers:
        servers.begin()
        for phone in phones:
            phone.start()
        kills = kill_at_random(servers, phones, chance)
        for phone in phones:
            phone.join(PATIENCE)
    assert [phone.faults for phone in phones] == [[]] * PHONES
    assert kills == KILLS
    told = {id_: result for phone in phones for id_, result in phone.told.items()}
    assert len(told) == SCANS

    kept = site.scene("kept_scans", event=scene["event"])
    assert {id_: result for id_, result, _, _ in kept} == told
    assert len(kept) == SCANS
    entries = Counter(code for _, result, code, _ in kept if result == "admitted")
    assert entries == dict.fromkeys(scene["codes"], 1)
    entry_of = {code: id_ for id_, result, code, _ in kept if result == "admitted"}
    assert {first == entry_of[code] for _, result, code, first in kept if result != "admitted"} == {
        True
    }
    with capsys.disabled():
        again = sum(phone.again for phone in phones)
        print(f" {kills} kills, {again} batches sent again ", end="")  # noqa: T201
    assert again >= KILLS
