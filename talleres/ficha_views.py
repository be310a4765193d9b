"""Fichas, for those who write them and the enlace who may read them; strangers learn nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from jornadas.models import Event
from jornadas.situation import when
from padron.models import Body
from padron.refusal import Refusal

from . import fichas
from .ficha_forms import LABELS, ColleagueForm, CommentForm, FichaForm
from .models import Ficha, FichaComment, Workshop
from .saving import save_posted

PAGE = 20
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _written(request, pk) -> Ficha:
    """One that this user writes."""
    return get_object_or_404(Ficha.objects.writable_by(request.user).with_team(), pk=pk)


@require_safe
@login_required
def mine(request):
    """Mi espacio: the fichas I write, the workshops where I may begin one, those of my body."""
    person = request.user.person_or_none
    if person is None:
        return render(request, "asistencia/mine_without_person.html")
    own = Ficha.objects.writable_by(request.user)
    bodies = Body.objects.represented_by(request.user)
    others = Ficha.objects.filter(body__in=bodies).exclude(pk__in=own.values("pk"))
    page = Paginator(others.with_team(), PAGE).get_page(request.GET.get("page"))
    if names := sum(len(one.team) for one in page):
        record("people.listed", by=request.user, people=names)
    context = {
        "fichas": own.with_team(),
        "workshops": [_line(event) for event in _workshops_of(person).for_cards().reverse()],
        "page": page,
        "is_enlace": bodies.exists(),
    }
    return render(request, "talleres/ficha/mine.html", context)


def _workshops_of(person):
    """Workshops in which somebody has a seat."""
    seats = person.registrations.confirmed().values("event")
    return Event.objects.published().workshops().filter(pk__in=seats).select_related("workshop")


def _line(event: Event) -> dict:
    workshop = getattr(event, "workshop", None) or Workshop(event=event)
    return {"event": event, "when": when(event), "closed": workshop.why_fichas_closed()}


@FORM
@login_required
def of_workshop(request, slug):
    """My fichas of one workshop; POST begins one."""
    person = request.user.person_or_none
    events = _workshops_of(person) if person else Event.objects.none()
    event = get_object_or_404(events.with_sessions(), slug=slug)
    workshop = getattr(event, "workshop", None) or Workshop(event=event)
    if request.method == "POST":
        try:
            return redirect(fichas.begin(workshop=workshop, person=person, by=request.user))
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect("workshop_fichas", slug)
    own = Ficha.objects.writable_by(request.user).filter(workshop__event=event)
    context = {
        "event": event,
        "fichas": own.with_team(),
        "closed": workshop.why_fichas_closed(),
    }
    return render(request, "talleres/ficha/of_workshop.html", context)


@FORM
@login_required
def ficha(request, pk):
    """A ficha: to write while it is open to this user, otherwise to read."""
    found = Ficha.objects.readable_by(request.user).with_team()
    one = get_object_or_404(found, pk=pk)
    writes = Ficha.objects.writable_by(request.user).filter(pk=pk).exists()
    if request.method == "POST":
        if not writes:
            return HttpResponse(status=403)
        return _save_all(request, one)
    return _show(request, one, writes=writes)


def _show(request, one: Ficha, *, writes, form=None, conflicts=None):
    closed = one.why_closed()
    if form is None and writes and not closed:
        form = FichaForm(ficha=one)
    if not writes:
        record("people.listed", one.workshop.event, by=request.user, people=len(one.team))
    context = {
        "ficha": one,
        "event": one.workshop.event,
        "form": form,
        "questions": _questions(one, form, conflicts or {}),
        "answered": one.answered,
        "asked": len(Ficha.ASKED),
        "closed": closed,
        "is_writer": writes,
        "may_reopen": writes and one.is_finished and not one.workshop.why_fichas_closed(),
        "may_change_team": writes and not one.workshop.why_fichas_closed(),
        "comments": comments_of(one),
        "comment_form": CommentForm() if writes else None,
    }
    return render(request, "talleres/ficha/ficha.html", context)


def _questions(one: Ficha, form: FichaForm | None, conflicts: dict[str, str]) -> list[dict]:
    """The questions in order: to be typed, with what the writer starts from, or to be read."""
    return [
        {
            "name": field,
            "label": label,
            "field": form[field] if form else None,
            "seen": one.answer(field),
            "theirs": conflicts.get(field),
            "words": words(one, field),
        }
        for field, label in LABELS.items()
    ]


def words(one: Ficha, field: str) -> str:
    """An answer as one reads it."""
    return str(one.population_group or "") if field == fichas.GROUP else one.answer(field)


def comments_of(one: Ficha) -> list[FichaComment]:
    """Its comments, each with the question it is about in words."""
    comments = list(one.comments.all())
    for comment in comments:
        comment.question = LABELS.get(comment.about, "")
    return comments


def _save_all(request, one: Ficha):
    """The whole form at once, where no script saves each answer as it is typed."""
    form = FichaForm(request.POST, ficha=one)
    conflicts = save_posted(
        request,
        form,
        [(field, one.answer(field)) for field in Ficha.ASKED],
        lambda field, value, seen: fichas.save_answer(
            ficha=one, field=field, value=value, seen=seen, by=request.user
        ),
    )
    now = _written(request, one.pk)
    if conflicts or form.errors:
        return _show(request, now, writes=True, form=form, conflicts=_shown(now, conflicts))
    messages.success(request, "Tu ficha quedó guardada.")
    return redirect(one)


def _shown(one: Ficha, conflicts: dict[str, str]) -> dict[str, str]:
    return {field: words(one, field) or "(sin respuesta)" for field in conflicts}


@require_POST
@login_required
def finish(request, pk):
    return _do(request, pk, fichas.finish, "La ficha quedó terminada.")


@require_POST
@login_required
def reopen(request, pk):
    return _do(request, pk, fichas.reopen, "La ficha está abierta otra vez.")


def _do(request, pk, action, sentence: str):
    one = _written(request, pk)
    try:
        action(ficha=one, by=request.user)
    except Refusal as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, sentence)
    return redirect(one)


@FORM
@login_required
def team(request, pk):
    """Add a colleague of the same body who takes part too."""
    one = _written(request, pk)
    seats = list(fichas.colleagues(one))
    form = ColleagueForm(request.POST or None, seats=seats)
    if request.method == "POST" and form.is_valid():
        try:
            fichas.add_member(ficha=one, person=form.chosen, by=request.user)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"{form.chosen} ya puede escribir en esta ficha.")
            return redirect(one)
    record("people.listed", one.workshop.event, by=request.user, people=len(seats))
    context = {"ficha": one, "form": form if seats else None}
    return render(request, "talleres/ficha/team.html", context)


@FORM
@login_required
def leave(request, pk):
    one = _written(request, pk)
    if request.method == "POST":
        try:
            fichas.leave(ficha=one, person=request.user.person, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(one)
        messages.success(request, "Saliste del equipo de la ficha.")
        return redirect("mine_fichas")
    context = {
        "confirm_base": "base.html",
        "title": "¿Salir del equipo de esta ficha?",
        "sentence": f"Ya no podrás leer ni cambiar «{one}». Alguien del equipo puede sumarte otra "
        "vez.",
        "action": "Salir del equipo",
        "cancel_url": reverse("ficha", args=[pk]),
    }
    return render(request, "components/confirm.html", context)


@require_POST
@login_required
def comment(request, pk):
    one = _written(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        fichas.comment(ficha=one, by=request.user, person=request.user.person, **form.cleaned_data)
        messages.success(request, "Comentario agregado.")
    else:
        messages.error(request, next(iter(form.errors.values()))[0])
    return redirect(f"{one.get_absolute_url()}#comentarios")


@require_POST
@login_required
def settle(request, pk, number):
    """Mark that what a comment asked for was seen to."""
    one = _written(request, pk)
    fichas.settle(comment=get_object_or_404(one.comments, pk=number), by=request.user)
    return redirect(f"{one.get_absolute_url()}#comentarios")


@require_safe
@login_required
def comments(request, pk):
    """The comments alone, fetched again while the page is open."""
    one = _written(request, pk)
    context = {"ficha": one, "comments": comments_of(one), "is_writer": True}
    return HttpResponse(render_to_string("talleres/ficha/_comments.html", context, request))
