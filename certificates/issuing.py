"""Issuing constancias: only where due, each once, with a folio of its own.

A folio, its constancia and the mail that tells of it are one transaction; transactions are short,
so the site goes on while thousands are issued, and whoever is interrupted leaves only whole ones.
Documents are drawn afterwards (`papers.py`), from the facts that were frozen.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from bitacora.record import record
from consultas import insert_all
from documentos.sealing import seals
from jornadas.models import Event, Registration, Speaker
from jornadas.refusal import Refusal

from . import notices, papers, snapshots
from .candidates import Candidate, candidates
from .folios import Folio, lock_series, take
from .models import Certificate
from .snapshots import Frame

BATCH = 100


@dataclass(frozen=True)
class Issued:
    """What came of issuing an event's: how many, how many there were, and who got none and why."""

    issued: int = 0
    already: int = 0
    not_due: list[Candidate] = field(default_factory=list)
    # Constancias whose document is still to be drawn, where time ran out.
    undrawn: int = 0


def issue(
    *,
    registration: Registration | None = None,
    speaker: Speaker | None = None,
    event: Event | None = None,
    by,
    now: datetime | None = None,
) -> Certificate:
    """One constancia, for a registration or for a speaker of `event`. Raises Refusal.

    Asked again, the one that stands is given back. A revoked one does not stand in the way here:
    whoever asks for one person has seen it.
    """  # fmt: skip
    event = _whole(registration.event_id if registration else event.pk)
    wanted = (registration.pk if registration else None, speaker.pk if speaker else None)
    found = next((one for one in candidates(event, now) if one.key == wanted), None)
    if found is None:
        raise Refusal("No está entre quienes pueden recibir constancia de este evento.")
    if found.certificate:
        return found.certificate
    if found.reason and not found.was_revoked:
        raise Refusal(f"No le corresponde constancia. {found.reason}")
    write([found], _frame(event, found, now), by=by, now=now)
    certificate = Certificate.objects.filter(event=event).standing().get(_of([found]))
    if not certificate.pdf_sha256:  # somebody else may have issued it at the same moment
        papers.draw([certificate])
        certificate.refresh_from_db()
    return certificate


def issue_event(
    event: Event, by, job=None, now: datetime | None = None, until: float = float("inf")
) -> Issued:
    """Everything due of an event, and the documents of all that lack theirs.

    Again without doubling: what stands is left alone, so an interrupted one is begun anew.
    `until`: a moment of `time.monotonic()` after which no other document is begun; what is due is
    written all the same.
    """
    event = _whole(event.pk)
    everybody = candidates(event, now)
    due = [one for one in everybody if one.is_due]
    issued_here = Certificate.objects.filter(event=event)
    progress = _Progress(job, issued_here, more=len(due))
    issued = 0

    def write_all() -> Iterator[None]:
        nonlocal issued
        for frame, of_frame in _by_frame(event, due, now):
            for start in range(0, len(of_frame), BATCH):
                issued += write(of_frame[start : start + BATCH], frame, by=by, now=now)
                progress(0)
                yield

    # The first are drawn while the next are written: each keeps a core busy.
    papers.draw(papers.undrawn(issued_here, writing=write_all(), until=until), progress=progress)
    progress.tell()
    return Issued(
        issued=issued,
        already=sum(one.certificate is not None for one in everybody) + len(due) - issued,
        not_due=[one for one in everybody if one.reason],
        undrawn=issued_here.without_document().count(),
    )


def draw_event(event: Event, job=None, until: float = float("inf")) -> int:
    """The documents that an event's constancias lack, until then; return how many still lack one.

    Of whom none is looked at anew: that takes as long as drawing dozens.
    """
    issued_here = Certificate.objects.filter(event=event)
    progress = _Progress(job, issued_here)
    papers.draw(papers.undrawn(issued_here, until=until), progress=progress)
    progress.tell()
    return issued_here.without_document().count()


@transaction.atomic
def write(batch: Iterable[Candidate], frame: Frame, *, by, now: datetime | None = None) -> int:
    """Folios, constancias and mails of a few, all of them or none; return how many were missing.

    Those who have got one meanwhile are left out: two who issue at once meet at the series' lock.
    """
    now = now or timezone.now()
    series = lock_series(frame.identity.folio_prefix, frame.issued_on.year)
    batch = _without(batch, frame)
    if not batch:
        return 0
    folios = take(series, len(batch))
    made = [make(one, folio, frame, by, now) for one, folio in zip(batch, folios, strict=True)]
    insert_all(list[Model](made))
    notices.ready(made, frame)
    record(
        "certificates.issued",
        frame.event,
        by=by,
        people=len(made),
        first=str(folios[0]),
        last=str(folios[-1]),
    )
    return len(made)


def seal(certificate: Certificate, facts: dict) -> Certificate:
    """Freeze what it says and sign it; not yet written."""
    certificate.snapshot = snapshots.canonical(facts)
    sealed = seals.seal(certificate.snapshot)
    certificate.signature, certificate.key_id = sealed.signature, sealed.key_id
    return certificate


def make(one: Candidate, folio: Folio, frame: Frame, by, now: datetime, **given) -> Certificate:
    """A constancia, whole and sealed; not yet written. `given`: a code, where chance may not."""
    certificate = Certificate(
        kind=one.kind,
        organizer_id=frame.event.program.organizer_id,
        event=frame.event,
        registration=one.registration,
        person=one.person,
        speaker=one.speaker,
        series=folio.series,
        number=folio.number,
        folio=str(folio),
        issued_at=now,
        issued_by=str(by)[:200],
        **given,
    )
    facts = frame.facts(code=certificate.code, folio=certificate.folio, holder=one.holder)
    return seal(certificate, facts)


def _without(batch: Iterable[Candidate], frame: Frame) -> list[Candidate]:
    """Those of the batch who still have none."""
    batch = list(batch)
    standing = Certificate.objects.filter(event=frame.event).standing().filter(_of(batch))
    taken = set(standing.values_list("registration", "speaker"))
    return [one for one in batch if one.key not in taken]


def _of(batch: list[Candidate]) -> Q:
    registrations = [one.registration.pk for one in batch if one.registration]
    speakers = [one.speaker.pk for one in batch if one.speaker]
    return Q(registration__in=registrations) | Q(speaker__in=speakers)


def _by_frame(event: Event, due: list[Candidate], now) -> Iterator[tuple[Frame, list[Candidate]]]:
    """Attendance shares one frame; each speaker has that of their own sessions."""
    for one in due:
        if one.speaker:
            yield _frame(event, one, now), [one]
    people = [one for one in due if one.registration]
    if people:
        yield _frame(event, people[0], now), people


def _frame(event: Event, one: Candidate, now) -> Frame:
    return snapshots.frame(event, one.kind, timezone.localdate(now), sessions=one.sessions)


def _whole(pk: int) -> Event:
    """The event with all that its constancias say."""
    events = Event.objects.select_related("program__organizer")
    return events.prefetch_related("sessions", "program__organizer__identities").get(pk=pk)


class _Progress:
    """How far it is, told once a second; where there is no job nobody looks."""

    def __init__(self, job, issued, more: int = 0):
        """`issued`: a queryset of those there are; `more` are about to be written."""
        self.job, self.total = job, issued.count() + more
        self.done = self.total - more - issued.without_document().count()
        self.told_at = float("-inf")
        self(0)

    def __call__(self, count: int) -> None:
        self.done += count
        if time.monotonic() - self.told_at >= 1:
            self.tell()

    def tell(self) -> None:
        if self.job:
            self.job.progress(min(self.done, self.total), self.total)
        self.told_at = time.monotonic()
