"""The table of the session: what the seats gave each proposal, once the scores are open.

How it is reckoned, so that anybody with the printed table can do it again:
the total of a seat is 100 × Σ weight × level ÷ highest level, over Σ weight, rounded to hundredths,
half upwards; the score of a proposal is the median of its seats' totals as they are printed (of an
even number, the mean of the two in the middle, rounded likewise); the spread is the highest total
less the lowest.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm

from django.utils import timezone

from . import scoring
from .models import Call, Proposal, Ruling, Score, Seat

ROUNDING = (
    "El total de cada asiento es de 100: se suma peso por nivel entre el nivel más alto de cada "
    "criterio, se divide entre la suma de los pesos y se redondea a centésimas, la mitad hacia "
    "arriba. El puntaje de la propuesta es la mediana de los totales; con un número par, el "
    "promedio de los dos de en medio. La dispersión es el total más alto menos el más bajo."
)


@dataclass
class Row:
    """A proposal before the jury. While scores are sealed, whatever tells of them is None."""

    proposal: Proposal
    # Seats by pk: those that owe a sheet, those recused, those whose sheet is in.
    due: set[int]
    recused: set[int]
    given: set[int]
    quorum: int
    totals: dict[int, Decimal] | None = None
    median: Decimal | None = None
    spread: Decimal | None = None
    # By the criteria that weigh most; None where all weigh the same.
    heaviest: Decimal | None = None
    # Without a minimum in the call, or while sealed: None.
    meets_minimum: bool | None = None
    place: int | None = None
    # Those with the same score, itself among them.
    alike: list["Row"] = field(default_factory=list, repr=False)
    tie_words: str = ""
    ruling: Ruling | None = None
    cells: list[dict] = field(default_factory=list)

    @property
    def sheets_in(self) -> int:
        return len(self.given)

    @property
    def has_quorum(self) -> bool:
        return self.sheets_in >= self.quorum

    @property
    def tied_with(self) -> list["Row"]:
        return [other for other in self.alike if other is not self]

    @property
    def is_tied(self) -> bool | None:
        return None if self.totals is None else len(self.alike) > 1


class Weights:
    """The call's criteria, turned into whole numbers so that nothing is lost on the way."""

    def __init__(self, criteria):
        """`criteria`: (pk, weight, highest level) of each; one without levels counts nothing."""
        counted = [(pk, Fraction(weight), top) for pk, weight, top in criteria if top]
        shares = {pk: weight / top for pk, weight, top in counted}
        scale = lcm(*(share.denominator for share in shares.values()))
        self._whole = {pk: int(share * scale) for pk, share in shares.items()}
        weighs_most = max((weight for _, weight, _ in counted), default=None)
        self.heaviest = {pk for pk, weight, _ in counted if weight == weighs_most}
        self.are_equal = len(self.heaviest) == len(counted)
        # What the highest level everywhere counts, and what it counts in the heaviest alone.
        self._most = sum(self._whole[pk] * top for pk, _, top in counted)
        self._most_heavy = sum(self._whole[pk] * t for pk, _, t in counted if pk in self.heaviest)

    def points(self, criterion: int, value: int) -> int:
        """What a level (its value) of a criterion (pk) counts, in whole numbers."""
        return self._whole.get(criterion, 0) * value

    def of_hundred(self, points: int) -> Decimal:
        return _hundredths(10_000 * points, self._most) if self._most else Decimal("0.00")

    def of_heaviest(self, points: int) -> Decimal:
        """Of 100, where the points are only those of the criteria that weigh most."""
        return _hundredths(10_000 * points, self._most_heavy)


def _hundredths(dividend: int, divisor: int) -> Decimal:
    """The quotient as so many hundredths, half upwards. Both are not negative."""
    return Decimal((2 * dividend + divisor) // (2 * divisor)).scaleb(-2)


def median(totals: list[Decimal]) -> Decimal | None:
    """The one in the middle, or the mean of the two in the middle, of totals in hundredths."""
    if not totals:
        return None
    inner = sorted(int(one.scaleb(2)) for one in totals)
    half = len(inner) // 2
    if len(inner) % 2:
        return Decimal(inner[half]).scaleb(-2)
    return _hundredths(inner[half - 1] + inner[half], 2)


def seats_of(call: Call, now=None) -> list[Seat]:
    """The seats, each with `holder`: who holds it on that day, or None."""
    day = timezone.localdate(now or timezone.now())
    seats = list(call.seats.prefetch_related("holders"))
    for seat in seats:
        seat.holder = next((one for one in seat.holders.all() if one.holds_on(day)), None)
    return seats


def table(call: Call, now=None) -> list[Row]:
    """Every admitted proposal: by its score, the highest before, or by number while sealed."""
    duties = scoring.duties(call, now)
    rulings = {one.proposal_id: one for one in Ruling.objects.filter(proposal__call=call)}
    admitted = (
        call.proposals.filter(state=Proposal.State.ADMITTED)
        .select_related("body")
        # Five hundred of them: what they say in full is read one by one.
        .only("number", "title", "state", "call", "body__name")
    )
    rows = [
        Row(
            proposal=one,
            due=duties.due.get(one.pk, set()),
            recused=duties.recused.get(one.pk, set()),
            given=set(duties.given.get(one.pk, ())),
            quorum=call.quorum,
            ruling=rulings.get(one.pk),
        )
        for one in admitted.order_by("number", "pk")
    ]
    if not scoring.is_sealed(call, now, duties):
        _reckon(call, rows, duties.given)
        rows.sort(key=_order)
        _places(rows)
    return rows


def _reckon(call: Call, rows: list[Row], sheets: dict[int, dict[int, int]]) -> None:
    weights, points, heavy = _scores(call)
    for row in rows:
        of_seat = sheets.get(row.proposal.pk, {})
        row.totals = {seat: weights.of_hundred(points[sheet]) for seat, sheet in of_seat.items()}
        values = list(row.totals.values())
        row.median = median(values)
        row.spread = max(values) - min(values) if values else None
        if not weights.are_equal:
            row.heaviest = median([weights.of_heaviest(heavy[one]) for one in of_seat.values()])
        if call.minimum_score is not None:
            row.meets_minimum = row.median is not None and row.median >= call.minimum_score
    _ties(call, rows)


def _scores(call: Call) -> tuple[Weights, dict[int, int], dict[int, int]]:
    """The points of each sheet (pk) that is in: all of them, and those of the heaviest criteria."""
    asked = list(
        call.criteria.order_by("pk").values_list("pk", "weight", "levels", "levels__value")
    )
    top: dict[int, int] = defaultdict(int)
    for criterion, _, _, value in asked:
        top[criterion] = max(top[criterion], value or 0)
    weight_of = {criterion: weight for criterion, weight, _, _ in asked}
    weights = Weights((pk, weight, top[pk]) for pk, weight in weight_of.items())
    # What each level counts, so that thousands of scores are only added up.
    worth = {level: weights.points(pk, value or 0) for pk, _, level, value in asked}
    is_heavy = {level for pk, _, level, _ in asked if pk in weights.heaviest}
    points: dict[int, int] = defaultdict(int)
    heavy: dict[int, int] = defaultdict(int)
    handed = Score.objects.filter(sheet__proposal__call=call, sheet__handed_in_at__isnull=False)
    for sheet, level in handed.order_by().values_list("sheet", "level"):
        points[sheet] += worth[level]
        if level in is_heavy:
            heavy[sheet] += worth[level]
    return weights, points, heavy


def _ties(call: Call, rows: list[Row]) -> None:
    alike: dict[Decimal, list[Row]] = defaultdict(list)
    for row in rows:
        if row.median is not None:
            alike[row.median].append(row)
    for group in alike.values():
        if len(group) > 1:
            for row in group:
                row.alike = group
                row.tie_words = _tie_words(call, row)


def _tie_words(call: Call, row: Row) -> str:
    """What the call's rule gives for a row that is tied."""
    if call.tie_rule == Call.TieRule.ALL:
        return "Todas las empatadas reciben la misma resolución."
    if call.tie_rule == Call.TieRule.JURY:
        return "Decide el jurado en sesión."
    if row.heaviest is None:
        return "Todos los criterios pesan igual: decide el jurado en sesión."
    others = [other.heaviest for other in row.tied_with]
    said = f"{row.heaviest} de 100 en lo de mayor peso"
    if all(row.heaviest > other for other in others):
        return f"Va antes: {said}."
    if row.heaviest in others:
        return f"Sigue el empate: {said}; decide el jurado en sesión."
    return f"Va después: {said}."


def _order(row: Row):
    """Highest score first; then by what weighs most; what nobody scored last."""
    return (
        row.median is None,
        -(row.median or 0),
        -(row.heaviest or 0),
        row.proposal.number,
        row.proposal.pk,
    )


def _places(rows: list[Row]) -> None:
    """1, 2, 2, 4: those with the same score share a place."""
    for index, row in enumerate(rows):
        if row.median is None:
            continue
        before = rows[index - 1] if index else None
        same = before is not None and before.median == row.median
        row.place = before.place if before is not None and same else index + 1
