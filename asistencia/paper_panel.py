"""Signed sheets of an event in the panel: sending them, and what became of each."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documentos.spanish import counted
from jornadas.models import Event
from jornadas.panel_registration_forms import ReasonForm
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from .models import SheetRow, SignedSheet
from .paper import reading, sheets
from .paper_forms import SendForm

FORM = require_http_methods(["GET", "HEAD", "POST"])


def find_event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user), slug=slug)


def find_sheet(request, slug, pk) -> SignedSheet:
    event = find_event(request, slug)
    return get_object_or_404(event.signed_sheets.select_related("event", "printed"), pk=pk)


@FORM
@requires(Role.STAFF)
def index(request, slug):
    """The sheets that were sent and what is to be done with each; and the form for more."""
    event = find_event(request, slug)
    form = SendForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = sheets.send(event=event, files=form.cleaned_data["pictures"], by=request.user)
        except Refusal as reason:
            form.add_error("pictures", str(reason))
        else:
            _tell(request, sent)
            return redirect("panel_sheets", slug)
    context = {"event": event, "form": form, "sheets": _sheets(event), **_work(event)}
    status = 422 if form.errors else 200
    return render(request, "asistencia/panel/paper/index.html", context, status=status)


def _tell(request, sent: sheets.Sent) -> None:
    for name in sent.known:
        messages.warning(request, f"«{name}» ya estaba aquí: no se guardó otra vez.")
    if sent.sheets:
        told = counted(len(sent.sheets), "archivo recibido", "archivos recibidos")
        messages.success(request, f"{told}. En unos segundos estarán leídos.")


def _sheets(event: Event):
    """What waits for somebody first."""
    asked = Count("rows", filter=Q(rows__mark=SheetRow.Mark.UNSURE))
    came = Count("rows", filter=Q(rows__is_present=True))
    found = event.signed_sheets.select_related("printed", "session")
    return found.annotate(asked=asked, came=came, size=Count("rows")).order_by(
        "withdrawn_at", "confirmed_at", "printed__made_at", "page", "pk"
    )


def _work(event: Event) -> dict:
    job = reading.latest(event)
    return {"job": job, "is_reading": bool(job and not job.is_over)}


@require_safe
@requires(Role.STAFF)
def progress(request, slug):
    event = find_event(request, slug)
    context = {"event": event, **_work(event)}
    return render(request, "asistencia/panel/paper/_progress.html", context)


@FORM
@requires(Role.STAFF)
def withdraw(request, slug, pk):
    """Take a sheet back: it stays, and what was confirmed by it stops counting."""
    sheet = find_sheet(request, slug, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheets.withdraw(sheet=sheet, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "La hoja se retiró y dejó de contar.")
        return redirect("panel_sheets", slug)
    question = {
        "title": "¿Retirar esta hoja?",
        "sentence": "La imagen se conserva, con quién la retiró y por qué. Las asistencias que se "
        "confirmaron con ella dejan de contar. Una constancia ya emitida no cambia por esto.",
        "action": "Retirar la hoja",
        "form": form,
        "cancel_url": reverse("panel_sheet", args=[slug, pk]),
    }
    return render(request, "components/confirm.html", question)
