"""The proposals of a call, for those who verify: list and sheet."""

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response
from padron.access import requires
from padron.roles import Role

from .models import Call, Proposal
from .verify_forms import LATE, ProposalFilter

PAGE = 50
State = Proposal.State
COLUMNS = [
    Column("Número", 9),
    Column("Práctica", 46, wrap=True),
    Column("Sujeto obligado", 46, wrap=True),
    Column("Municipio", 24),
    Column("Grupo de la población", 24, wrap=True),
    Column("Cómo llegó", 18),
    Column("Enviada", 17),
    Column("Extemporánea", 13),
    Column("Estado", 16),
    Column("Requisitos que se cumplen", 14),
    Column("Requisitos que no se cumplen", 14),
    Column("Prevención: plazo", 14),
    Column("Prevención: contestada", 17),
    Column("Decidida", 17),
    Column("Motivos", 60, wrap=True),
    Column("Asientos excusados", 12),
]


def _call(request, slug) -> Call:
    return get_object_or_404(Call.objects.manageable_by(request.user), slug=slug)


def _proposals(request, call: Call):
    """Sent ones with what the list shows of each; a line's counts are of its own rows."""
    return (
        Proposal.objects.manageable_by(request.user)
        .filter(call=call)
        .select_related("body")
        .with_recused(request.user)
        .annotate(
            due_on=Max("preventions__due_on"),
            recused=Count("recusals__seat", Q(recusals__withdrawn_at=None), distinct=True),
        )
        .order_by("number")
    )


def _counts(request, call: Call) -> list[dict]:
    """How many there are in each state, and how many came late, with the way to each."""
    found = Proposal.objects.manageable_by(request.user).filter(call=call).order_by()
    states = {state: Count("pk", Q(state=state)) for state in State.values}
    counted = found.aggregate(**states, late=Count("pk", Q(is_late=True)))
    shown = [
        (counted[State.SENT], "por revisar", f"estado={State.SENT}", "warning"),
        (counted[State.PREVENTED], "con prevención", f"estado={State.PREVENTED}", ""),
        (counted[State.ADMITTED], "admitidas", f"estado={State.ADMITTED}", "success"),
        (counted[State.REJECTED], "no admitidas", f"estado={State.REJECTED}", ""),
        (counted["late"], "fuera de plazo", f"plazo={LATE}", ""),
    ]
    return [dict(zip(("count", "words", "query", "tone"), one, strict=True)) for one in shown]


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def proposals(request, slug):
    call, today = _call(request, slug), timezone.localdate()
    form = ProposalFilter(request.GET)
    page = Paginator(form.results(_proposals(request, call)), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "call": call,
        "counts": _counts(request, call),
        "form": form,
        "page": page,
        "query": request.GET.urlencode(),
        "today": today,
    }
    return render(request, "practicas/verify_list.html", context)


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def proposals_xlsx(request, slug):
    """What the filters show, whole; people are not in it."""
    call = _call(request, slug)
    found = _proposals(request, call).select_related(
        "body__municipality", "population_group", "verification"
    )
    found = found.annotate(
        met=Count("findings", Q(findings__is_met=True), distinct=True),
        unmet=Count("findings", Q(findings__is_met=False), distinct=True),
        answered_at=Max("preventions__answered_at"),
    )
    rows = list(ProposalFilter(request.GET).results(found))
    name = f"propuestas-{call.slug}-{timezone.localtime():%Y-%m-%d-%H%M}"
    response = xlsx_response(name, COLUMNS, map(_row, rows), title="Propuestas")
    record("proposals.downloaded", call, by=request.user, proposals=len(rows))
    return response


def _row(one) -> list:
    verification = getattr(one, "verification", None)
    return [
        one.number,
        one.title,
        one.body.name,
        str(one.body.municipality or ""),
        str(one.population_group or ""),
        one.get_channel_display(),
        one.sent_at,
        "Sí" if one.is_late else "No",
        one.get_state_display(),
        one.met,
        one.unmet,
        one.due_on,
        one.answered_at,
        verification and verification.made_at,
        verification.reasons if verification else "",
        one.recused,
    ]
