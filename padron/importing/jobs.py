"""The importer's two jobs: compare a file, and apply what was shown. Both may run again."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from documentos.spreadsheets import Unreadable, read_sheets
from trabajos.models import Job, enqueue
from trabajos.registry import chore, job

from ..models import RosterImport, RosterRow, User
from ..names import fold
from . import columns, parsing
from .applying import PadronChanged, import_rows
from .columns import Table
from .planning import plan as make_plan
from .plans import Entry, Kind, Plan

log = logging.getLogger(__name__)

FORGET_AFTER = timedelta(days=7)
CHANGED = (
    "El padrón cambió desde que se comparó el archivo. Esto es lo que pasaría ahora; revísalo y "
    "confirma otra vez."
)
BROKEN = "Algo falló al leer el archivo y no se cambió nada. Avisa a quien administra el sitio."


class Cancelled(Exception):  # noqa: N818 — not a fault: somebody changed their mind
    """Somebody cancelled while it ran."""


@transaction.atomic
def start(roster_import: RosterImport, *, by) -> None:
    """Ask for the file to be compared (again)."""
    roster_import.state = RosterImport.State.READING
    roster_import.save()
    roster_import.job = enqueue("padron.compare", by=by, roster_import=roster_import.pk)
    roster_import.save()


@transaction.atomic
def confirm(roster_import: RosterImport, *, by) -> bool:
    """Ask for what was shown to be applied. False where somebody else already did or cancelled."""
    roster_import = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    if roster_import.state != RosterImport.State.REVIEW:
        return False
    roster_import.state = RosterImport.State.APPLYING
    roster_import.message = ""
    roster_import.job = enqueue("padron.apply", by=by, roster_import=roster_import.pk)
    roster_import.save()
    return True


@transaction.atomic
def cancel(roster_import: RosterImport) -> bool:
    """Forget the file; the padrón stays as it is. False where it was already being applied."""
    roster_import = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    if roster_import.state not in (RosterImport.State.READING, RosterImport.State.REVIEW):
        return False
    roster_import.rows.all().delete()
    roster_import.close(RosterImport.State.CANCELLED)
    return True


@job("padron.compare")
def compare(job: Job) -> dict:
    """Read the file, compare it with the padrón and keep the plan for people to see."""
    return _guarded(job, RosterImport.State.READING, _compare)


@job("padron.apply")
def apply(job: Job) -> dict:
    """Apply what was shown; where the padrón changed since, show it again instead."""
    return _guarded(job, RosterImport.State.APPLYING, _apply)


def _guarded(job: Job, state: str, work) -> dict:
    roster_import = RosterImport.objects.filter(pk=job.payload["roster_import"]).first()
    if roster_import is None or roster_import.state != state:
        return {}
    try:
        work(roster_import, job)
    except Cancelled:
        return {"cancelled": True}
    except Unreadable as reason:
        roster_import.close(RosterImport.State.FAILED, str(reason))
    except Exception:
        roster_import.refresh_from_db()
        roster_import.close(RosterImport.State.FAILED, BROKEN)
        raise
    return roster_import.counts


def _compare(roster_import: RosterImport, job: Job) -> None:
    table, rows = _read(roster_import)
    job.progress(0, len(rows))

    def progress(done: int, total: int) -> None:
        job.progress(done, total)
        if not RosterImport.objects.filter(pk=roster_import.pk, state="reading").exists():
            raise Cancelled

    plan = make_plan(
        rows,
        day=roster_import.starts_on,
        decisions=roster_import.decisions,
        within=roster_import.within,
        progress=progress,
    )
    job.progress(len(rows), len(rows))
    with transaction.atomic():
        locked = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
        if locked.state != RosterImport.State.READING:
            raise Cancelled
        roster_import.headings = table.headings
        roster_import.unused = table.unused
        _keep(roster_import, plan)


def _apply(roster_import: RosterImport, job: Job) -> None:
    _, rows = _read(roster_import)
    job.progress(len(rows) // 2, len(rows))
    by = User.objects.filter(pk=job.requested_by_id or 0).first() or roster_import.uploaded_by_label
    try:
        with transaction.atomic():
            plan = import_rows(
                rows,
                day=roster_import.starts_on,
                by=by,
                thing=roster_import,
                decisions=roster_import.decisions,
                within=roster_import.within,
                expected=roster_import.fingerprint,
            )
            roster_import.counts = plan.counts
            # What was written is in the padrón now; what was left out can be fetched for a while.
            roster_import.rows.exclude(kind__in=[Kind.DECIDE, Kind.REJECTED]).delete()
            roster_import.close(RosterImport.State.DONE)
    except PadronChanged as changed:
        with transaction.atomic():
            roster_import.message = CHANGED
            _keep(roster_import, changed.plan)
    job.progress(len(rows), len(rows))


def _read(roster_import: RosterImport) -> tuple[Table, list[parsing.Row]]:
    table = columns.find(
        read_sheets(roster_import.file.path), needs_body=roster_import.body_id is None
    )
    return table, parsing.parse(table, name_order=roster_import.decisions.get("names", ""))


def _keep(roster_import: RosterImport, plan: Plan) -> None:
    roster_import.rows.all().delete()
    RosterRow.objects.bulk_create(
        (_row(roster_import, entry) for entry in plan.entries), batch_size=400
    )
    roster_import.counts = plan.counts
    roster_import.fingerprint = plan.fingerprint
    roster_import.state = RosterImport.State.REVIEW
    roster_import.save()


def _row(roster_import: RosterImport, entry: Entry) -> RosterRow:
    row = entry.row
    body = entry.body.name if entry.body else row.body or row.body_key
    left_out = entry.kind in (Kind.DECIDE, Kind.REJECTED)
    return RosterRow(
        roster_import=roster_import,
        number=row.number,
        kind=entry.kind,
        question=entry.question,
        name=row.name[:400],
        email=row.email[:254],
        body=body[:250],
        post=row.post[:200],
        reason=entry.reason,
        said=[*entry.changes, *entry.notes],
        cells=[columns.clean(cell) for cell in row.cells] if left_out else [],
        search=fold(f"{row.name} {row.email} {body}"),
    )


_last_sweep = None


@chore("padron.forget_imports")
def forget_imports(now=None) -> int:
    """Forget files nobody went on with, and the rows of those that are over; once an hour."""
    global _last_sweep
    now = now or timezone.now()
    if _last_sweep and now - _last_sweep < timedelta(hours=1):
        return 0
    _last_sweep = now
    forgotten = 0
    for one in RosterImport.objects.open().filter(created_at__lt=now - FORGET_AFTER):
        one.rows.all().delete()
        one.close(RosterImport.State.CANCELLED, "Nadie la confirmó en 7 días.")
        forgotten += 1
    old = RosterRow.objects.filter(roster_import__finished_at__lt=now - FORGET_AFTER)
    return forgotten + old.delete()[0]
