"""Who comes without a registration, sent by many at once: nobody twice, and no seat twice."""

import uuid
from collections import Counter

import pytest
from django.utils import timezone

from bench.clients import Client, rush

pytestmark = pytest.mark.slow

AT_ONCE = 32


def arrival(door: dict, number: int) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "given_names": f"Persona {number}",
        "first_surname": "Prueba",
        "body": door["body"],
        "came_at": timezone.now().isoformat(),
    }


def post(site):
    def do(_, task):
        token, sent = task
        client = Client(site.port, headers={"Authorization": f"Bearer {token}"})
        try:
            answer = client.post("/api/v1/checkin/walkins", sent)
            return answer.status, answer.json() if answer.status == 200 else None
        finally:
            client.close()

    return do


def test_one_walkin_sent_thirty_two_times_at_once_is_one(site):
    door = site.scene("walkin_scenes.door", seats=5, devices=AT_ONCE)
    sent = arrival(door, 1)
    with site.serving():
        rushed = rush(AT_ONCE, [(token, sent) for token in door["tokens"]], post(site))
    assert rushed.faults == []
    assert rushed.answers == [rushed.answers[0]] * AT_ONCE
    assert [rushed.answers[0][0], rushed.answers[0][1]["over"]] == [200, False]
    assert site.scene("walkin_scenes.kept", event=door["event"]) == {
        "walkins": 1,
        "over": 0,
        "records": 1,
    }


def test_thirty_two_for_five_seats_take_five(site):
    door = site.scene("walkin_scenes.door", seats=5, devices=AT_ONCE)
    tasks = [(token, arrival(door, number)) for number, token in enumerate(door["tokens"])]
    with site.serving():
        rushed = rush(AT_ONCE, tasks, post(site))
    assert rushed.faults == []
    assert Counter(status for status, _ in rushed.answers) == {200: 5, 409: 27}
    assert site.scene("walkin_scenes.kept", event=door["event"]) == {
        "walkins": 5,
        "over": 0,
        "records": 5,
    }
