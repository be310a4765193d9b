"""/salud/ tells a monitor the truth, and nothing of anybody."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from config import health
from correo.models import Message
from tests.make import make_registration
from trabajos.models import Heartbeat, Job, beat

pytestmark = pytest.mark.django_db

Usage = namedtuple("Usage", "total used free")
GIGABYTE = 1024**3


@pytest.fixture(autouse=True)
def _roomy_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10 * GIGABYTE, 0, GIGABYTE))


def test_all_is_well(client):
    beat("worker@here")
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "ok": True,
            "database": {"ok": True, "kind": connection.vendor},
            "disk": {"ok": True, "free_mb": 1024},
            "worker": {"ok": True},
            "outbox": {"ok": True, "pending": 0, "oldest_due_seconds": 0, "failed": 0},
        },
    )
    assert "no-store" in answer["Cache-Control"]


def test_no_worker_is_told(client):
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()["worker"]) == (503, {"ok": False})


def test_a_worker_that_fell_silent_is_told(client):
    beat("worker@here", now=timezone.now() - timedelta(minutes=5))
    assert client.get("/salud/").status_code == 503


def test_a_worker_in_the_middle_of_a_long_job_is_alive(client):
    Job.objects.create(
        kind="x", state=Job.State.RUNNING, lease_until=timezone.now() + timedelta(seconds=30)
    )
    assert client.get("/salud/").status_code == 200


def test_a_full_disk_is_told(client, monkeypatch):
    beat("worker@here")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(GIGABYTE, GIGABYTE, 0))
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()["disk"]) == (503, {"ok": False, "free_mb": 0})


def test_a_database_that_cannot_be_written_is_told(client, monkeypatch):
    def refuse(name):
        raise DatabaseError("secret detail")

    monkeypatch.setattr(health, "beat", refuse)
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()) == (
        503,
        {
            "ok": False,
            "database": {"ok": False, "kind": connection.vendor},
            "disk": {"ok": True, "free_mb": 1024},
        },
    )


def test_mail_that_waits_is_counted_and_nobody_is_named(client):
    beat("worker@here")
    make_registration()
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=90))
    answer = client.get("/salud/")
    outbox = answer.json()["outbox"]
    seconds = outbox.pop("oldest_due_seconds")
    assert (answer.status_code, outbox) == (200, {"ok": True, "pending": 1, "failed": 0})
    assert 90 <= seconds < 120
    assert "@" not in answer.text


def make_message(minutes_ago: int, **fields) -> Message:
    due = timezone.now() - timedelta(minutes=minutes_ago)
    return Message.objects.create(
        kind="x", to="ana@example.org", created_at=due, next_attempt_at=due, **fields
    )


def test_mail_that_does_not_leave_is_told(client):
    beat("worker@here")
    make_message(14)
    in_time = client.get("/salud/")
    make_message(16)
    late = client.get("/salud/")
    assert [(one.status_code, one.json()["outbox"]["ok"]) for one in (in_time, late)] == [
        (200, True),
        (503, False),
    ]


def test_mail_that_waits_after_a_failure_and_what_is_behind_it_is_no_alarm(client):
    beat("worker@here")
    make_message(-30, stream="a", attempts=3)
    make_message(60, stream="a")
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()["outbox"]) == (
        200,
        {"ok": True, "pending": 2, "oldest_due_seconds": 0, "failed": 0},
    )


def test_mail_that_failed_is_told_and_is_no_alarm(client):
    beat("worker@here")
    for _ in range(30):
        make_message(60, state=Message.State.FAILED)
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()["outbox"]) == (
        200,
        {"ok": True, "pending": 0, "oldest_due_seconds": 0, "failed": 30},
    )


def test_signs_of_life_of_machines_long_gone_are_forgotten():
    now = timezone.now()
    beat("worker@old", now=now - timedelta(days=2))
    beat("worker@new", now=now)
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["worker@new"]
