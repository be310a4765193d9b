"""The table of the session: totals, medians, ties, and silence while scores are sealed."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from practicas import table
from practicas.models import Call
from tests.practicas.jury_story import give, judged, make_jury
from tests.practicas.make import make_proposal, recuse

pytestmark = pytest.mark.django_db


def told(call):
    """Each row as number, median, spread and place."""
    return [
        (row.proposal.number, str(row.median), str(row.spread), row.place)
        for row in table.table(call)
    ]


def test_totals_of_a_hundred_median_and_spread():
    call = make_jury()
    judged(call, 4, 2, 3)
    judged(call, [4, 4, 4, 4, 4, 3], [0] * 6, [1, 0, 0, 0, 0, 0])
    judged(call, 4, 4, 3)
    assert told(call) == [
        (3, "100.00", "25.00", 1),
        (1, "75.00", "50.00", 2),
        (2, "4.17", "95.83", 3),
    ]
    row = table.table(call)[2]
    seats = {seat.pk: seat.number for seat in call.seats.all()}
    totals = {seats[pk]: str(total) for pk, total in row.totals.items()}
    assert totals == {1: "95.83", 2: "0.00", 3: "4.17"}


def test_weights_count_and_levels_need_not_be_alike():
    call = make_jury()
    call.criteria.filter(number=1).update(weight=3)
    heavy = call.criteria.get(number=2)
    heavy.levels.create(value=10, anchor="Más no se puede.")
    judged(call, [4, 0, 0, 0, 0, 0], [0, 4, 0, 0, 0, 0], [0, 10, 0, 0, 0, 0])
    row = table.table(call)[0]
    assert sorted(row.totals.values()) == [Decimal("5.00"), Decimal("12.50"), Decimal("37.50")]


def test_of_an_even_number_the_mean_of_the_two_in_the_middle():
    call = make_jury(seats=4)
    judged(call, 0, [1, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0], 4)
    # 4.17 and 8.33: their mean is 6.25.
    assert told(call) == [(1, "6.25", "100.00", 1)]


LEVELS = st.lists(st.integers(0, 7), min_size=6, max_size=6)
WEIGHTS = st.lists(
    st.decimals("0.01", "9999.99", places=2), min_size=6, max_size=6
)  # fmt: skip
TOPS = st.lists(st.integers(1, 9), min_size=6, max_size=6)


@given(weights=WEIGHTS, tops=TOPS, sheets=st.lists(LEVELS, min_size=1, max_size=7))
def test_totals_and_medians_are_those_of_somebody_who_reckons_anew(weights, tops, sheets):
    sheets = [[min(v, top) for v, top in zip(one, tops, strict=True)] for one in sheets]
    rules = table.Weights(
        (n, weight, top) for n, (weight, top) in enumerate(zip(weights, tops, strict=True))
    )
    totals = [
        rules.of_hundred(sum(rules.points(n, value) for n, value in enumerate(one)))
        for one in sheets
    ]
    expected = [reckoned(weights, tops, one) for one in sheets]
    assert totals == expected
    # Python's own median, of exact hundredths.
    middle = median(Fraction(one) for one in expected)
    assert table.median(totals) == rounded(middle)
    assert all(0 <= one <= 100 for one in totals)


def reckoned(weights, tops, levels) -> Decimal:
    share = sum(
        Fraction(weight) * Fraction(level, top)
        for weight, level, top in zip(weights, levels, tops, strict=True)
    )
    return rounded(100 * share / sum(map(Fraction, weights)))


def rounded(value: Fraction) -> Decimal:
    """Half upwards at the hundredth, by decimals with room for every digit."""
    whole, rest = divmod(value.numerator * 100, value.denominator)
    half = Fraction(rest, value.denominator) >= Fraction(1, 2)
    hundredths = Decimal(whole + half) / 100
    return hundredths.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_nothing_is_told_while_it_is_sealed():
    call = make_jury()
    proposal = make_proposal(call)
    give(proposal, 1, 4)
    give(proposal, 2, 4, hand_in=False)
    (row,) = table.table(call)
    assert (row.totals, row.median, row.spread, row.place, row.is_tied) == (None,) * 5
    assert (row.meets_minimum, row.heaviest, row.tie_words) == (None, None, "")
    # Who handed in is told: somebody must be able to ask for what is missing.
    assert (row.sheets_in, len(row.due), row.has_quorum) == (1, 3, False)


def test_what_is_not_handed_in_by_the_end_of_the_term_does_not_count():
    call = make_jury(scores_due_at=timezone.now() + timedelta(minutes=5))
    proposal = make_proposal(call)
    give(proposal, 1, 4)
    give(proposal, 2, 0, hand_in=False)
    (row,) = table.table(call, call.scores_due_at)
    assert (row.median, row.sheets_in, row.has_quorum) == (Decimal("100.00"), 1, False)


def test_a_recused_seat_is_neither_due_nor_counted():
    call = make_jury()
    proposal = make_proposal(call)
    recuse(proposal, call.seats.get(number=3))
    give(proposal, 1, 4)
    give(proposal, 2, 2)
    (row,) = table.table(call)
    assert (str(row.median), row.sheets_in, len(row.due)) == ("75.00", 2, 2)
    assert row.has_quorum is False


def test_the_minimum_counts_from_itself():
    call = make_jury(minimum_score=Decimal("50.00"))
    judged(call, 2, 2, 2)
    judged(call, [2, 2, 2, 2, 2, 1], [2, 2, 2, 2, 2, 1], 4)
    assert [(str(row.median), row.meets_minimum) for row in table.table(call)] == [
        ("50.00", True),
        ("45.83", False),
    ]


def ties(call):
    return {row.proposal.number: (row.place, row.tie_words) for row in table.table(call)}


def test_a_tie_that_the_heaviest_criterion_settles():
    call = make_jury(tie_rule=Call.TieRule.HEAVIEST)
    call.criteria.filter(number=1).update(weight=2)
    judged(call, *[[1, 4, 1, 1, 1, 1]] * 3)  # 2 + 4 + 4 = 10
    judged(call, *[[3, 1, 1, 1, 1, 0]] * 3)  # 6 + 4 = 10
    assert ties(call) == {
        2: (1, "Va antes: 75.00 de 100 en lo de mayor peso."),
        1: (1, "Va después: 25.00 de 100 en lo de mayor peso."),
    }
    judged(call, *[[3, 0, 1, 1, 1, 1]] * 3)
    assert ties(call)[2][1].startswith("Sigue el empate: 75.00 de 100")
    assert ties(call)[1][1].startswith("Va después")


def test_what_the_other_rules_give():
    for rule, words in [
        (Call.TieRule.HEAVIEST, "Todos los criterios pesan igual: decide el jurado en sesión."),
        (Call.TieRule.ALL, "Todas las empatadas reciben la misma resolución."),
        (Call.TieRule.JURY, "Decide el jurado en sesión."),
    ]:
        call = make_jury(tie_rule=rule)
        for _ in range(2):
            judged(call, 3, 3, 3)
        judged(call, 1, 1, 1)
        assert ties(call) == {1: (1, words), 2: (1, words), 3: (3, "")}


def test_what_nobody_could_score_comes_last():
    call = make_jury()
    alone = make_proposal(call)
    for seat in call.seats.all():
        recuse(alone, seat)
    judged(call, 0, 0, 0)
    assert told(call) == [(2, "0.00", "0.00", 1), (1, "None", "None", None)]


def test_the_table_takes_as_many_questions_for_one_as_for_three():
    call = make_jury()
    asked = []
    for _ in range(2):
        for _ in range(len(asked) + 1):
            judged(call, 3, 2, 1)
        with CaptureQueriesContext(connection) as queries:
            table.table(call)
            table.seats_of(call)
        asked.append(len(queries))
    assert asked == [10, 10]
