"""A job: asked for in the transaction of its cause, done by the worker, visible while it runs."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .registry import JOBS

# A worker that has not renewed its lease for this long is taken for dead.
LEASE = timedelta(seconds=60)
# How many workers may die over a job before it is given up.
ATTEMPTS = 3


class JobQuerySet(models.QuerySet):
    def due(self, now=None):
        """Those nobody works on: new ones, and those whose worker died."""
        now = now or timezone.now()
        return self.filter(
            Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
        )


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", "En espera"
        RUNNING = "running", "En curso"
        DONE = "done", "Terminado"
        FAILED = "failed", "Con error"

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="running_job_has_a_lease",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0

    def progress(self, done: int, total: int) -> None:
        """Say how far it is; renews the lease. Writes outside any transaction of the work itself.

        Raises LostLeaseError where the job was given to another worker in the meantime.
        """
        self.done, self.total = done, total
        self.lease_until = timezone.now() + LEASE
        self._write(done=done, total=total, lease_until=self.lease_until)

    def finish(self, state, *, result=None, error="") -> None:
        self.state, self.result, self.error = state, result, error
        self.finished_at, self.lease_until = timezone.now(), None
        self._write(
            state=state,
            result=result,
            error=error,
            finished_at=self.finished_at,
            lease_until=None,
        )

    def _write(self, **fields) -> None:
        """Write what only the worker that holds the job may. Each taking has its own number."""
        mine = Job.objects.filter(pk=self.pk, state=Job.State.RUNNING, attempts=self.attempts)
        if not mine.update(**fields):
            raise LostLeaseError(f"{self} was given to another worker")


class LostLeaseError(RuntimeError):
    """This worker was taken for dead, and another one has the job now."""


class Heartbeat(models.Model):
    """When a part of the site was last seen at work; one row per worker's machine."""

    name = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


def beat(name: str, now=None) -> None:
    """Tell that the part of this name is alive."""
    now = now or timezone.now()
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()


def workers_are_alive(within: timedelta, now=None) -> bool:
    """Whether any worker was seen lately, or holds a job whose lease still runs."""
    now = now or timezone.now()
    return (
        Heartbeat.objects.filter(name__startswith="worker@", at__gte=now - within).exists()
        or Job.objects.filter(state=Job.State.RUNNING, lease_until__gte=now).exists()
    )


def enqueue(kind: str, *, by=None, **payload) -> Job:
    """Ask for a job; it exists when the caller's transaction commits."""
    if kind not in JOBS:
        raise KeyError(f"Nobody registered the job {kind!r}")
    return Job.objects.create(kind=kind, payload=payload, requested_by_id=getattr(by, "pk", None))


def run_next(now=None) -> bool:
    """Take the oldest due job and do it. Return whether there was one.

    Taking is one conditional UPDATE, so two workers never hold the same job.
    """
    now = now or timezone.now()
    job = Job.objects.due(now).order_by("id").first()
    if job is None:
        return False
    taken = (
        Job.objects.due(now)
        .filter(pk=job.pk, attempts=job.attempts)
        .update(
            state=Job.State.RUNNING,
            started_at=now,
            lease_until=timezone.now() + LEASE,
            attempts=F("attempts") + 1,
        )
    )
    if not taken:
        return True
    job.refresh_from_db()
    if job.attempts > ATTEMPTS:
        # Whoever began it died in the middle, more than once: it would end this worker too.
        job.finish(Job.State.FAILED, error="Se intentó varias veces y nunca terminó.")
        return True
    try:
        result = JOBS[job.kind](job)
    except LostLeaseError:
        raise
    except Exception as error:
        job.finish(Job.State.FAILED, error=f"{type(error).__name__}: {error}")
        raise
    job.finish(Job.State.DONE, result=result)
    return True
