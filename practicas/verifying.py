"""Verification: findings by requirement, the prevención, and the decision to admit or not.

The institution verifies that proposals have what the call asks (Bases; Políticas de Transparencia
Proactiva, Novena); what is admitted goes to the jury.
"""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from documentos.spanish import date_in_words
from padron.refusal import Refusal

from . import conflicts, verify_mail
from .models import Call, Dictamen, Finding, Prevention, Proposal, Requirement, Verification
from .verify_terms import term

State = Proposal.State


@transaction.atomic
def find(
    *,
    proposal: Proposal,
    requirement: Requirement,
    is_met: bool | None,
    text: str,
    by,
    legal_reference: str = "",
    now=None,
) -> Finding:
    """Keep what was found about one requirement; again for whoever looks again."""
    text, legal_reference = text.strip(), legal_reference.strip()
    proposal = _locked(proposal)
    _refuse_if(why_not_verified(proposal))
    if requirement.call_id != proposal.call_id:
        raise Refusal("Ese requisito es de otra convocatoria.")
    if is_met is False and not text:
        raise Refusal("Escribe qué falta o qué no se cumple.")
    finding = proposal.findings.filter(requirement=requirement).first() or Finding(
        proposal=proposal, requirement=requirement
    )
    said = (finding.is_met, finding.text, finding.legal_reference)
    if finding.pk and said == (is_met, text, legal_reference):
        return finding
    finding.is_met, finding.text, finding.legal_reference = is_met, text, legal_reference
    finding.made_at, finding.made_by = now or timezone.now(), str(by)
    finding.save()
    record("proposal.checked", proposal, by=by, requirement=requirement.number, is_met=is_met)
    return finding


@transaction.atomic
def prevent(
    *, proposal: Proposal, text: str, by, now=None, legal_reference: str = ""
) -> Prevention:
    """Ask the body to complete its proposal, within working days from the day after.

    The last day is fixed here, as the table of days of rest stands; a day that is added to the
    table later does not move a term that somebody was told.
    """
    now, text = now or timezone.now(), text.strip()
    if not text:
        raise Refusal("Escribe qué falta y cómo se subsana.")
    proposal = _locked(proposal)
    _refuse_if(why_not_prevented(proposal, now))
    span = term(proposal.call, now)
    made = Prevention.objects.create(
        proposal=proposal,
        text=text,
        legal_reference=legal_reference.strip(),
        made_at=now,
        made_by=str(by),
        due_on=span.due_on,
    )
    _set_state(proposal, State.PREVENTED, now)
    record(
        "proposal.prevented",
        proposal,
        by=by,
        days=span.days,
        due_on=str(span.due_on),
        skipped=[[str(day), reason] for day, reason in span.skipped],
    )
    verify_mail.prevented(made, span)
    return made


@transaction.atomic
def decide(*, proposal: Proposal, is_admitted: bool, reasons: str, by, now=None) -> Verification:
    """Admit to the jury, or not, with reasons. Once: nobody decides a second time."""
    now, reasons = now or timezone.now(), reasons.strip()
    if not reasons:
        raise Refusal("Escribe los motivos de la decisión.")
    # The dictamen is signed under the call's lock: nothing is admitted behind its back.
    call = Call.objects.select_for_update().get(pk=proposal.call_id)
    proposal = _locked(proposal)
    _refuse_if(why_not_verified(proposal))
    if Dictamen.objects.filter(call=call).exists():
        raise Refusal("El dictamen de esta convocatoria ya está firmado.")
    why = why_not_admitted(proposal, now) if is_admitted else why_not_rejected(proposal, now)
    _refuse_if(why)
    made = Verification.objects.create(
        proposal=proposal, is_admitted=is_admitted, reasons=reasons, made_at=now, made_by=str(by)
    )
    _set_state(proposal, State.ADMITTED if is_admitted else State.REJECTED, now)
    record("proposal.admitted" if is_admitted else "proposal.rejected", proposal, by=by)
    if is_admitted:
        conflicts.recompute([proposal], now=now)
    verify_mail.decided(made)
    return made


# ── Why not: a sentence, or nothing where one may. Pages ask here what they offer ────────────────


def why_not_verified(proposal: Proposal) -> str:
    """Why nothing more is verified."""
    if proposal.state in (State.DRAFT, State.WITHDRAWN):
        return "Esta propuesta no se ha enviado."
    if proposal.state in (State.ADMITTED, State.REJECTED):
        return "Ya se decidió sobre esta propuesta, y no se decide dos veces."
    return ""


def why_not_prevented(proposal: Proposal, now=None) -> str:
    if why := why_not_verified(proposal):
        return why
    if proposal.is_late:
        return "Llegó fuera de plazo: ya no se puede admitir, y no tiene caso prevenirla."
    if proposal.state == State.PREVENTED:
        return _open_prevention(proposal, now) or (
            "Ya se previno y no contestaron: ahora toca decidir si se admite."
        )
    return ""


def why_not_admitted(proposal: Proposal, now=None) -> str:
    if why := why_not_verified(proposal) or _open_prevention(proposal, now):
        return why
    if proposal.is_late:
        return "Llegó fuera de plazo: se conserva como extemporánea y no se admite."
    asked = set(proposal.call.requirements.values_list("number", flat=True))
    met = dict(proposal.findings.values_list("requirement__number", "is_met"))
    if missing := sorted(number for number in asked if met.get(number) is None):
        return f"Falta revisar {_requirements(missing)}."
    if unmet := sorted(number for number in asked if met[number] is False):
        return f"No se admite mientras no se cumpla {_requirements(unmet)}."
    return ""


def why_not_rejected(proposal: Proposal, now=None) -> str:
    if why := why_not_verified(proposal) or _open_prevention(proposal, now):
        return why
    expired = any(one.is_expired(now) for one in proposal.preventions.all())
    unmet = proposal.findings.filter(is_met=False).exists()
    if not (proposal.is_late or expired or unmet):
        return (
            "Para no admitirla hace falta un requisito que no se cumpla, o una prevención que no "
            "se haya contestado en su plazo."
        )
    return ""


def _open_prevention(proposal: Proposal, now) -> str:
    running = next((one for one in proposal.preventions.all() if one.is_running(now)), None)
    if running is None:
        return ""
    return (
        f"Corre el plazo de la prevención, hasta el final del {date_in_words(running.due_on)}: "
        "espera la respuesta."
    )


def _requirements(numbers: list[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:-1])
    named = f"{named} y {numbers[-1]}" if named else str(numbers[0])
    return f"{'el requisito' if len(numbers) == 1 else 'los requisitos'} {named}"


def _refuse_if(why: str) -> None:
    if why:
        raise Refusal(why)


def _locked(proposal: Proposal) -> Proposal:
    """The proposal, locked: two people who verify wait their turn."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("call", "body")
    return held.get(pk=proposal.pk)


def _set_state(proposal: Proposal, state: str, now) -> None:
    proposal.state, proposal.changed_at = state, now
    proposal.save(update_fields=["state", "changed_at"])
