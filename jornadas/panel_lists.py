"""Lists of an event in the panel: what to print, and the list as PDF or spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import xlsx_response
from padron.access import requires
from padron.roles import Role

from .lists import as_rows, columns, make_list
from .lists_form import ListForm
from .models import Event
from .printed_lists import print_list


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user).with_counts(), slug=slug)


@require_safe
@requires(Role.STAFF)
def lists(request, slug):
    """What the list is to hold."""
    event = _event(request, slug)
    return _page(request, event, ListForm(event, request.GET))


@require_safe
@requires(Role.STAFF)
def list_pdf(request, slug):
    event = _event(request, slug)
    form = ListForm(event, request.GET)
    if not form.is_valid():
        return _page(request, event, form, status=422)
    made = make_list(event, form.options())
    response = HttpResponse(print_list(made, by=request.user), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{made.filename}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires(Role.STAFF)
def list_xlsx(request, slug):
    event = _event(request, slug)
    form = ListForm(event, request.GET)
    if not form.is_valid():
        return _page(request, event, form, status=422)
    made = make_list(event, form.options())
    response = xlsx_response(
        made.filename, columns(made.options), as_rows(made), title="Inscripciones"
    )
    record("list.printed", made.event, by=request.user, people=made.people, format="xlsx")
    return response


def _page(request, event: Event, form: ListForm, status=200):
    context = {"event": event, "form": form}
    return render(request, "jornadas/panel/lists.html", context, status=status)
