"""A job: asked for in the transaction of its cause, done by the worker, visible while it runs."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .registry import JOBS

# A worker that has not renewed its lease for this long is taken for dead.
LEASE = timedelta(seconds=60)


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
        """Say how far it is; renews the lease. Writes outside any transaction of the work itself."""
        self.done, self.total = done, total
        self.lease_until = timezone.now() + LEASE
        self.save(update_fields=["done", "total", "lease_until"])


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
    taken = Job.objects.due(now).filter(pk=job.pk).update(
        state=Job.State.RUNNING,
        started_at=now,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    if not taken:
        return True
    job.refresh_from_db()
    try:
        result = JOBS[job.kind](job)
    except Exception as error:  # noqa: BLE001 — whatever fails, the job says so and the worker lives
        _finish(job, Job.State.FAILED, error=f"{type(error).__name__}: {error}")
        raise
    _finish(job, Job.State.DONE, result=result)
    return True


def _finish(job: Job, state, *, result=None, error="") -> None:
    job.state, job.result, job.error = state, result, error
    job.finished_at = timezone.now()
    job.lease_until = None
    job.save(update_fields=["state", "result", "error", "finished_at", "lease_until"])
