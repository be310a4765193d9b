"""Scoring: each seat gives a level to each criterion, with its reason, and hands its sheet in.

Nobody sees what another seat thinks before its own is fixed: `is_sealed` is the one rule for pages,
spreadsheets and whatever else tells scores. Once they are open, nobody scores any more.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from padron.refusal import Refusal

from .models import (
    Call,
    Criterion,
    Dictamen,
    Level,
    Proposal,
    Recusal,
    Score,
    Scoresheet,
    Seat,
    SeatHolder,
)

LONGEST = 4_000


@dataclass(frozen=True)
class Duties:
    """Who owes what in a call. Seats and proposals by pk."""

    # By admitted proposal: the seats that owe a sheet, in or not.
    due: dict[int, set[int]]
    # By proposal: the seats that may not open it.
    recused: dict[int, set[int]]
    # By proposal: the sheets that are in, by seat, save those of seats recused since.
    given: dict[int, dict[int, int]]

    @property
    def are_done(self) -> bool:
        return all(seats <= set(self.given.get(pk, ())) for pk, seats in self.due.items())


def duties(call: Call, now=None) -> Duties:
    """Every seat that somebody holds today owes each admitted proposal, save where it is recused.

    A seat that handed its sheet in and is empty now counts too: the sheet is the seat's.
    """
    recused: dict[int, set[int]] = defaultdict(set)
    standing = Recusal.objects.standing().filter(proposal__call=call)
    for proposal, seat in standing.values_list("proposal", "seat"):
        recused[proposal].add(seat)
    given: dict[int, dict[int, int]] = defaultdict(dict)
    sheets = Scoresheet.objects.filter(proposal__call=call, handed_in_at__isnull=False)
    for pk, proposal, seat in sheets.order_by().values_list("pk", "proposal", "seat"):
        if seat not in recused.get(proposal, ()):
            given[proposal][seat] = pk
    day = timezone.localdate(now or timezone.now())
    held = set(SeatHolder.objects.on(day).filter(seat__call=call).values_list("seat", flat=True))
    admitted = call.proposals.filter(state=Proposal.State.ADMITTED).order_by()
    owed = {
        pk: (held | set(given.get(pk, ()))) - recused.get(pk, set())
        for pk in admitted.values_list("pk", flat=True)
    }
    return Duties(owed, dict(recused), dict(given))


def due(call: Call, now=None) -> dict[int, set[int]]:
    """Which seats (pk) owe a sheet on each admitted proposal (pk)."""
    return duties(call, now).due


def is_sealed(call: Call, now=None, known: Duties | None = None) -> bool:
    """Whether scores are still nobody's but their seat's.

    Until every sheet that is due is in, or the term passes. `known`: who asked already.
    """
    if is_over(call, now):
        return False
    return not (known or duties(call, now)).are_done


def is_over(call: Call, now=None) -> bool:
    """Whether the term to score has passed."""
    return call.scores_due_at is not None and (now or timezone.now()) >= call.scores_due_at


def seat_of(call: Call, user, now=None) -> Seat | None:
    """The seat of this user in the jury of `call`."""
    day = timezone.localdate(now or timezone.now())
    held = SeatHolder.objects.on(day).filter(user=user, seat__call=call)
    return Seat.objects.filter(pk__in=held.values("seat")).first()


@transaction.atomic
def score(
    *,
    proposal: Proposal,
    seat: Seat,
    criterion: Criterion,
    level: Level,
    reason: str,
    by,
    now=None,
) -> Score:
    """Give `level` to a criterion, as often as one thinks again, until the sheet is handed in."""
    if criterion.call_id != proposal.call_id or level.criterion_id != criterion.pk:
        raise Refusal("Ese nivel no es de este criterio.")
    text = _text(reason)
    sheet = _open_sheet(proposal, seat, by, now)
    made, _ = Score.objects.update_or_create(
        sheet=sheet, criterion=criterion, defaults={"level": level, "reason": text}
    )
    _touched(sheet, now)
    return made


@transaction.atomic
def save_note(*, proposal: Proposal, seat: Seat, note: str, by, now=None) -> Scoresheet:
    """Keep the general comment of a seat on a proposal."""
    text = _text(note)
    sheet = _open_sheet(proposal, seat, by, now)
    sheet.note = text
    sheet.save(update_fields=["note"])
    _touched(sheet, now)
    return sheet


@transaction.atomic
def hand_in(*, proposal: Proposal, seat: Seat, by, now=None) -> Scoresheet:
    """Hand the sheet in: from here on it is fixed. Raises Refusal that names what is missing."""
    now = now or timezone.now()
    sheet = _open_sheet(proposal, seat, by, now)
    if missing := missing_in(sheet, proposal.call):
        raise Refusal(f"Antes de entregar falta: {'; '.join(missing)}.")
    holder = _holder(seat, now)
    sheet.handed_in_at, sheet.holder_name, sheet.changed_at = now, holder.name, now
    sheet.save(update_fields=["handed_in_at", "holder_name", "changed_at"])
    record("scoresheet.handed_in", sheet, by=by)
    return sheet


def missing_in(sheet: Scoresheet | None, call: Call) -> list[str]:
    """What a sheet lacks, criterion by criterion, in words."""
    given = {one.criterion_id: one for one in sheet.scores.all()} if sheet else {}
    missing = []
    for criterion in call.criteria.all():
        one = given.get(criterion.pk)
        if one is None:
            missing.append(f"el nivel del criterio {criterion.number}")
        elif not one.reason.strip():
            missing.append(f"la razón del criterio {criterion.number}")
    return missing


def others(proposal: Proposal, seat: Seat, now=None) -> list[Scoresheet]:
    """What the other seats gave a proposal; nothing while scores are sealed."""
    if is_sealed(proposal.call, now):
        return []
    recused = Recusal.objects.standing().filter(proposal=proposal).values("seat")
    given = Scoresheet.objects.filter(proposal=proposal, handed_in_at__isnull=False)
    return list(
        given.exclude(seat=seat)
        .exclude(seat__in=recused)
        .select_related("seat")
        .prefetch_related("scores__criterion", "scores__level")
        .order_by("seat__number")
    )


def why_closed(proposal: Proposal, seat: Seat, now=None) -> str:
    """Why a seat may not score a proposal any more; empty while it may."""
    now = now or timezone.now()
    call = proposal.call
    if proposal.state != Proposal.State.ADMITTED:
        return "Esta propuesta no está ante el jurado."
    if seat.call_id != call.pk:
        return "Ese asiento es del jurado de otra convocatoria."
    if Recusal.objects.standing().filter(proposal=proposal, seat=seat).exists():
        return "Este asiento está excusado de la propuesta."
    if Dictamen.objects.filter(call=call).exists():
        return "El dictamen ya se firmó: las calificaciones no cambian."
    if is_over(call, now):
        return "El plazo para calificar terminó."
    return ""


def _open_sheet(proposal: Proposal, seat: Seat, by, now) -> Scoresheet:
    """The seat's sheet, held until the transaction ends. Raises Refusal where it is fixed."""
    now = now or timezone.now()
    # The state as it is now: since the page was opened it may have been decided otherwise.
    proposal = Proposal.objects.select_related("call").get(pk=proposal.pk)
    _refuse_if(why_closed(proposal, seat, now))
    holder = _holder(seat, now)
    if getattr(by, "pk", None) and holder.user_id != by.pk:
        raise Refusal("Solo quien ocupa el asiento califica.")
    Scoresheet.objects.get_or_create(proposal=proposal, seat=seat)
    sheet = Scoresheet.objects.select_for_update().get(proposal=proposal, seat=seat)
    if sheet.handed_in_at:
        raise Refusal("Esta cédula ya se entregó: no cambia.")
    return sheet


def _holder(seat: Seat, now) -> SeatHolder:
    holder = SeatHolder.objects.on(timezone.localdate(now)).filter(seat=seat).first()
    if holder is None:
        raise Refusal(f"Nadie ocupa hoy el asiento «{seat.post}».")
    return holder


def _touched(sheet: Scoresheet, now) -> None:
    Scoresheet.objects.filter(pk=sheet.pk).update(changed_at=now or timezone.now())


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Refusal(f"Es demasiado largo: usa hasta {LONGEST:,} letras.")
    return text


def _refuse_if(reason: str) -> None:
    if reason:
        raise Refusal(reason)
