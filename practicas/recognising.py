"""What the jury recognised becomes a recognition, and each body learns why (Lineamientos, Anexo 2).

Both are made when the dictamen is signed off and told by nobody before its moment: pages ask
`Call.objects.with_results(now)` and `Recognition.objects.public(now)`, and nothing else.
"""

from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import slugify

from bitacora.record import record
from jornadas.refusal import Refusal

from .models import Call, Criterion, Feedback, Proposal, Recognition, Recusal, Score, Verification

LONGEST_SLUG = 100


@transaction.atomic
def recognise(call: Call, *, by) -> list[Recognition]:
    """A recognition for each proposal that the jury found procedente, and the reasons of all.

    Called anew it makes only what is missing. Its days run by the call: twelve months from the day
    on which the results are told (Bases, results), or from the day that the call says.
    """
    # Of two who sign off at once, the second finds them made.
    call = Call.objects.select_for_update().get(pk=call.pk)
    judged = call.proposals.filter(ruling__isnull=False).select_related("ruling", "body")
    made = []
    for proposal in judged.filter(ruling__is_recognised=True, recognition=None).order_by("number"):
        made.append(_recognition(proposal, call))
        record("practice.recognised", made[-1], by=by, body=proposal.body.name)
    _draft_feedback(call, judged)
    return list(Recognition.objects.filter(proposal__call=call).order_by("proposal__number"))


@transaction.atomic
def write_feedback(
    *,
    proposal: Proposal,
    criterion: Criterion | None,
    text: str,
    by,
    seen: str | None = None,
    now=None,
) -> Feedback | None:
    """What its body reads of one criterion, or of the whole where `criterion` is None.

    An empty text takes it away. `seen` is the text that the writer started from, where a page knows
    it. Raises Refusal once the results were told, since it is final then, and where somebody else
    has changed it meanwhile.
    """
    call = Call.objects.select_for_update().get(pk=proposal.call_id)
    if call.tells_results(now):
        raise Refusal(
            "Los resultados ya se publicaron y la retroalimentación no cambia. "
            "Si hay un error, haz una fe de erratas."
        )
    if criterion is not None and criterion.call_id != call.pk:
        raise Refusal("Ese criterio es de otra convocatoria.")
    text = plain(text)
    known = Feedback.objects.filter(proposal=proposal, criterion=criterion)
    before = known.values_list("text", flat=True).first() or ""
    if text == before:
        return known.first()
    if seen is not None and plain(seen) != before:
        raise Refusal(f"Otra persona lo cambió mientras escribías. Ahora dice: «{before}».")
    if not text:
        known.delete()
        record("feedback.removed", proposal, by=by, criterion=_number(criterion))
        return None
    written, _ = Feedback.objects.update_or_create(
        proposal=proposal, criterion=criterion, defaults={"text": text}
    )
    record("feedback.written", proposal, by=by, criterion=_number(criterion))
    return written


def plain(text: str) -> str:
    """As it is kept: a form sends lines its own way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def starts_on(call: Call) -> date:
    """The first day of what is recognised: by the call's rule."""
    if call.validity_from == Call.Validity.DAY and call.validity_day:
        return call.validity_day
    return timezone.localdate(told_at(call))


def told_at(call: Call):
    """The moment from which everybody may see the results; now, where none is set yet.

    Two clocks must have struck: that of the call and that of its dictamen.
    """
    dictamen = getattr(call, "dictamen", None)
    moments = [call.results_at, dictamen.published_at if dictamen else None]
    return max((one for one in moments if one), default=timezone.now())


def ends_on(first: date, months: int) -> date:
    """The last day of a term of `months`, included: from 25 August to 24 August."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    month += 1
    # From 31 August to the last of February: a month without that day ends it on its last one.
    if first.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, first.day) - timedelta(days=1)


def _recognition(proposal: Proposal, call: Call) -> Recognition:
    first = starts_on(call)
    return Recognition.objects.create(
        proposal=proposal,
        body=proposal.body,
        slug=_slug(f"{proposal.title}"[:LONGEST_SLUG], call.year),
        starts_on=first,
        ends_on=ends_on(first, call.validity_months),
        title=proposal.title,
        summary=proposal.summary,
        url=proposal.url,
    )


def _slug(title: str, year: int) -> str:
    """ "mapa-de-servicios-2026", or with a number behind where another one has it."""
    base = f"{slugify(title) or 'practica'}-{year}"
    taken = set(Recognition.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(name for n in range(2, len(taken) + 3) if (name := f"{base}-{n}") not in taken)


def _draft_feedback(call: Call, judged) -> None:
    """Reasons for whom nobody wrote any: the ruling's, and by criterion those of the scores.

    Of a proposal that was not admitted, those of its verification. Nobody's name is in them.
    """
    known = set(
        Feedback.objects.filter(proposal__call=call).values_list("proposal_id", "criterion_id")
    )
    texts: dict[tuple[int, int | None], list[str]] = {}
    for proposal in judged:
        texts[proposal.pk, None] = [proposal.ruling.reasons]
    refused = Verification.objects.filter(proposal__call=call, is_admitted=False)
    for one in refused:
        texts.setdefault((one.proposal_id, None), [one.reasons])
    recused = Recusal.objects.standing().filter(
        proposal=OuterRef("sheet__proposal"), seat=OuterRef("sheet__seat")
    )
    scores = Score.objects.filter(
        ~Exists(recused), sheet__proposal__in=judged, sheet__handed_in_at__isnull=False
    ).exclude(reason="")
    said = scores.order_by("sheet__seat__number").values_list(
        "sheet__proposal_id", "criterion_id", "reason"
    )
    for proposal_id, criterion_id, reason in said:
        words = texts.setdefault((proposal_id, criterion_id), [])
        if reason.strip() not in words:
            words.append(reason.strip())
    Feedback.objects.bulk_create(
        Feedback(proposal_id=key[0], criterion_id=key[1], text="\n\n".join(words))
        for key, words in texts.items()
        if key not in known
    )


def _number(criterion: Criterion | None) -> int | None:
    return criterion.number if criterion else None
