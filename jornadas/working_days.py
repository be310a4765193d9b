"""Days on which the institution works, and the hours at which a window opens and closes."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

LAW = "Descanso obligatorio (Ley Federal del Trabajo, artículo 74)"


def mandatory_rest_days(year: int) -> list[date]:
    """The federal days of rest of `year`; the institution's own days are added to these by hand."""
    days = [
        date(year, 1, 1),
        _monday(year, 2, 1),
        _monday(year, 3, 3),
        date(year, 5, 1),
        date(year, 9, 16),
        _monday(year, 11, 3),
        date(year, 12, 25),
    ]
    # The federal executive changes every six years: 1 October since the reform, from 2024 on.
    if year >= 2024 and (year - 2024) % 6 == 0:
        days.append(date(year, 10, 1))
    return sorted(days)


def _monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (nth - 1))


def working_day(start: date, steps: int, rest: Collection[date] = ()) -> date:
    """The day `steps` working days after `start` (before it where negative)."""
    day, one = start, timedelta(days=1 if steps > 0 else -1)
    for _ in range(abs(steps)):
        day += one
        while day.weekday() >= 5 or day in rest:
            day += one
    return day


def opening(day: date, hour: time | None = None) -> datetime:
    """When a window that opens on `day` opens: at its first moment, or at `hour`."""
    return timezone.make_aware(datetime.combine(day, hour or time(0, 0)))


def closing(day: date, hour: time | None = None) -> datetime:
    """When a window whose last day is `day` closes: at the end of that day, or at `hour`.

    The end is its last second, so that pages name the day people were told.
    """
    return timezone.make_aware(datetime.combine(day, hour or time(23, 59, 59)))


def is_whole_day(moment: datetime | None) -> bool:
    """Whether a closing time is the end of its day rather than an hour somebody chose."""
    return moment is not None and timezone.localtime(moment).time() == time(23, 59, 59)
