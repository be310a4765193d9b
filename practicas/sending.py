"""Sending: a proposal gets its number and its acuse, and from then on nothing of it changes.

What arrives on paper or by mail is captured by staff with an acuse of its own; what arrives after
the end of the last day is kept as extemporánea. A prevención is answered once, within its term.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bitacora.record import record
from documentos.spanish import moment_in_words
from padron.models import Body
from padron.refusal import Refusal
from talleres.fichas import LONGEST, plain

from . import receipts, supports
from .checklist import missing
from .drafts import locked
from .models import Call, Evidence, Prevention, Proposal, Receipt
from .proposal_fields import refuse_if_long

CLOSED = (
    "La convocatoria cerró: ya no recibe propuestas en este sitio. Tu borrador se conserva. Si "
    "tienes dudas, escribe al instituto."
)


@transaction.atomic
def send(*, proposal: Proposal, by, now=None) -> Receipt:
    """Send a draft; the moment is the one at which it was asked. Sent twice, it has one acuse.

    Raises Refusal from the first moment after the last day on (`call.closes_at`), and where
    something needed is missing.
    """
    moment = now or timezone.now()
    # Numbers are given one at a time; whoever waits for theirs had asked in time.
    call = Call.objects.select_for_update().get(pk=proposal.call_id)
    proposal = locked(proposal)
    if before := proposal.receipts.filter(stage=Evidence.Stage.ORIGINAL).first():
        return before
    _refuse_to_send(proposal, call, moment)
    if lacking := missing(proposal):
        words = "; ".join(line.words for line in lacking)
        raise Refusal(f"Antes de enviar falta: {words}.")
    proposal.state = Proposal.State.SENT
    proposal.number = _next_number(call)
    proposal.sent_at, proposal.sent_by = moment, _label(by)
    proposal.save(update_fields=["state", "number", "sent_at", "sent_by"])
    receipt = receipts.issue(proposal, received_at=moment, by=by, now=moment)
    record("proposal.sent", proposal, by=by, folio=receipt.folio)
    receipts.mail(receipt, proposal, by)
    return receipt


def _refuse_to_send(proposal: Proposal, call: Call, moment: datetime) -> None:
    if proposal.state == Proposal.State.WITHDRAWN:
        raise Refusal("La propuesta se retiró: ya no se puede enviar.")
    if not proposal.is_draft:
        raise Refusal("La propuesta ya se había enviado.")
    if call.is_closed(moment):
        raise Refusal(CLOSED)
    if not call.is_open(moment):
        raise Refusal("La convocatoria todavía no está publicada.")


def capture(
    *,
    call: Call,
    body: Body,
    channel: str,
    received_at: datetime,
    title: str,
    summary: str,
    answers: Mapping[int, str],
    uploads: Sequence[File],
    by,
    now=None,
) -> Receipt:
    """Keep what arrived on paper or by mail at `received_at`; `answers` by number of criterion.

    After the end of the last day it is kept as extemporánea, and its acuse says so.
    """
    moment = now or timezone.now()
    title, summary = plain(title).strip(), plain(summary).strip()
    _check_captured(call, channel, title, summary, received_at, moment)
    looked = supports.look_at_all(uploads)
    with supports.on_disk(looked) as names, transaction.atomic():
        call = Call.objects.select_for_update().get(pk=call.pk)
        proposal = Proposal.objects.create(
            call=call,
            body=body,
            title=title,
            summary=summary,
            channel=channel,
            state=Proposal.State.SENT,
            number=_next_number(call),
            sent_at=received_at,
            sent_by=_label(by),
            is_late=call.is_closed(received_at),
            created_at=moment,
            created_by=_label(by),
            changed_at=moment,
        )
        _write_answers(proposal, answers)
        supports.write_rows(proposal, looked, names, by, moment)
        receipt = receipts.issue(proposal, received_at=received_at, by=by, now=moment)
        record("proposal.captured", proposal, by=by, folio=receipt.folio, late=proposal.is_late)
        receipts.mail(receipt, proposal, None)
    return receipt


def _check_captured(call, channel, title, summary, received_at, moment) -> None:
    if channel not in (Proposal.Channel.PAPER, Proposal.Channel.MAIL):
        raise Refusal("Di si llegó en papel o por correo electrónico.")
    if not title:
        raise Refusal("Escribe el nombre de la práctica.")
    refuse_if_long(title, 200)
    refuse_if_long(summary, LONGEST)
    if received_at > moment:
        raise Refusal("El día y la hora en que llegó no pueden ser futuros.")
    if call.published_at is None or received_at < call.published_at:
        raise Refusal("Ese día la convocatoria todavía no estaba publicada.")


def _write_answers(proposal: Proposal, answers: Mapping[int, str]) -> None:
    by_number = {one.number: one for one in proposal.call.criteria.all()}
    for number, text in answers.items():
        text = plain(text).strip()
        if number not in by_number:
            raise Refusal("Ese criterio no es de esta convocatoria.")
        refuse_if_long(text, LONGEST)
        if text:
            proposal.answers.create(criterion=by_number[number], text=text)


def answer_prevention(
    *, prevention: Prevention, text: str, uploads: Sequence[File], by, now=None
) -> Receipt:
    """Answer what was asked, once, until the end of the last day of its term."""
    moment = now or timezone.now()
    text = plain(text).strip()
    looked = supports.look_at_all(uploads)
    if not text:
        raise Refusal("Escribe tu respuesta, aunque adjuntes archivos.")
    refuse_if_long(text, LONGEST)
    with supports.on_disk(looked) as names, transaction.atomic():
        proposal = locked(prevention.proposal)
        prevention = proposal.preventions.select_for_update().get(pk=prevention.pk)
        _refuse_to_answer(prevention, proposal, moment)
        prevention.answer, prevention.answered_at = text, moment
        prevention.answered_by = _label(by)
        prevention.save(update_fields=["answer", "answered_at", "answered_by"])
        supports.write_rows(proposal, looked, names, by, moment, stage=Evidence.Stage.PREVENTION)
        proposal.state = Proposal.State.SENT
        proposal.save(update_fields=["state"])
        receipt = receipts.issue_answer(prevention, proposal, by=by, now=moment)
        record("proposal.prevention_answered", proposal, by=by, folio=receipt.folio)
        receipts.mail(receipt, proposal, by)
    return receipt


def _refuse_to_answer(prevention: Prevention, proposal: Proposal, moment: datetime) -> None:
    if prevention.answered_at is not None:
        told = moment_in_words(prevention.answered_at)
        raise Refusal(f"La prevención ya se contestó el {told}.")
    if moment >= prevention.due_at:
        raise Refusal("El plazo para contestar terminó: ya no se recibe la respuesta.")
    if proposal.state != Proposal.State.PREVENTED:
        raise Refusal("La propuesta ya no espera una respuesta.")


def _next_number(call: Call) -> int:
    """The next of the call, whose row is held: without gaps, never given twice."""
    return (call.proposals.aggregate(last=Max("number"))["last"] or 0) + 1


def _label(by) -> str:
    return str(by)[:200]
