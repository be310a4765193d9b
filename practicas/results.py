"""What everybody learns of a call once its moment has come, and what each body reads of its own.

The moment is asked of the database at every request (`Call.objects.with_results`): nothing is
switched on by a job, so nothing can be late, and nothing that is kept anywhere can be early.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q

from .models import Call, Corrigendum, Dictamen, Feedback, Finding, Proposal, Recognition
from .result_documents import Document, documents


@dataclass(frozen=True)
class Practice:
    """A recognised practice as the results and the register tell it."""

    recognition: Recognition
    document: Document | None = None
    corrigenda: list[Corrigendum] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """The results of a call: what its dictamen counted, who is recognised, what was corrected."""

    call: Call
    dictamen: Dictamen
    practices: list[Practice]
    # Of the whole, or of proposals that were not recognised.
    corrigenda: list[Corrigendum]
    received: int
    judged: int


@dataclass(frozen=True)
class Reasons:
    """Why one proposal was procedente or not (Lineamientos, Anexo 2)."""

    proposal: Proposal
    outcome: str
    tone: str
    whole: str
    by_criterion: list[tuple]
    # Requirements that were not met, where it did not come before the jury.
    findings: list[Finding]
    corrigenda: list[Corrigendum]
    recognition: Recognition | None


def of_call(call: Call) -> Results:
    """Everything the page of the results says, in a constant number of queries.

    Whoever calls it has asked `Call.objects.with_results` for the call.
    """
    dictamen = call.dictamen
    recognised = Recognition.objects.filter(proposal__call=call).select_related(
        "body__municipality", "proposal__population_group"
    )
    own, others = defaultdict(list), []
    found = list(recognised.order_by("body__sort_key", "title"))
    theirs = {one.proposal_id for one in found}
    for one in call.corrigenda.select_related("proposal"):
        (own[one.proposal_id] if one.proposal_id in theirs else others).append(one)
    told = documents(recognised)
    sent = call.proposals.sent()
    return Results(
        call=call,
        dictamen=dictamen,
        practices=[Practice(one, told.get(one.pk), own[one.proposal_id]) for one in found],
        corrigenda=others,
        received=sent.count(),
        judged=sent.filter(ruling__isnull=False).count(),
    )


def moment(call: Call) -> datetime | None:
    """When the results are told, as the call says it; whether there is a dictamen is not told."""
    return call.results_at


def readable_by(user, now=None):
    """The proposals whose reasons this user may read: of their body or their own, and told."""
    told = Call.objects.with_results(now)
    return (
        Proposal.objects.written_by(user)
        .sent()
        .filter(call__in=told)
        .filter(Q(ruling__isnull=False) | Q(verification__isnull=False) | Q(is_late=True))
        .select_related("call__dictamen", "call__organizer", "body", "population_group")
        .distinct()
    )


def reasons(proposal: Proposal) -> Reasons:
    """What its body reads of a proposal of results that were told. A constant number of queries."""
    ruling = getattr(proposal, "ruling", None)
    verification = getattr(proposal, "verification", None)
    outcome, tone, whole = _outcome(proposal, ruling, verification)
    texts = {one.criterion_id: one.text for one in Feedback.objects.filter(proposal=proposal)}
    criteria = proposal.call.criteria.all() if ruling else []
    return Reasons(
        proposal=proposal,
        outcome=outcome,
        tone=tone,
        whole=texts.get(None) or whole,
        by_criterion=[(one, texts[one.pk]) for one in criteria if texts.get(one.pk)],
        findings=[]
        if ruling
        else list(proposal.findings.filter(is_met=False).select_related("requirement")),
        corrigenda=list(proposal.call.corrigenda.filter(Q(proposal=proposal) | Q(proposal=None))),
        recognition=getattr(proposal, "recognition", None),
    )


def _outcome(proposal: Proposal, ruling, verification) -> tuple[str, str, str]:
    if ruling:
        if ruling.is_recognised:
            return "Procedente: la práctica se reconoce", "success", ruling.reasons
        return "No procedente", "warning", ruling.reasons
    if verification and not verification.is_admitted:
        return "No se admitió", "warning", verification.reasons
    late = (
        "Llegó después del cierre de la convocatoria. Se conserva como extemporánea y el jurado no "
        "la calificó."
    )
    return "Extemporánea", "neutral", late


def feedback_of(proposal: Proposal) -> dict[int | None, str]:
    """What is written so far, by criterion; None: the whole."""
    rows = Feedback.objects.filter(proposal=proposal).order_by(F("criterion__number"))
    return {one.criterion_id: one.text for one in rows}
