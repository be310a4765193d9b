"""The bodies that stopped at a step, with the enlace to write to: a list of people."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response
from padron.access import requires
from padron.models import Enlace
from padron.roles import Role

from .thread import NONE, STEPS, Row, Step
from .thread_forms import StoppedFilter
from .thread_views import PAGE, asked, reached_words

COLUMNS = [
    Column("Sujeto obligado", 54, wrap=True),
    Column("Municipio", 24),
    Column("Grupo", 14),
    Column("Último paso", 28),
    Column("Desde", 14),
    Column("Le sigue", 28),
    Column("Enlace", 36),
    Column("Correo", 36),
]
# Who took the last step stopped nowhere.
STOPS = [NONE, *(step.value for step in STEPS[:-1])]


def _following(reached: str) -> Step:
    """The step that comes next."""
    return STEPS[STOPS.index(reached)]


def _with_enlaces(rows: list[Row]) -> list[tuple[Row, list[Enlace]]]:
    """Rows with those who answer today for each body."""
    found: dict[int, list[Enlace]] = {}
    bodies = [row.body.pk for row in rows]
    current = Enlace.objects.current().filter(body__in=bodies).select_related("person")
    for one in current.order_by("starts_on", "pk"):
        found.setdefault(one.body_id, []).append(one)
    return [(row, found.get(row.body.pk, [])) for row in rows]


def _asked(request, reached: str):
    if reached not in STOPS:
        raise Http404
    found = asked(request, StoppedFilter)
    return found, found.thread.stopped(reached)


@require_safe
@requires(Role.STAFF)
def listing(request, reached):
    found, rows = _asked(request, reached)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = _with_enlaces(list(page))
    if people := sum(len(enlaces) for _, enlaces in shown):
        record(
            "people.listed", found.organizer, by=request.user, people=people,
            list=f"hilo: {reached}",
        )  # fmt: skip
    context = {
        "form": found.form,
        "page": page,
        "rows": [(row, _since(row), enlaces) for row, enlaces in shown],
        "reached": reached,
        "words": reached_words(reached),
        "missing": _following(reached).noun,
        "stops": [(one, reached_words(one)) for one in STOPS],
    }
    return render(request, "practicas/thread_stopped.html", context)


@require_safe
@requires(Role.STAFF)
def listing_xlsx(request, reached):
    """Those that the filters show, whole."""
    found, rows = _asked(request, reached)
    shown = _with_enlaces(rows)
    record(
        "people.listed",
        found.organizer,
        by=request.user,
        people=sum(len(enlaces) for _, enlaces in shown),
        list=f"hilo: {reached}, hoja",
    )
    told = (_sheet_row(row, enlaces) for row, enlaces in shown)
    name = f"hilo-{reached}-{timezone.localdate()}"
    return xlsx_response(name, COLUMNS, told, title="Se quedaron")


def _since(row: Row):
    """The first day of the last step it took."""
    return None if row.reached == NONE else row.days.get(Step(row.reached))


def _sheet_row(row: Row, enlaces: list[Enlace]) -> list:
    return [
        row.body.name,
        row.body.municipality.name if row.body.municipality else "",
        row.group.name if row.group else "",
        reached_words(row.reached),
        _since(row),
        str(_following(row.reached).label),
        "; ".join(one.person.full_name for one in enlaces),
        "; ".join(filter(None, (one.person.email for one in enlaces))),
    ]
