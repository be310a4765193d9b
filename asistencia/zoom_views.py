"""Online attendance of an event in the panel: its reports, sending one more, withdrawing one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import zoom_desk, zoom_uploads
from .models import ZoomAttendee
from .zoom import importing
from .zoom_forms import UploadForm, WithdrawForm

FORM = require_http_methods(["GET", "HEAD", "POST"])
State = ZoomAttendee.State


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user), slug=slug)


@FORM
@requires(Role.STAFF)
def index(request, slug):
    """What was imported and how much of it is known; and the form for another report."""
    event = _event(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None, event=event)
    if request.method == "POST" and form.is_valid():
        return redirect("panel_zoom_review", slug, _keep(request, event, form))
    context = {
        "event": event,
        "form": form,
        "reports": _reports(event),
        "states": _states(event),
        "minutes": zoom_desk.minutes(event),
    }
    answer = render(request, "asistencia/panel/zoom/index.html", context)
    answer.status_code = 422 if form.errors else 200
    return answer


def _keep(request, event: Event, form: UploadForm) -> str:
    session = form.cleaned_data.get("session")
    return zoom_uploads.keep(
        zoom_uploads.Waiting(
            event=event.pk,
            user=request.user.pk,
            file_name=zoom_uploads.tidy_name(form.cleaned_data["file"].name),
            session=session.pk if session else None,
            time_zone=form.cleaned_data["time_zone"],
            content=form.content,
        )
    )


def _reports(event: Event):
    """The reports of an event, the newest first, each with what its attendees are by now."""
    people = {
        state.value: Count("stays__attendee", filter=Q(stays__attendee__state=state), distinct=True)
        for state in State
    }
    return event.zoom_reports.select_related("session").annotate(**people).order_by("-pk")


def _states(event: Event) -> dict[str, int]:
    """How many attendees with a report that stands are matched, to be confirmed and ignored."""
    standing = event.zoom_attendees.filter(stays__report__withdrawn_at=None)
    counts = {state.value: Count("pk", filter=Q(state=state), distinct=True) for state in State}
    return standing.aggregate(**counts)


@FORM
@requires(Role.STAFF)
def withdraw(request, slug, pk):
    """Take a report back: what it says stops counting; the row stays and says why."""
    event = _event(request, slug)
    report = get_object_or_404(event.zoom_reports.standing(), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            importing.withdraw(report=report, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"«{report.file_name}» se retiró y dejó de contar.")
        return redirect("panel_zoom", slug)
    context = {
        "title": "¿Retirar este reporte?",
        "sentence": f"«{report.file_name}» deja de contar para la asistencia. Queda en la lista, "
        "marcado como retirado; lo que decidiste de cada nombre se conserva y vale si lo importas "
        "otra vez.",
        "action": "Retirar el reporte",
        "cancel_url": reverse("panel_zoom", args=[slug]),
        "form": form,
    }
    return render(request, "components/confirm.html", context)
