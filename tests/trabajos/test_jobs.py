"""Jobs: asked for with their cause, done once, given up when they end every worker."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from trabajos.management.commands.worker import turn
from trabajos.models import ATTEMPTS, LEASE, Job, LostLeaseError, enqueue, run_next
from trabajos.registry import CHORES, JOBS, chore

pytestmark = pytest.mark.django_db


@pytest.fixture
def doing(monkeypatch):
    """Only the job of this test exists: doing(function) says what it does."""
    of_the_site = dict(CHORES)
    CHORES.clear()

    def set_to(function):
        monkeypatch.setitem(JOBS, "test.job", function)

    yield set_to
    CHORES.clear()
    CHORES.update(of_the_site)


def state(job) -> tuple:
    job.refresh_from_db()
    return job.state, job.result, job.error


def test_a_job_is_done_and_says_what_came_of_it(doing):
    doing(lambda job: {"said": job.payload["word"]})
    job = enqueue("test.job", word="hola")
    assert [run_next(), run_next()] == [True, False]
    assert state(job) == ("done", {"said": "hola"}, "")


def test_a_job_nobody_registered_cannot_be_asked_for():
    with pytest.raises(KeyError):
        enqueue("test.nobody")


def test_a_job_whose_cause_is_undone_was_never_asked_for(doing):
    doing(lambda job: None)

    @transaction.atomic
    def ask_and_fail():
        enqueue("test.job")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert run_next() is False


def test_a_job_that_fails_says_so_and_the_worker_goes_on(doing, caplog):
    def fail(job):
        raise ValueError("no hay papel")

    doing(fail)
    job = enqueue("test.job")
    assert [turn(), turn()] == [False, False]
    assert state(job) == ("failed", None, "ValueError: no hay papel")
    assert [record.message for record in caplog.records] == ["job failed"]


def test_a_job_in_good_hands_is_left_alone(doing):
    doing(lambda job: None)
    job = enqueue("test.job")
    Job.objects.update(state="running", attempts=1, lease_until=timezone.now() + LEASE)
    assert run_next() is False
    assert state(job) == ("running", None, "")


def test_a_job_whose_worker_died_is_done_by_another(doing):
    doing(lambda job: {"attempt": job.attempts})
    job = enqueue("test.job")
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state="running", attempts=1, lease_until=past)
    assert run_next() is True
    assert state(job) == ("done", {"attempt": 2}, "")


def test_a_job_that_ends_every_worker_is_given_up(doing):
    doing(lambda job: None)
    job = enqueue("test.job")
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state="running", attempts=ATTEMPTS, lease_until=past)
    assert run_next() is True
    assert state(job) == ("failed", None, "Se intentó varias veces y nunca terminó.")


def test_who_was_taken_for_dead_writes_nothing_more(doing):
    def too_slow(job):
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)  # another one took it
        job.progress(1, 2)

    doing(too_slow)
    job = enqueue("test.job")
    with pytest.raises(LostLeaseError):
        run_next()
    assert (*state(job), job.done) == ("running", None, "", 0)


def test_progress_is_seen_while_the_job_runs(doing):
    seen = []

    def count(job):
        for done in range(3):
            job.progress(done, 4)
            seen.append(Job.objects.get(pk=job.pk).percent)

    doing(count)
    enqueue("test.job")
    run_next()
    assert seen == [0, 25, 50]


def test_a_chore_in_no_hurry_is_looked_at_once_in_a_while(doing):
    looks = []

    @chore("test.seldom", every=0.5)
    def look() -> int:
        looks.append(1)
        return 1

    assert [turn(), turn()] == [True, False]
    time.sleep(0.6)
    assert turn() is True
    assert len(looks) == 2
