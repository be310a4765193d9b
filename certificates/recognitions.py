"""The reconocimiento of a practice: a document to a body, with the days between which it stands.

Issued once the results of its call are public, never before: whoever holds it could tell. Folios
follow the rules of every other document, and of two who issue at once the second finds it done.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from documentos.spanish import date_in_words
from jornadas.refusal import Refusal
from padron.logos import sha256_of
from practicas.models import Call, Recognition
from practicas.result_documents import Document, tells_documents

from . import papers, recognition_notices, wordings
from .folios import Folio, lock_series, take
from .issuing import seal
from .models import Certificate, Kind, Wording
from .snapshots import Holder, Sheet

# How long whoever pressed may have to wait; what is undrawn then is drawn by a chore.
SECONDS = 8


@dataclass(frozen=True, kw_only=True)
class PracticeSheet(Sheet):
    """What one reconocimiento says: of its practice, under the keys of an event."""

    recognition: Recognition
    dictamen: str = ""

    def about(self) -> dict:
        one = self.recognition
        return {
            "title": one.title,
            "kind": "Práctica",
            "program": one.proposal.call.title,
            "modality": "",
            "days": [one.starts_on.isoformat(), one.ends_on.isoformat()],
            "days_words": validity_in_words(one),
            "hours_words": "",
            "minutes": None,
            "agreement": self.dictamen,
        }

    def words(self) -> dict[str, str]:
        one = self.recognition
        group = one.proposal.population_group
        return {
            "practica": one.title,
            "grupo": group.name[:1].lower() + group.name[1:] if group else "",
            "convocatoria": one.proposal.call.title,
            "dictamen": self.dictamen,
            "vigencia": validity_in_words(one),
            "institucion": self.identity.name,
            "area": self.identity.area,
        }


def validity_in_words(one: Recognition) -> str:
    """ "del 25 de agosto de 2023 al 24 de agosto de 2024"."""
    first, last = (date_in_words(day, weekday=False) for day in (one.starts_on, one.ends_on))
    return f"del {first} al {last}"


def sheet(one: Recognition, issued_on: date, *, wording: Wording | None = None) -> PracticeSheet:
    """Institution, signatories and logo are those of the day on which the results were told."""
    call = one.proposal.call
    dictamen = getattr(call, "dictamen", None)
    day = timezone.localdate(dictamen.published_at) if dictamen else issued_on
    identity = call.organizer.identity(day)
    return PracticeSheet(
        recognition=one,
        dictamen=dictamen.folio if dictamen else "",
        wording=wording or wordings.in_force(call.organizer, Kind.RECOGNITION),
        identity=identity,
        signatories=list(call.organizer.signatories.on(day)),
        issued_on=issued_on,
        logo_sha256=sha256_of(identity.logo),
    )


def of_call(call: Call):
    """Its recognitions with all that documents and pages say of them, in order of proposal."""
    related = Recognition.objects.filter(proposal__call=call).select_related(
        "body", "proposal__population_group", "proposal__call__dictamen"
    )
    related = related.select_related("proposal__call__organizer")
    return related.prefetch_related("proposal__call__organizer__identities").order_by(
        "proposal__number"
    )


def issue_call(call: Call, *, by, now: datetime | None = None) -> int:
    """Issue those of a call that have none; return how many that were. Raises Refusal.

    One that was revoked is not issued anew: the practice was withdrawn.
    """
    now = now or timezone.now()
    if not Call.objects.with_results(now).filter(pk=call.pk).exists():
        raise Refusal("Los resultados todavía no se publican: los reconocimientos salen después.")
    made = _write(call, by, now)
    until = time.monotonic() + SECONDS
    papers.draw(papers.undrawn(_issued(call), until=until))
    return len(made)


@transaction.atomic
def _write(call: Call, by, now: datetime) -> list[Certificate]:
    """Folios, documents and mails of a call: all of them or none."""
    issued_on = timezone.localdate(now)
    # Of two who press at once, the second waits here and finds them issued.
    Call.objects.select_for_update().get(pk=call.pk)
    due = [sheet(one, issued_on) for one in of_call(call).filter(certificates=None)]
    if not due:
        return []
    series = lock_series(due[0].identity.folio_prefix, issued_on.year)
    folios = take(series, len(due))
    made = [_make(one, folio, by, now) for one, folio in zip(due, folios, strict=True)]
    for one in made:
        one.save()
    recognition_notices.ready(made)
    record(
        "recognitions.issued",
        call,
        by=by,
        count=len(made),
        first=str(folios[0]),
        last=str(folios[-1]),
    )
    return made


def _make(one: PracticeSheet, folio: Folio, by, now: datetime) -> Certificate:
    certificate = Certificate(
        kind=Kind.RECOGNITION,
        organizer=one.recognition.proposal.call.organizer,
        recognition=one.recognition,
        series=folio.series,
        number=folio.number,
        folio=str(folio),
        issued_at=now,
        issued_by=str(by)[:200],
    )
    holder = Holder(name=one.recognition.body.name)
    facts = one.facts(code=certificate.code, folio=certificate.folio, holder=holder)
    return seal(certificate, facts)


def _issued(call: Call):
    return Certificate.objects.filter(recognition__proposal__call=call)


@tells_documents
def documents(recognitions) -> dict[int, Document]:
    """The last document of each of these recognitions, for the register. One query."""
    rows: Iterable[Certificate] = Certificate.objects.filter(recognition__in=recognitions).only(
        *("code", "folio", "recognition", "revoked_at", "superseded_at", "reason")
    )
    return {
        one.recognition_id: Document(
            folio=one.folio,
            url=one.get_absolute_url(),
            withdrawn_at=one.revoked_at,
            reason=one.reason if one.revoked_at else "",
        )
        for one in rows.order_by("pk")
    }
