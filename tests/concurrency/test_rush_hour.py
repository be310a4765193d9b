"""Many at once, over HTTP, as on the morning when a call opens."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from bench.browser import signed_in, submit
from bench.clients import Client, rush

pytestmark = pytest.mark.slow

CLIENTS = 32


def open_and_submit(port):
    """Open the page as a browser does, and press its button."""

    def do(_, task):
        session, path = task
        client = signed_in(port, session)
        try:
            page = client.get(path)
            return page.status, submit(client, path, page.text).status
        finally:
            client.close()

    return do


def test_a_thousand_people_for_five_hundred_seats(site):
    scene = site.scene("seats", people=1000, seats=500)
    tasks = [(session, scene["path"]) for session in scene["sessions"]]
    with site.serving():
        rushed = rush(CLIENTS, tasks, open_and_submit(site.port))
    assert rushed.faults == []
    assert Counter(rushed.answers) == {(200, 302): 1000}

    people = site.scene("registrations", event=scene["event"])
    assert Counter(one["status"] for one in people) == {"confirmed": 500, "waitlisted": 500}
    line = [one for one in people if one["status"] == "waitlisted"]
    assert [one["position"] for one in line] == list(range(1, 501))
    assert [one["place"] for one in line] == list(range(1, 501))
    assert {one["place"] for one in people if one["status"] == "confirmed"} == {None}


def test_one_pass_at_thirty_two_gates_admits_one(site):
    scene = site.scene("gate", people=1, devices=CLIENTS)

    def scan(_, token):
        client = Client(site.port, headers={"Authorization": f"Bearer {token}"})
        entry = {
            "id": str(uuid.uuid4()),
            "code": scene["codes"][0],
            "scanned_at": timezone.now().isoformat(),
            "direction": "entry",
        }
        answer = client.post("/api/v1/checkin/scans", {"scans": [entry]})
        client.close()
        return answer.json()["results"][0]

    with site.serving():
        rushed = rush(CLIENTS, scene["tokens"], scan)
    assert rushed.faults == []
    assert Counter(one["result"] for one in rushed.answers) == {"admitted": 1, "duplicate": 31}
    assert all(one["first"]["gate"] for one in rushed.answers if one["result"] == "duplicate")
    assert Counter(site.scene("scans", event=scene["event"])) == {"admitted": 1, "duplicate": 31}


def test_a_hundred_who_cancel_make_room_for_the_first_hundred_in_line(site):
    scene = site.scene("line", seats=100, waiting=150)
    tasks = [(held["session"], held["path"]) for held in scene["held"]]
    with site.serving():
        rushed = rush(CLIENTS, tasks, open_and_submit(site.port))
    assert rushed.faults == []
    assert Counter(rushed.answers) == {(200, 302): 100}

    people = {one["id"]: one for one in site.scene("registrations", event=scene["event"])}
    assert Counter(one["status"] for one in people.values()) == {
        "cancelled": 100,
        "confirmed": 100,
        "waitlisted": 50,
    }
    first, rest = scene["line"][:100], scene["line"][100:]
    assert {people[pk]["status"] for pk in first} == {"confirmed"}
    assert [people[pk]["position"] for pk in rest] == list(range(1, 51))


def test_two_workers_never_do_the_same_job(site):
    site.scene("jobs", count=60)
    with ThreadPoolExecutor(2) as workers:
        done = list(workers.map(lambda _: site.scene("do_jobs"), range(2)))
    assert done[0]["process"] != done[1]["process"]
    assert site.scene("done_jobs") == {
        "noted": list(range(60)),
        "jobs": [{"state": "done", "attempts": 1}] * 60,
    }
