"""The union of stretches of time, against one that looks at every minute."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from asistencia.spans import clip, gaps, length, seconds_of, span, union

moments = st.integers(0, 240)
stretches = st.lists(st.tuples(moments, moments), max_size=12)
window = st.tuples(moments, moments).map(sorted).map(tuple)


def minutes(pairs) -> set[int]:
    """Every minute that one of `pairs` covers, looked at one by one."""
    return {at for at in range(241) if any(start <= at < end for start, end in pairs)}


@given(stretches, window)
def test_what_is_covered_and_what_is_missing_is_that_of_every_minute(pairs, within):
    covered = clip(pairs, within)
    inside, whole = minutes(pairs) & minutes([within]), minutes([within])
    assert minutes(covered) == inside
    assert length(covered) == len(inside)
    assert minutes(gaps(covered, within)) == whole - inside


@given(stretches)
def test_a_union_is_in_order_and_never_touches_itself(pairs):
    whole = union(pairs)
    assert all(start < end for start, end in whole)
    assert all(one[1] < other[0] for one, other in pairwise(whole))
    assert union([*whole, *pairs]) == whole


def test_the_night_the_clock_was_put_back_is_an_hour_longer():
    """In 2022 central Mexico put its clock back for the last time, on 30 October at 2:00."""
    mexico = ZoneInfo("America/Mexico_City")
    start = datetime(2022, 10, 30, 1, 30, tzinfo=mexico)
    end = datetime(2022, 10, 30, 2, 30, tzinfo=mexico)
    assert seconds_of(end) - seconds_of(start) == 2 * 3600
    assert span((seconds_of(start), seconds_of(end))).starts_at == datetime(
        2022, 10, 30, 6, 30, tzinfo=UTC
    )
