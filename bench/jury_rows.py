"""The row of the jury: the table of the session, with every sheet of every seat."""

from statistics import median

from .rows import Bench, Line

PROPOSALS, SEATS = 500, 5


def jury(bench: Bench):
    """Five hundred proposals that five seats have scored by six criteria."""
    with bench.site() as site:
        made = site.scene("jury_scenes.judged", proposals=PROPOSALS, seats=SEATS)
        told = site.scene("jury_scenes.reckon", call=made["call"], runs=max(3, bench.runs))
    if (told["rows"], told["scored"]) != (PROPOSALS, PROPOSALS * SEATS):
        raise AssertionError(told)
    what = f"jury table of {PROPOSALS} proposals, {SEATS} seats"
    yield Line("jury", f"{what}: queries", told["queries"], "", must=10)
    yield Line("jury", what, median(told["seconds"]) * 1000, "ms", must=300)
