"""Fichas of a workshop in the panel: facilitators see them grow, comment, close and open them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from jornadas.models import Event
from padron.access import requires
from padron.roles import Role

from . import fichas
from .ficha_forms import LABELS, CommentForm
from .ficha_views import comments_of, words
from .models import Ficha, Workshop


def _workshop(request, slug) -> Workshop:
    """The workshop of an event that this user plans; without details, none was written yet."""
    events = Event.objects.manageable_by(request.user).workshops()
    event = get_object_or_404(events.select_related("workshop", "program"), slug=slug)
    return getattr(event, "workshop", None) or Workshop(event=event)


def _board(workshop: Workshop) -> dict:
    """What list and fragment show alike: the fichas, the one changed last before."""
    found = Ficha.objects.filter(workshop__event=workshop.event).with_team()
    return {
        "workshop": workshop,
        "event": workshop.event,
        "fichas": list(found),
        "closed": workshop.why_fichas_closed(),
        "now": timezone.localtime(),
    }


@require_safe
@requires(Role.STAFF)
def listing(request, slug):
    board = _board(_workshop(request, slug))
    people = sum(len(one.team) for one in board["fichas"])
    if people:
        record("people.listed", board["event"], by=request.user, people=people)
    return render(request, "talleres/ficha/panel/fichas.html", board)


@require_safe
@requires(Role.STAFF)
def fragment(request, slug):
    """The list alone. Whoever has the page open was recorded when they opened it."""
    board = _board(_workshop(request, slug))
    return HttpResponse(render_to_string("talleres/ficha/panel/_fichas.html", board, request))


def _ficha(request, slug, pk) -> Ficha:
    found = Ficha.objects.manageable_by(request.user).with_team()
    return get_object_or_404(found, workshop__event__slug=slug, pk=pk)


def _read(one: Ficha) -> dict:
    """A ficha as it is now, with its comments."""
    return {
        "ficha": one,
        "event": one.workshop.event,
        "questions": [
            {"label": label, "words": words(one, field)} for field, label in LABELS.items()
        ],
        "comments": comments_of(one),
        "now": timezone.localtime(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def one(request, slug, pk):
    """One ficha as it grows; POST comments on it."""
    found = _ficha(request, slug, pk)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fichas.comment(ficha=found, by=request.user, **form.cleaned_data)
        messages.success(request, "Comentario agregado: su equipo lo ve en la ficha.")
        return redirect("panel_fichas_one", slug, pk)
    record("people.listed", found.workshop.event, by=request.user, people=len(found.team))
    return render(request, "talleres/ficha/panel/one.html", {**_read(found), "form": form})


@require_safe
@requires(Role.STAFF)
def one_fragment(request, slug, pk):
    context = _read(_ficha(request, slug, pk))
    return HttpResponse(render_to_string("talleres/ficha/panel/_one.html", context, request))


@require_POST
@requires(Role.STAFF)
def close(request, slug):
    fichas.close(workshop=_workshop(request, slug), by=request.user)
    messages.success(request, "Las fichas quedaron cerradas: se leen, pero ya no se cambian.")
    return redirect("panel_fichas", slug)


@require_POST
@requires(Role.STAFF)
def open_again(request, slug):
    fichas.open_again(workshop=_workshop(request, slug), by=request.user)
    messages.success(request, "Las fichas están abiertas otra vez.")
    return redirect("panel_fichas", slug)
