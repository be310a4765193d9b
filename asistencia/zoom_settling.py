"""Saying whose the online attendances are, one after another; and correcting what was said.

Each button is a form of its own whose answer leads to the next attendee, so that the list works
without scripts; with one (static/js/keys.js) every button has a key.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from documentos.spanish import counted
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import zoom_desk
from .models import ZoomAttendee
from .zoom import deciding
from .zoom_forms import PersonSearch, SettledFilter

PAGE = 50
# `?de=decididas`: somebody came to correct one of the settled, and goes back there.
FROM, SETTLED = "de", "decididas"
# Not HEAD nor GET alone: what is searched for is sent by POST (config/private_search.py).
PAGE_OR_SEARCH = require_http_methods(["GET", "HEAD", "POST"])


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user), slug=slug)


def _attendee(event: Event, pk: int) -> ZoomAttendee:
    found = event.zoom_attendees.select_related("registration__person", "registration__body")
    return get_object_or_404(found, pk=pk)


@require_safe
@requires(Role.STAFF)
def start(request, slug):
    """The first attendee to be confirmed; when none is left, what comes now."""
    event = _event(request, slug)
    if first := zoom_desk.waiting(event).first():
        return redirect("panel_zoom_attendee", slug, first.pk)
    context = {
        "event": event,
        "last": zoom_desk.last_decided(event, request.user),
        "elsewhere": zoom_desk.waiting_by_event(request.user),
    }
    return render(request, "asistencia/panel/zoom/done.html", context)


@PAGE_OR_SEARCH
@requires(Role.STAFF)
def attendee(request, slug, pk):
    """One attendee: how they were shown, when they were there, and who it may be."""
    event = _event(request, slug)
    one = _attendee(event, pk)
    form = PersonSearch(request.GET)
    choices = []
    if one.state == ZoomAttendee.State.TO_CONFIRM:
        choices = zoom_desk.choices(event, one, form.text)
    last = zoom_desk.last_decided(event, request.user)
    record("people.listed", event, by=request.user, people=1 + len(choices))
    context = {
        "event": event,
        "attendee": one,
        "days": zoom_desk.stays_by_day(one),
        "choices": choices,
        "form": form,
        "left": zoom_desk.waiting(event).count(),
        "next": zoom_desk.next_after(one),
        "previous": zoom_desk.previous_to(one),
        "last": last if last != one else None,
        "back": SETTLED if request.GET.get(FROM) == SETTLED else "",
    }
    return render(request, "asistencia/panel/zoom/attendee.html", context)


@require_POST
@requires(Role.STAFF)
def identify(request, slug, pk):
    """This attendee is that registered person."""
    event = _event(request, slug)
    one = _attendee(event, pk)
    people = event.registrations.active().select_related("person", "body")
    number = request.POST.get("registration", "")
    chosen = get_object_or_404(people, pk=number if number.isdecimal() else 0)
    has_other = ZoomAttendee.objects.matched().filter(registration=chosen).exclude(pk=one.pk)
    if has_other.exists():
        messages.info(
            request,
            f"{chosen.person.full_name} ya tenía otra conexión en este evento. El tiempo en que "
            "coinciden cuenta una sola vez.",
        )
    return _settle(request, one, deciding.settle, registration=chosen)


@require_POST
@requires(Role.STAFF)
def ignore(request, slug, pk):
    """This attendee is nobody who counts."""
    return _settle(request, _attendee(_event(request, slug), pk), deciding.ignore)


def _settle(request, one: ZoomAttendee, action, **chosen):
    """Do it and go on; a second yes to what somebody has settled meanwhile changes nothing."""
    if one.state != ZoomAttendee.State.TO_CONFIRM:
        messages.warning(request, f"«{one}» ya estaba decidida. Si no es correcto, usa «Corregir».")
        return _go_on(request, one)
    try:
        action(attendee=one, by=request.user, **chosen)
    except Refusal as reason:
        messages.error(request, str(reason))
        return redirect("panel_zoom_attendee", one.event.slug, one.pk)
    return _go_on(request, one)


def _go_on(request, one: ZoomAttendee):
    slug = one.event.slug
    if request.POST.get(FROM) == SETTLED:
        return redirect("panel_zoom_settled", slug)
    following = zoom_desk.next_after(one)
    if following is None:
        return redirect("panel_zoom_settle", slug)
    return redirect("panel_zoom_attendee", slug, following.pk)


@require_POST
@requires(Role.STAFF)
def reopen(request, slug, pk):
    """Undo what was settled: the attendee waits again, and its page is shown."""
    one = _attendee(_event(request, slug), pk)
    page = reverse("panel_zoom_attendee", args=[slug, one.pk])
    if request.POST.get(FROM) == SETTLED:
        page += f"?{FROM}={SETTLED}"
    if one.state == ZoomAttendee.State.TO_CONFIRM:
        return redirect(page)
    try:
        deciding.reopen(attendee=one, by=request.user)
    except Refusal as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"«{one}» está otra vez por confirmar.")
    return redirect(page)


@PAGE_OR_SEARCH
@requires(Role.STAFF)
def settled(request, slug):
    """Whose each attendance is and how it was told, to find a wrong one and correct it."""
    event = _event(request, slug)
    form = SettledFilter(request.GET)
    page = Paginator(form.results(zoom_desk.settled(event)), PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", event, by=request.user, people=len(page.object_list))
    context = {
        "event": event,
        "form": form,
        "page": page,
        "is_filtering": any(form.cleaned_data.values()),
        "total": counted(page.paginator.count, "conexión", "conexiones"),
    }
    return render(request, "asistencia/panel/zoom/settled.html", context)
