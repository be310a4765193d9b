"""A Zoom report that was sent: what it would change, and then yes or no.

What was sent waits on disk (zoom_uploads.py) while somebody reads. Saved is only what was shown:
where something changed meanwhile, it is shown again.
"""

from dataclasses import dataclass
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record
from documentos.spanish import counted
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import zoom_uploads
from .models import ZoomAttendee
from .zoom import importing
from .zoom.reading import AskDayOrder, Unreadable
from .zoom_forms import DayOrderForm

State = ZoomAttendee.State
# People of one state that the review lists; a report of thousands is no page.
SHOWN = 200
WHY_NOT = "Quien dirige la sesión, los programas que toman notas y lo que ya dijeron que no cuenta."
GONE = "El archivo ya no está aquí: se guarda un día a lo más. Envíalo otra vez."
CHANGED = "Algo cambió mientras revisabas. Esto es lo que pasaría ahora."


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user), slug=slug)


@require_safe
@requires(Role.STAFF)
def review(request, slug, token):
    """What the report that was sent would change, row by row where something is wrong."""
    event = _event(request, slug)
    waiting = _waiting(request, event, token)
    if waiting is None:
        return _gone(request, slug)
    return _review(request, event, token, waiting)


def _review(request, event: Event, token: str, waiting):
    order = DayOrderForm(request.POST if request.method == "POST" else request.GET)
    try:
        outcome = importing.preview(**_words(event, waiting, order))
    except AskDayOrder as question:
        context = {"event": event, "token": token, "waiting": waiting, "form": order.ask(question)}
        return render(request, "asistencia/panel/zoom/day_order.html", context)
    except (Unreadable, Refusal) as reason:
        zoom_uploads.forget(token)
        messages.error(request, str(reason))
        return redirect("panel_zoom", event.slug)
    record("people.listed", event, by=request.user, people=len(outcome.attendees))
    context = {
        "event": event,
        "token": token,
        "waiting": waiting,
        "outcome": outcome,
        "groups": _groups(outcome),
        "order": order.said,
        "seen": _digest(outcome),
    }
    return render(request, "asistencia/panel/zoom/review.html", context)


@dataclass(frozen=True)
class Group:
    """Attendees of one state, as the review lists them: all of a usual report."""

    title: str
    words: str
    people: list
    is_open: bool

    @property
    def shown(self) -> list:
        return self.people[:SHOWN]


def _groups(outcome) -> list[Group]:
    told = [
        (State.TO_CONFIRM, "Por confirmar", "Después de importar dirás de quién es cada una."),
        (State.MATCHED, "Identificadas", "Contarán para estas personas."),
        (State.IGNORED, "No cuentan", WHY_NOT),
    ]
    groups = [
        Group(title, words, [one for one in outcome.attendees if one.state == state], is_open)
        for (state, title, words), is_open in zip(told, (True, False, False), strict=True)
    ]
    return [group for group in groups if group.people]


@require_POST
@requires(Role.STAFF)
def save(request, slug, token):
    """Import what was shown."""
    event = _event(request, slug)
    waiting = _waiting(request, event, token)
    if waiting is None:
        return _gone(request, slug)
    words = _words(event, waiting, DayOrderForm(request.POST))
    try:
        if request.POST.get("seen") != _digest(importing.preview(**words)):
            messages.warning(request, CHANGED)
            return _review(request, event, token, waiting)
        outcome = importing.import_report(**words, by=request.user)
    except (AskDayOrder, Unreadable, Refusal) as reason:
        messages.error(request, str(reason))
        return redirect("panel_zoom_review", slug, token)
    zoom_uploads.forget(token)
    _tell(request, outcome)
    return redirect("panel_zoom", slug)


def _tell(request, outcome) -> None:
    if outcome.already:
        messages.info(request, "Este archivo ya estaba importado: nada cambió.")
        return
    matched = counted(outcome.matched, "conexión identificada", "conexiones identificadas")
    messages.success(request, f"Reporte importado: {matched}, {outcome.to_confirm} por confirmar.")


@require_POST
@requires(Role.STAFF)
def discard(request, slug, token):
    """Forget the file; nothing was changed."""
    event = _event(request, slug)
    if _waiting(request, event, token):
        zoom_uploads.forget(token)
        messages.success(request, "El archivo se borró y nada cambió.")
    return redirect("panel_zoom", slug)


def _waiting(request, event: Event, token: str):
    return zoom_uploads.fetch(token, event=event, user=request.user)


def _gone(request, slug):
    messages.warning(request, GONE)
    return redirect("panel_zoom", slug)


def _words(event: Event, waiting, order: DayOrderForm) -> dict:
    """What `preview` and `import_report` are told, alike."""
    session = get_object_or_404(event.sessions, pk=waiting.session) if waiting.session else None
    return {
        "event": event,
        "content": waiting.content,
        "file_name": waiting.file_name,
        "session": session,
        "time_zone": ZoneInfo(waiting.time_zone),
        "day_first": order.day_first,
    }


def _digest(outcome) -> str:
    """What was shown, as a short text: who is whose, who waits, and what could not be read."""
    lines = [
        f"{one.attendee.name_key} {one.attendee.email} {one.state} {one.attendee.registration_id}"
        for one in outcome.attendees
    ]
    lines += [f"{row} {reason}" for row, reason in outcome.problems]
    lines.append(f"{outcome.already} {outcome.minutes}")
    return sha256("\n".join(lines).encode()).hexdigest()[:16]
