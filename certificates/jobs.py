"""Issuing as a job: asked for once, seen while it runs, begun anew where its worker died.

A job keeps its worker from the mail, where somebody may be waiting for a code to sign in. So one
job draws for some seconds and asks for the next one, until nothing is left.
"""

import time

from django.db import transaction
from django.db.models import Max

from jornadas.locking import lock_event
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.models import User
from trabajos.models import Job, enqueue
from trabajos.registry import chore, job

from . import issuing, papers
from .candidates import candidates
from .models import Certificate

KIND = "certificates.issue"
# How long the mail may have to wait.
SECONDS = 8
_OPEN = [Job.State.QUEUED, Job.State.RUNNING]


def latest(event: Event) -> Job | None:
    """The last job that issued, or issues, the constancias of this event."""
    return Job.objects.filter(kind=KIND, payload__event=event.pk).order_by("-pk").first()


@transaction.atomic
def start(*, event: Event, expected: int, by) -> Job:
    """Ask for everything due of an event to be issued. Raises Refusal.

    `expected` is how many whoever confirmed had seen.
    """
    # Of two who press at once, the second finds the job of the first.
    lock_event(event.pk)
    last = latest(event)
    if last and not last.is_over:
        raise Refusal("Ya se están emitiendo. Espera a que terminen.")
    due = sum(one.is_due for one in candidates(event))
    if not due:
        raise Refusal("No hay constancias por emitir.")
    if due != expected:
        raise Refusal(
            f"La lista cambió mientras la revisabas: ahora son {due:,} y no {expected:,}. "
            "Revísala y confirma otra vez."
        )
    return enqueue(KIND, by=by, event=event.pk, after=_last())


@job(KIND)
def run(job: Job) -> dict:
    """Issue what is due and draw what is undrawn; ask for another job where that takes longer.

    The next one only draws. When all is drawn, whoever has become due meanwhile gets theirs too.
    """
    event = Event.objects.get(pk=job.payload["event"])
    by = User.objects.filter(pk=job.requested_by_id or 0).first()
    until = time.monotonic() + SECONDS
    counted = job.payload.get("counted")
    undrawn = issuing.draw_event(event, job=job, until=until) if counted else 0
    if not undrawn:
        done = issuing.issue_event(event, by or "sistema", job=job, until=until)
        counted = {"standing": done.issued + done.already, "not_due": len(done.not_due)}
        undrawn = done.undrawn
    if undrawn:
        enqueue(KIND, by=by, **job.payload | {"counted": counted})
    # Counted by what is there, so that who went on after a worker's death says all of it.
    issued = Certificate.objects.filter(event=event, pk__gt=job.payload["after"]).count()
    return {
        "issued": issued,
        "already": max(0, counted["standing"] - issued),
        "not_due": counted["not_due"],
    }


def _last() -> int:
    return Certificate.objects.aggregate(last=Max("pk"))["last"] or 0


@chore("certificates.draw", every=60)
def draw_left_over() -> int:
    """Draw what an interrupted issuing left undrawn; nothing while any is at work."""
    if Job.objects.filter(kind=KIND, state__in=_OPEN).exists():
        return 0
    return papers.draw_left_over()
