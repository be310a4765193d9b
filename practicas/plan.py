"""The work plan: loading its lines of action as they are printed, and marking what was done when.

The plan of 2021-2022 has a schedule whose shaded months did not survive in the copy we have: its
actions come without months and none is invented. Who knows them marks them.
"""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from bitacora.record import record
from documentos.spanish import MONTHS
from jornadas.refusal import Refusal
from padron.models import Organizer

from .models import PlanAction, PlanLine, PlanMonth

# The schedule's own words for each action, under the letter the plan gives it. Línea 3, inciso e,
# has no row in the schedule and is told in the plan's words; línea 5 has no letters.
SOURCE = Path(__file__).parent / "data" / "plan_2021_2022.csv"
PLAN = "Plan de Trabajo 2021-2022"
FIRST, LAST = date(2021, 9, 1), date(2022, 8, 1)


@transaction.atomic
def load(organizer: Organizer, *, by) -> int:
    """Load the plan of 2021-2022 with its months empty; return how many actions it has."""
    # Two who press the button at once: the second waits here, and is told.
    Organizer.objects.select_for_update().get(pk=organizer.pk)
    if organizer.plan_lines.filter(plan=PLAN).exists():
        raise Refusal(f"El {PLAN} ya está cargado.")
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        line, _ = PlanLine.objects.get_or_create(
            organizer=organizer,
            plan=PLAN,
            section=row["tema"],
            number=int(row["linea"]),
            defaults={"title": row["titulo"], "first_month": FIRST, "last_month": LAST},
        )
        line.actions.create(letter=row["inciso"], text=row["accion"])
    record("plan.loaded", organizer, by=by, plan=PLAN, actions=len(rows))
    return len(rows)


@transaction.atomic
def mark(*, action: PlanAction, month: date, state: str, note: str = "", by) -> PlanMonth:
    """Say that an action is planned for a month, or was done in it; what was said is replaced."""
    _check(action, month)
    # Two who mark the same month at once: one waits, so that the record tells both in order.
    PlanAction.objects.select_for_update().get(pk=action.pk)
    before = action.months.filter(month=month).first()
    marked, _ = PlanMonth.objects.update_or_create(
        action=action,
        month=month,
        defaults={"state": state, "note": note.strip(), "made_by": str(by)[:200]},
    )
    record(
        "plan.marked", action, by=by, month=f"{month:%Y-%m}", state=state,
        before=before.state if before else "",
    )  # fmt: skip
    return marked


@transaction.atomic
def unmark(*, action: PlanAction, month: date, by) -> None:
    """Take a mark away: the month is empty again. The record keeps that it was there."""
    PlanAction.objects.select_for_update().get(pk=action.pk)
    held = action.months.filter(month=month).first()
    if held is None:
        raise Refusal("Este mes ya no tiene marca.")
    record("plan.unmarked", action, by=by, month=f"{month:%Y-%m}", state=held.state)
    held.delete()


def _check(action: PlanAction, month: date) -> None:
    line = action.line
    if month.day != 1 or not line.first_month <= month <= line.last_month:
        raise Refusal(
            f"El plan va de {month_in_words(line.first_month)} a "
            f"{month_in_words(line.last_month)}; ese mes no es suyo."
        )


def months_of(line: PlanLine) -> list[date]:
    """The months the plan covers, as first days."""
    found, month = [], line.first_month
    while month <= line.last_month:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def month_in_words(month: date) -> str:
    return f"{MONTHS[month.month - 1]} de {month.year}"
