"""Presence that staff write by hand, with a reason and, where there is any, evidence.

It is added and withdrawn, never changed: both stay and say by whom and why.
"""

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from documentos.evidence import NotEvidenceError, evidence
from jornadas.models import Event, Registration, Session
from jornadas.refusal import Refusal

from .models import ManualPresence
from .presence import hours
from .span_words import hours_in_words
from .spans import clip, seconds_of

WHY = "Escribe el motivo: queda junto a la asistencia."


@transaction.atomic
def add_presence(
    *,
    registration: Registration,
    session: Session,
    reason: str,
    by,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    proof: File | None = None,
    now=None,
) -> ManualPresence:
    """Presence of `registration` in `session`: from when to when, or all of it without hours."""
    reason = reason.strip()
    if not reason:
        raise Refusal(WHY)
    _check(registration, session, now)
    if (starts_at or ends_at) is not None:
        _check_hours(session, starts_at, ends_at)
    elif registration.manual_presences.standing().filter(session=session, starts_at=None).exists():
        raise Refusal("La sesión completa ya está registrada a mano.")
    made = ManualPresence.objects.create(
        registration=registration,
        session=session,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        evidence=_proof(proof) if proof else "",
        made_at=now or timezone.now(),
        made_by=str(by)[:200],
    )
    record("presence.added", registration, by=by, session=session.number, reason=reason)
    return made


@transaction.atomic
def withdraw_presence(*, presence: ManualPresence, reason: str, by, now=None) -> ManualPresence:
    """It stops counting and stays, with who withdrew it and why."""
    reason = reason.strip()
    if not reason:
        raise Refusal("Escribe por qué se retira; el motivo queda registrado.")
    presence = ManualPresence.objects.select_for_update().get(pk=presence.pk)
    if presence.withdrawn_at:
        raise Refusal("Esta asistencia ya estaba retirada.")
    presence.withdrawn_at = now or timezone.now()
    presence.withdrawn_by, presence.withdrawn_reason = str(by)[:200], reason
    presence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    number = presence.session.number
    record("presence.withdrawn", presence.registration, by=by, session=number, reason=reason)
    return presence


def _check(registration: Registration, session: Session, now) -> None:
    if not registration.is_active:
        raise Refusal("La inscripción está cancelada: no se le registra asistencia.")
    if registration.event.status == Event.Status.CANCELLED:
        raise Refusal("El evento se canceló: no se registra asistencia.")
    if session.event_id != registration.event_id:
        raise Refusal("Esa sesión es de otro evento.")
    if not session.has_begun(now):
        raise Refusal("Esta sesión todavía no empieza.")


def _check_hours(session: Session, starts_at: datetime | None, ends_at: datetime | None) -> None:
    if starts_at is None or ends_at is None:
        raise Refusal("Di desde y hasta qué hora, o deja las dos vacías si fue la sesión completa.")
    if ends_at <= starts_at:
        raise Refusal("Debe terminar después de empezar.")
    official = hours(session)
    if official and not clip([(seconds_of(starts_at), seconds_of(ends_at))], official):
        told = f" ({hours_in_words(session.starts_at, session.ends_at)})" if session.ends_at else ""
        raise Refusal(f"Ese tiempo queda fuera del horario de la sesión{told}.")


def _proof(upload: File) -> File:
    try:
        return evidence(upload)
    except NotEvidenceError as error:
        raise Refusal(str(error)) from error
