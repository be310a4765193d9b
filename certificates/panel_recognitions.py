"""Reconocimientos of a call in the panel: which practices, their document, and issuing it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from documentos.spanish import counted
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role
from practicas.models import Call

from . import recognitions
from .models import Certificate


def _call(request, slug) -> Call:
    """A call of one's institution: documents are issued by its staff."""
    mine = Call.objects.filter(organizer__in=request.user.organizer_ids("staff"))
    return get_object_or_404(mine.select_related("dictamen"), slug=slug)


def _rows(call: Call) -> list[tuple]:
    """Each recognition with its last document, or None."""
    found = recognitions.of_call(call)
    issued = Certificate.objects.filter(recognition__proposal__call=call).defer("snapshot")
    last = {one.recognition_id: one for one in issued.order_by("pk")}
    return [(one, last.get(one.pk)) for one in found]


@require_safe
@requires(Role.STAFF)
def index(request, slug):
    call = _call(request, slug)
    are_told = Call.objects.with_results().filter(pk=call.pk).exists()
    rows = _rows(call)
    context = {
        "call": call,
        "rows": rows,
        "today": timezone.localdate(),
        "are_told": are_told,
        "due": sum(document is None for _, document in rows),
    }
    return render(request, "certificates/panel/recognitions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def issue(request, slug):
    """The question before they are issued: a folio that was given does not come back."""
    call = _call(request, slug)
    back = reverse("panel_recognitions", args=[call.slug])
    if request.method == "POST":
        try:
            made = recognitions.issue_call(call, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            many = counted(made, "reconocimiento emitido", "reconocimientos emitidos")
            messages.success(
                request, f"{many.capitalize()}." if made else "Ya estaban emitidos todos."
            )
        return redirect(back)
    due = sum(document is None for _, document in _rows(call))
    if not due:
        messages.info(request, "No hay reconocimientos por emitir.")
        return redirect(back)
    many = counted(due, "reconocimiento", "reconocimientos")
    context = {
        "title": f"¿Emitir {many}?",
        "sentence": (
            "Cada uno recibe su folio, que no se repite ni se devuelve, y el enlace de su sujeto "
            "obligado recibe un correo."
        ),
        "action": "Emitir",
        "kind": "primary",
        "cancel_url": back,
    }
    return render(request, "components/confirm.html", context)
