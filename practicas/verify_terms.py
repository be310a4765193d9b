"""The term of a prevención: working days from the day after, with the days that do not count."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from jornadas.models import NonWorkingDay
from jornadas.working_days import working_day

from .models import Call


@dataclass(frozen=True)
class Term:
    """`days` working days from `starts_on` to `due_on`, both included; `skipped` with why."""

    days: int
    starts_on: date
    due_on: date
    skipped: list[tuple[date, str]]
    # Years it touches for which nobody has written down a single day of rest.
    unknown_years: list[int]


def term(call: Call, now=None) -> Term:
    """The term of a prevención that is made at `now`, by the institution's table of rest days."""
    today = timezone.localdate(now)
    reasons = dict(
        NonWorkingDay.objects.filter(
            organizer=call.organizer_id, day__year__gte=today.year
        ).values_list("day", "reason")
    )
    due_on = working_day(today, call.prevention_days, reasons)
    between = [today + timedelta(days=n) for n in range(1, (due_on - today).days + 1)]
    skipped = [
        (day, reasons.get(day, "Fin de semana"))
        for day in between
        if day in reasons or day.weekday() >= 5
    ]
    written = {day.year for day in reasons}
    unknown = sorted({day.year for day in (today, due_on)} - written)
    counted = (day for day in between if day not in {one for one, _ in skipped})
    return Term(call.prevention_days, next(counted, due_on), due_on, skipped, unknown)
