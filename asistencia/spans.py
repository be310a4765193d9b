"""Arithmetic of stretches of time: pairs of whole seconds since 1970, the end not included.

Whole seconds of UTC, so that no clock that is put forward or back at night changes a length.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when; both moments are aware."""

    starts_at: datetime
    ends_at: datetime


def span(pair: Pair) -> Span:
    return Span(*(datetime.fromtimestamp(second, UTC) for second in pair))


def seconds_of(moment: datetime) -> int:
    """An aware moment as whole seconds; what is left of a second is dropped."""
    return int(moment.timestamp() // 1)


def union(pairs: Iterable[Pair]) -> list[Pair]:
    """The same time, each moment once: in order, none touching another. Empty pairs are nothing."""
    pairs = list(pairs)
    if len(pairs) < 2:
        return [pair for pair in pairs if pair[0] < pair[1]]
    whole: list[Pair] = []
    for start, end in sorted(pairs):
        if end <= start:
            continue
        if whole and start <= whole[-1][1]:
            if end > whole[-1][1]:
                whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def clip(pairs: Iterable[Pair], within: Pair) -> list[Pair]:
    """What of `pairs` falls into `within`, as a union."""
    first, last = within
    return union([(max(start, first), min(end, last)) for start, end in pairs])


def gaps(covered: list[Pair], within: Pair) -> list[Pair]:
    """What of `within` the union `covered` leaves open."""
    at, last = within
    found: list[Pair] = []
    for start, end in covered:
        if at < min(start, last):
            found.append((at, min(start, last)))
        at = max(at, end)
    if at < last:
        found.append((at, last))
    return found


def length(covered: Iterable[Pair]) -> int:
    """The seconds of a union."""
    return sum(end - start for start, end in covered)
