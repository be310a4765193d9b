"""Mending what was issued: a corrected name makes a new constancia; a revoked one stays in sight.

Nothing is deleted and no folio comes back: who holds the old paper is told by its page why it no
longer stands, and which one does.
"""

from copy import deepcopy

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from jornadas.refusal import Refusal

from . import notices, papers, snapshots
from .folios import lock_series, take
from .issuing import seal
from .models import Certificate
from .words import of_kind


def correct_name(
    *, certificate: Certificate, name: str, reason: str, by, now=None, **given
) -> Certificate:
    """A new constancia with this name, which replaces `certificate`. Raises Refusal.

    All else says what the old one said: the institution, its signatories and its text are those of
    then. The person's name for constancias follows, so that the next ones are right. `given`: a
    code, where chance may not choose it.
    """
    new = _replace(
        certificate, " ".join(name.split()), reason.strip(), by, now or timezone.now(), given
    )
    papers.draw([new])
    new.refresh_from_db()
    return new


@transaction.atomic
def _replace(old: Certificate, name: str, reason: str, by, now, given: dict) -> Certificate:
    facts = deepcopy(old.facts)
    issued_on = timezone.localdate(now)
    # The series first, as whoever issues; then the row that two may want to replace.
    series = lock_series(old.series.prefix, issued_on.year)
    old = _lock(old)
    before = facts["holder"]["name"]
    if not name or not reason:
        raise Refusal("Escribe el nombre y el motivo.")
    if name == before:
        raise Refusal("Ese es el nombre que ya tiene.")
    (folio,) = take(series, 1)
    new = Certificate(
        kind=old.kind,
        organizer_id=old.organizer_id,
        event=old.event,
        recognition=old.recognition,
        registration=old.registration,
        person=old.person,
        speaker=old.speaker,
        series=series,
        number=folio.number,
        folio=str(folio),
        issued_at=now,
        issued_by=str(by)[:200],
        replaces=old,
        **given,
    )
    facts["holder"]["name"] = name
    facts["wording"]["text"] = facts["wording"]["text"].replace(before, name)
    facts |= {"code": new.code, "folio": new.folio, **snapshots.dated(facts, issued_on)}
    seal(new, facts)
    old.superseded_at, old.reason = now, reason
    old.save(update_fields=["superseded_at", "reason"])
    new.save()
    _tell_the_roster(old.person, name, by)
    notices.replaced(new, old)
    record("certificate.corrected", old, by=by, folio=new.folio, reason=reason)
    return new


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by, now=None) -> Certificate:
    """It no longer stands, for a reason that everybody can read; for good. Raises Refusal."""
    reason = reason.strip()
    if not reason:
        raise Refusal("Escribe el motivo: se lee en la página de la constancia.")
    certificate = _lock(certificate)
    certificate.revoked_at = now or timezone.now()
    certificate.revoked_by, certificate.reason = str(by)[:200], reason
    certificate.save(update_fields=["revoked_at", "revoked_by", "reason"])
    notices.revoked(certificate)
    record("certificate.revoked", certificate, by=by, reason=reason)
    return certificate


def _lock(certificate: Certificate) -> Certificate:
    """The row, locked, with what it is about. Raises Refusal where it no longer stands."""
    rows = Certificate.objects.select_related(
        "event", "person", "registration", "speaker", "recognition"
    )
    locked = rows.select_for_update(of=("self",)).get(pk=certificate.pk)
    called = of_kind(locked.kind)
    if locked.revoked_at:
        raise Refusal(f"{called.this.capitalize()} ya está {called.revoked}, y eso no se deshace.")
    if locked.superseded_at:
        raise Refusal(f"{called.this.capitalize()} ya se sustituyó por {locked.replaced_by.folio}.")
    return locked


def _tell_the_roster(person, name: str, by) -> None:
    if person is None or person.printed_name == name:
        return
    person.certificate_name = name
    person.save(update_fields=["certificate_name"])
    record("person.certificate_name_changed", person, by=by)
