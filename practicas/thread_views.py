"""The report on the thread in the panel: chart, totals, bodies and municipalities, and sheets."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response
from padron.access import requires
from padron.models import Organizer
from padron.roles import Role

from .thread import NONE, STEPS, Row, Step, Thread, Total, read
from .thread_chart import chart
from .thread_forms import ThreadFilter, institutions

PAGE = 50
STEP_COLUMNS = [
    Column(STEPS[0].noun, 16),
    *(Column(name, 16) for step in STEPS[1:] for name in (step.noun, f"Días hasta {step.value}")),
]
BODY_COLUMNS = [
    Column("Clave", 12),
    Column("Sujeto obligado", 54, wrap=True),
    Column("Sector", 28, wrap=True),
    Column("Municipio", 24),
    Column("Grupo", 14),
    *STEP_COLUMNS,
    Column("Último paso", 28),
]
TOTAL_COLUMNS = [
    Column("Año", 8),
    Column("De quién", 30, wrap=True),
    Column("Sujetos obligados", 12),
    Column(STEPS[0].noun, 16),
    Column(f"{STEPS[0].noun}: primera vez", 16),
    *(
        Column(name, 16)
        for step in STEPS[1:]
        for name in (step.noun, f"{step.noun}: primera vez", f"Mediana de días hasta {step.value}")
    ),
]
BY_MUNICIPALITY, BY_GROUP = "municipio", "grupo"


@dataclass(frozen=True)
class Asked:
    """What a request asks the report for."""

    form: ThreadFilter
    thread: Thread
    # Its rows whose last step is the one asked for.
    rows: list[Row]
    organizer: Organizer


def asked(request, form=ThreadFilter) -> Asked:
    """The report of the institution this user works for, as the query string asks it."""
    organizers, organizer = institutions(request)
    known = read(organizer)
    filled = form(request.GET, known=known, organizers=organizers)
    told = known.thread(year=filled.year, group=filled.group, fits=filled.fits)
    return Asked(filled, told, filled.results(told), organizer)


def reached_words(reached: str) -> str:
    return "Ninguno todavía" if reached == NONE else str(Step(reached).label)


@require_safe
@requires(Role.STAFF)
def report(request):
    found = asked(request)
    by = request.GET.get("por", "")
    rows = found.thread.municipalities if by == BY_MUNICIPALITY else found.rows
    context = {
        "form": found.form,
        "thread": found.thread,
        "chart": chart(found.thread),
        "numbers": _numbers(found.thread),
        "steps": STEPS,
        "by": by,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "stopped": [
            (reached, reached_words(reached), len(found.thread.stopped(reached)))
            for reached in [NONE, *(step.value for step in STEPS[:-1])]
        ],
    }
    return render(request, "practicas/thread.html", context)


def _numbers(thread: Thread) -> list[dict]:
    """What the chart shows, for its table: of each step the figure of every group and of all."""
    totals = [*thread.groups, thread.total]
    return [
        {"figures": [(one.label, one.figures[place]) for one in totals],
         "all": thread.total.figures[place]}
        for place in range(len(STEPS))
    ]  # fmt: skip


@require_safe
@requires(Role.STAFF)
def report_xlsx(request):
    """What the filters show, whole: by body, by municipality, or by group and year."""
    found, by = asked(request), request.GET.get("por", "")
    day = timezone.localdate()
    record("thread.exported", found.organizer, by=request.user, rows=by or "sujeto obligado")
    if by == BY_MUNICIPALITY:
        totals, title = found.thread.municipalities, "Por municipio"
    elif by == BY_GROUP:
        totals, title = found.thread.by_group_and_year, "Por grupo y año"
    else:
        rows = map(_body_row, found.rows)
        return xlsx_response(f"hilo-{day}", BODY_COLUMNS, rows, title="Por sujeto obligado")
    rows = map(_total_row, totals)
    return xlsx_response(f"hilo-por-{by}-{day}", TOTAL_COLUMNS, rows, title=title)


def _body_row(row: Row) -> list:
    body = row.body
    first, *rest = row.cells
    return [
        body.key,
        body.name,
        body.sector.name,
        body.municipality.name if body.municipality else "",
        row.group.name if row.group else "",
        first.day or _yes(first.is_taken),
        *(value for cell in rest for value in (cell.day or _yes(cell.is_taken), cell.lapse)),
        reached_words(row.reached),
    ]


def _yes(is_taken: bool) -> str | None:
    """A step without a known day."""
    return "Sí" if is_taken else None


def _total_row(total: Total) -> list:
    first, *rest = total.figures
    return [
        total.year,
        total.label,
        total.bodies,
        first.count,
        first.first,
        *(value for one in rest for value in (one.count, one.first, one.lapse)),
    ]
