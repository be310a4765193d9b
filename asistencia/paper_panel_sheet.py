"""One signed sheet in the panel: its picture beside its rows, which somebody confirms."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record
from documentos.evidence import NotEvidenceError, kind_of, serve
from documentos.spanish import counted
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import paper_desk
from .models import SignedSheet
from .paper import reading, sheets
from .paper.problems import Unreadable
from .paper_forms import ConfirmForm, PageForm
from .paper_panel import FORM, find_sheet


@FORM
@requires(Role.STAFF)
def sheet(request, slug, pk):
    """The rows of a sheet as they were made out; POST confirms them."""
    one = find_sheet(request, slug, pk)
    if one.printed is None:
        return _unplaced(request, one, PageForm(event=one.event))
    rows = paper_desk.rows_of(one)
    is_open = not (one.confirmed_at or one.withdrawn_at)
    form = ConfirmForm(request.POST or None, sheet=one, rows=rows) if is_open else None
    if request.method == "POST" and form and form.is_valid():
        try:
            done = sheets.confirm(
                sheet=one,
                present=form.present(),
                session=form.cleaned_data["session"],
                by=request.user,
            )
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            _tell(request, done)
            return redirect("panel_sheets", slug)
    people = sum(row.registration_id is not None for row in rows)
    record("people.listed", one.event, by=request.user, people=people)
    context = {
        "event": one.event,
        "sheet": one,
        "form": form,
        "lines": paper_desk.lines(one, rows, form),
        "asked": sum(row.mark == row.Mark.UNSURE for row in rows),
        "twins": list(sheets.twins(one)),
        "blank": [row for row in rows if row.is_present and row.registration_id is None],
    }
    status = 422 if form and form.errors else 200
    return render(request, "asistencia/panel/paper/sheet.html", context, status=status)


def _tell(request, done: sheets.Confirmed) -> None:
    told = counted(done.made, "asistencia registrada", "asistencias registradas")
    if done.already:
        told += f"; {counted(done.already, 'ya lo estaba', 'ya lo estaban')}"
    messages.success(request, f"{told}.")
    if done.cancelled:
        count = counted(done.cancelled, "persona tiene", "personas tienen")
        messages.warning(request, f"{count} la inscripción cancelada: no se registró asistencia.")


def _unplaced(request, one: SignedSheet, form: PageForm):
    context = {"event": one.event, "sheet": one, "form": form}
    status = 422 if form.errors else 200
    return render(request, "asistencia/panel/paper/unplaced.html", context, status=status)


@require_POST
@requires(Role.STAFF)
def place(request, slug, pk):
    """Somebody says which page of which list this is."""
    one = find_sheet(request, slug, pk)
    form = PageForm(request.POST, event=one.event)
    if not form.is_valid():
        return _unplaced(request, one, form)
    try:
        sheets.say_page(sheet=one, by=request.user, **form.cleaned_data)
    except Refusal as reason:
        messages.error(request, str(reason))
    return redirect("panel_sheet", slug, pk)


@require_safe
@requires(Role.STAFF)
def picture(request, slug, pk):
    """The page as a picture made here, set straight; never the file that was sent."""
    one = find_sheet(request, slug, pk)
    try:
        jpeg = reading.picture(one)
    except (Unreadable, FileNotFoundError) as reason:
        raise Http404 from reason
    _seen(request, one)
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


@require_safe
@requires(Role.STAFF)
def file(request, slug, pk):
    """The file as it was sent, to be kept."""
    one = find_sheet(request, slug, pk)
    try:
        opened = one.file.open("rb")
        kind = kind_of(opened)
    except (FileNotFoundError, NotEvidenceError) as reason:
        raise Http404 from reason
    _seen(request, one)
    answer = serve(opened, f"hoja-{one.pk}.{kind.extension}", kind.media_type)
    answer["Cache-Control"] = "no-store"
    return answer


def _seen(request, one: SignedSheet) -> None:
    record("people.listed", one.event, by=request.user, people=one.rows.count())
