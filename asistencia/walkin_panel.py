"""Who came without a registration, in the panel: noted at the desk, and said who they are."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.record import record
from documentos.spanish import moment_in_words
from jornadas.arrivals import asks_for_a_reason, is_full
from jornadas.eligibility import eligible_bodies
from jornadas.models import Event
from jornadas.panel_registration_forms import ReasonForm
from jornadas.refusal import Refusal
from padron.access import requires
from padron.models import Body, Person
from padron.panel.pages import show_confirm, show_form
from padron.roles import Role

from . import roster, walkin_lookup, walkin_words, walkins
from .devices import desk
from .models import WalkIn
from .walkin_forms import (
    ArrivalForm,
    RosterPersonForm,
    RosterSearch,
    SeatReasonForm,
    WalkInFilter,
)

PAGE = 50
PAGE_OR_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user), slug=slug)


def _walkin(event: Event, pk) -> WalkIn:
    return get_object_or_404(_with_company(event.walkins.all()), pk=pk)


def _with_company(found):
    return found.select_related(
        "event", "device", "session", "body", "registration__person", "registration__body"
    )


@require_safe
@requires(Role.STAFF)
def index(request, slug):
    """Those of an event; first those of whom nobody has said who they are."""
    event = _event(request, slug)
    form = WalkInFilter(request.GET)
    found = _with_company(form.results(event.walkins.all()))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", event, by=request.user, people=len(page.object_list))
    context = {"event": event, "form": form, "chosen": form.chosen, "page": page}
    return render(request, "asistencia/panel/walkins.html", context)


@require_safe
@requires(Role.STAFF)
def detail(request, slug, pk):
    """One of them: what was noted, and who it may be and why."""
    event = _event(request, slug)
    walkin = _walkin(event, pk)
    form = RosterSearch(request.GET)
    waits = not walkin.undone_at and not walkin.registration_id
    likely = walkin_lookup.suggestions(walkin) if waits else []
    found = walkin_lookup.search(walkin, form.text) if waits and form.text else []
    record("people.listed", event, by=request.user, people=1 + len(likely) + len(found))
    context = {
        "event": event,
        "walkin": walkin,
        "waits": waits,
        "likely": likely,
        "found": found,
        "form": form,
    }
    return render(request, "asistencia/panel/walkin.html", context)


@PAGE_OR_FORM
@requires(Role.STAFF)
def choose(request, slug, pk, person):
    """Say that it is this person of the roster."""
    event = _event(request, slug)
    walkin = get_object_or_404(_with_company(event.walkins.to_reconcile()), pk=pk)
    person = get_object_or_404(Person, pk=person)
    page = reverse("panel_walkin", args=[slug, pk])
    try:
        body, post = walkins.post_of(walkin, person)
    except Refusal as reason:
        messages.error(request, str(reason))
        return redirect(page)
    posted = request.POST if request.method == "POST" else None
    asks_why = not walkin.reason and asks_for_a_reason(event, person)
    form = SeatReasonForm(posted) if asks_why else None
    if posted is not None and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        return _done(
            request,
            walkin,
            lambda: walkins.reconcile(walkin=walkin, person=person, reason=reason, by=request.user),
            f"{person} quedó con su entrada de las {_hour(walkin)}.",
        )
    record("people.listed", event, by=request.user, people=1)
    return show_confirm(
        request,
        title=f"¿Es {person}?",
        sentence=_what_happens(walkin, body, post),
        action="Sí, es esta persona",
        kind="primary",
        cancel_url=page,
        form=form,
    )


def _what_happens(walkin: WalkIn, body: Body, post: str) -> str:
    held = f"{post}, {body}" if post else str(body)
    words = (
        f"{held}. Llegó el {moment_in_words(walkin.came_at)} por {walkin.device.gate}, y se anotó "
        f"como «{walkin.full_name}». Su entrada cuenta desde esa hora."
    )
    if not eligible_bodies(walkin.event).filter(pk=body.pk).exists():
        words += " Atención: este evento no es para su sujeto obligado."
    return words


@PAGE_OR_FORM
@requires(Role.STAFF)
def new(request, slug, pk):
    """Say that it is somebody who was not in the roster."""
    event = _event(request, slug)
    walkin = get_object_or_404(_with_company(event.walkins.to_reconcile()), pk=pk)
    asks_why = not walkin.reason and is_full(event)
    form = RosterPersonForm(request.POST or None, walkin=walkin, asks_why=asks_why)
    if request.method == "POST" and form.is_valid():
        try:
            made = walkins.reconcile_new(walkin=walkin, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            person = made.registration.person
            messages.success(request, f"{person} está en el padrón y su entrada cuenta.")
            return redirect("panel_walkins", slug)
    return show_form(
        request,
        form,
        "Agregar al padrón a quien llegó",
        reverse("panel_walkin", args=[slug, pk]),
        "Agregar y contar su entrada",
        lead=f"Llegó el {moment_in_words(walkin.came_at)} por {walkin.device.gate}. Completa lo "
        "que falte; su entrada cuenta desde esa hora.",
        bodies=Body.objects.active().values_list("name", flat=True),
    )


@PAGE_OR_FORM
@requires(Role.STAFF)
def reopen(request, slug, pk):
    """It was not that person: the walk-in waits again."""
    found = _event(request, slug).walkins.standing().exclude(registration=None)
    walkin = get_object_or_404(_with_company(found), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            walkin,
            lambda: walkins.reopen(walkin=walkin, by=request.user, **form.cleaned_data),
            "La llegada está otra vez por conciliar. Elige quién es.",
            then="panel_walkin",
        )
    person = walkin.registration.person
    return show_confirm(
        request,
        title=f"¿No era {person}?",
        sentence=f"La entrada de {person} se deshace y la llegada queda otra vez por conciliar. Si "
        "su inscripción se hizo solo por esta llegada, se cancela.",
        action="No era, corregir",
        cancel_url=reverse("panel_walkin", args=[slug, pk]),
        form=form,
    )


@PAGE_OR_FORM
@requires(Role.STAFF)
def undo(request, slug, pk):
    """It was a mistake: nobody came, or it was noted twice."""
    walkin = get_object_or_404(_with_company(_event(request, slug).walkins.standing()), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            walkin,
            lambda: walkins.undo_with_reason(walkin=walkin, by=request.user, **form.cleaned_data),
            "La llegada quedó deshecha.",
        )
    return show_confirm(
        request,
        title="¿Deshacer esta llegada?",
        sentence=f"{walkin.full_name}, {walkin.body or walkin.body_said}, el "
        f"{moment_in_words(walkin.came_at)} por {walkin.device.gate}. Se conserva marcada como "
        "deshecha y deja de contar.",
        action="Deshacer la llegada",
        cancel_url=reverse("panel_walkin", args=[slug, pk]),
        form=form,
    )


@PAGE_OR_FORM
@requires(Role.STAFF, Role.GATE)
def add(request, slug):
    """Note somebody at the registration desk, without a paired phone."""
    event = get_object_or_404(Event.objects.gated_by(request.user), slug=slug)
    form = ArrivalForm(request.POST or None, is_full=roster.free_seats(event) == 0)
    if request.method == "POST" and form.is_valid():
        try:
            walkin = walkins.receive(desk(event), form.arrival())
        except walkins.NoSeat as reason:
            form = ArrivalForm(request.POST, is_full=True)
            form.add_error("reason", str(reason))
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"{walkin.full_name}: {walkin_words.sentence(walkin)}")
            return redirect("panel_walkin_add", slug)
    return show_form(
        request,
        form,
        "Anotar a quien llega sin inscripción",
        reverse("panel_desk", args=[slug]),
        "Anotar y dejar pasar",
        lead=f"En «{event}». Basta con el nombre, un apellido y de dónde viene.",
        bodies=Body.objects.active().values_list("name", flat=True),
    )


def _done(request, walkin: WalkIn, act, words: str, then: str = "panel_walkins"):
    """Do it and go on; a refusal is said on the page of the walk-in."""
    slug, pk = walkin.event.slug, walkin.pk
    try:
        act()
    except Refusal as reason:
        messages.error(request, str(reason))
        return redirect("panel_walkin", slug, pk)
    messages.success(request, words)
    return redirect(then, slug) if then == "panel_walkins" else redirect(then, slug, pk)


def _hour(walkin: WalkIn) -> str:
    return f"{timezone.localtime(walkin.came_at):%H:%M}"
