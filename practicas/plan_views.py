"""The work plan in the panel: lines of action by month, marked as planned or done."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response
from jornadas.refusal import Refusal
from padron.access import requires
from padron.models import Organizer
from padron.roles import Role

from . import plan as plans
from .models import PlanAction, PlanLine, PlanMonth
from .plan_forms import MarkForm

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _lines(user):
    """Lines with their actions and marks: three queries."""
    return PlanLine.objects.manageable_by(user).prefetch_related("actions__months")


@require_safe
@requires(Role.STAFF)
def plan(request):
    shown = [_shown(line) for line in _lines(request.user)]
    cells = [cell for line in shown for _, row, _ in line["rows"] for cell in row]
    context = {
        "lines": shown,
        "plan": plans.PLAN,
        "planned": sum(mark.state == PlanMonth.State.PLANNED for _, mark in cells if mark),
        "done": sum(mark.state == PlanMonth.State.DONE for _, mark in cells if mark),
    }
    return render(request, "practicas/plan.html", context)


def _shown(line: PlanLine) -> dict:
    """A line with its months, and each of its actions with what every month says."""
    months = plans.months_of(line)
    rows = []
    for action in line.actions.all():
        marks = {mark.month: mark for mark in action.months.all()}
        rows.append((action, [(month, marks.get(month)) for month in months], bool(marks)))
    return {"line": line, "rows": rows}


@require_safe
@requires(Role.STAFF)
def plan_xlsx(request):
    """A row for each action; in each month what it says, and with what note."""
    lines = list(_lines(request.user))
    months = sorted({month for line in lines for month in plans.months_of(line)})
    columns = [
        Column("Plan", 24),
        Column("Tema", 24),
        Column("Línea", 8),
        Column("Línea de acción", 40, wrap=True),
        Column("Inciso", 8),
        Column("Acción", 60, wrap=True),
        *(Column(plans.month_in_words(month), 18, wrap=True) for month in months),
    ]
    rows = [_sheet_row(line, action, months) for line in lines for action in line.actions.all()]
    record("plan.exported", by=request.user, actions=len(rows))
    name = f"plan-de-trabajo-{timezone.localdate()}"
    return xlsx_response(name, columns, rows, title="Plan de trabajo")


def _sheet_row(line: PlanLine, action: PlanAction, months: list[date]) -> list:
    marks = {mark.month: mark for mark in action.months.all()}
    told = [
        ": ".join(filter(None, (marks[month].get_state_display(), marks[month].note)))
        if month in marks
        else None
        for month in months
    ]
    letter = action.letter
    return [line.plan, line.section, line.number, line.title, letter, action.text, *told]


@require_POST
@requires(Role.STAFF)
def load(request):
    """Load the plan of 2021-2022 for the first institution this user works for."""
    organizers = Organizer.objects.filter(pk__in=request.user.organizer_ids("staff"))
    try:
        actions = plans.load(organizers.order_by("pk")[0], by=request.user)
    except Refusal as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Se cargaron {actions} acciones, con sus meses vacíos.")
    return redirect("panel_plan")


def _action(request, pk: int, year: int, month: int) -> tuple[PlanAction, date]:
    """An action of a plan that this user looks after, and one of its months."""
    lines = PlanLine.objects.manageable_by(request.user)
    found = PlanAction.objects.filter(line__in=lines).select_related("line")
    action = get_object_or_404(found, pk=pk)
    wanted = [one for one in plans.months_of(action.line) if (one.year, one.month) == (year, month)]
    if not wanted:
        raise Http404
    return action, wanted[0]


def _back(action: PlanAction) -> str:
    return f"{reverse('panel_plan')}#accion-{action.pk}"


@FORM
@requires(Role.STAFF)
def mark(request, pk, year, month):
    action, day = _action(request, pk, year, month)
    held = action.months.filter(month=day).first()
    form = MarkForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        plans.mark(action=action, month=day, by=request.user, **form.cleaned_data)
        messages.success(request, f"Quedó marcado {plans.month_in_words(day)}.")
        return redirect(_back(action))
    context = {
        "form": form,
        "action": action,
        "held": held if held and held.pk else None,
        "month": plans.month_in_words(day),
        "day": day,
        "back": _back(action),
    }
    return render(request, "practicas/plan_mark.html", context)


@FORM
@requires(Role.STAFF)
def unmark(request, pk, year, month):
    action, day = _action(request, pk, year, month)
    if request.method == "POST":
        try:
            plans.unmark(action=action, month=day, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"Se quitó la marca de {plans.month_in_words(day)}.")
        return redirect(_back(action))
    get_object_or_404(action.months, month=day)
    context = {
        "title": f"¿Quitar la marca de {plans.month_in_words(day)}?",
        "sentence": f"El mes vuelve a quedar vacío en «{action.text}» y su nota se borra.",
        "action": "Quitar la marca",
        "cancel_url": reverse("panel_plan_mark", args=[pk, year, month]),
    }
    return render(request, "components/confirm.html", context)
