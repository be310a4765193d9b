"""Constancias of an event in the panel: who is due one, who has it, who has not and why."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.models import Entry
from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response
from jornadas.models import Event
from padron.access import requires
from padron.roles import Role

from . import jobs, names
from .candidates import Candidate, candidates
from .models import Certificate
from .panel_forms import CandidateFilter

PAGE = 50
COLUMNS = [
    Column("Nombre", 38, wrap=True),
    Column("Nombre para constancia", 38, wrap=True),
    Column("Sujeto obligado", 46, wrap=True),
    Column("Cargo", 34, wrap=True),
    Column("Le corresponde", 14),
    Column("Sesiones a las que asistió", 14),
    Column("Porcentaje del tiempo", 14),
    Column("Minutos", 12),
    Column("Motivo", 52, wrap=True),
]
WORDS = {
    "certificates.issued": "Se emitieron",
    "certificates.names_asked": "Se pidió confirmar nombres",
    "certificates.downloaded": "Se descargaron",
}


def find_event(request, slug) -> Event:
    events = Event.objects.manageable_by(request.user).select_related("program__organizer")
    return get_object_or_404(events.prefetch_related("sessions"), slug=slug)


@require_safe
@requires(Role.STAFF)
def certificates(request, slug):
    event = find_event(request, slug)
    everybody = candidates(event)
    form = CandidateFilter(request.GET)
    page = Paginator(form.results(everybody), PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", event, by=request.user, people=len(page.object_list))
    due = [one for one in everybody if one.is_due]
    issued = Certificate.objects.filter(event=event)
    context = {
        "event": event,
        "form": form,
        "page": page,
        "due": len(due),
        "issued": sum(one.certificate is not None for one in everybody),
        "not_due": sum(bool(one.reason) for one in everybody),
        "everybody": len(everybody),
        "names": names.standing(event, due),
        "job": jobs.latest(event),
        "undrawn": issued.without_document().count(),
        "history": [(entry, WORDS[entry.action]) for entry in _history(event)],
        "query": request.GET.urlencode(),
    }
    return render(request, "certificates/panel/index.html", context)


def _history(event: Event):
    return Entry.objects.about(event).filter(action__in=WORDS).order_by("-at", "-pk")[:20]


@require_safe
@requires(Role.STAFF)
def certificates_xlsx(request, slug):
    """What the filters show, whole."""
    event = find_event(request, slug)
    found = CandidateFilter(request.GET).results(candidates(event))
    name = f"constancias-{event.slug}-{timezone.localtime():%Y-%m-%d-%H%M}"
    response = xlsx_response(name, COLUMNS, map(_row, found), title="Constancias")
    record("list.printed", event, by=request.user, people=len(found), format="xlsx")
    return response


def _row(one: Candidate) -> list:
    if one.speaker:
        return [one.speaker.name, one.speaker.name, "Ponente", one.speaker.post,
                "No" if one.reason else "Sí", None, None, None, one.reason]  # fmt: skip
    person = one.registration.person
    return [
        person.list_name,
        person.printed_name,
        one.registration.body.name,
        one.registration.post,
        "No" if one.reason else "Sí",
        len(one.standing.attended),
        one.standing.presence.percent,
        one.standing.presence.minutes,
        one.reason,
    ]
