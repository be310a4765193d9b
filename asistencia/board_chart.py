"""Arrivals as a small chart: one bar for each minute, or for more where they stretch long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

BARS = 90
# The first minutes do not fill the whole width.
ROOM = 15
STEPS = (1, 5, 15, 60)


@dataclass(frozen=True)
class Bar:
    """Entries in an interval; `x`, `y` and `height` place it in a drawing 100 high."""

    start: datetime
    entries: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    minutes: int
    highest: int
    width: int

    @property
    def ends_at(self) -> datetime:
        return self.bars[-1].start + timedelta(minutes=self.minutes)


def chart(per_minute: list[tuple[str, datetime, int]]) -> Chart | None:
    """Of gates, minutes and entries in each: as many minutes a bar as make at most 90 bars."""
    if not per_minute:
        return None
    moments = [minute for _, minute, _ in per_minute]
    first, last = min(moments), max(moments)
    span = (last - first) / timedelta(minutes=1) + 1
    step = next((m for m in STEPS if span / m <= BARS - 1), 5 * ceil(span / 5 / (BARS - 1)))
    first -= timedelta(minutes=first.minute % step if step <= 60 else 0)
    counts = [0] * (int((last - first) / timedelta(minutes=step)) + 1)
    for _, minute, n in per_minute:
        counts[int((minute - first) / timedelta(minutes=step))] += n
    highest = max(counts)
    bars = []
    for number, n in enumerate(counts):
        height = round(100 * n / highest)
        start = first + timedelta(minutes=step * number)
        bars.append(Bar(start, n, number * 20, 100 - height, height))
    return Chart(bars, step, highest, 20 * max(ROOM, len(counts)))
