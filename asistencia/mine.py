"""Mi espacio: what is mine here, from the passes to come to the attendance that was registered."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jornadas.eligibility import inviting
from jornadas.models import Registration
from jornadas.situation import cards, when, where
from padron.models import Adscripcion, Enlace

from .open_events import open_events
from .presence import Presence, presences_of, with_entry
from .standing import YOU, why_not

PAST_PAGE = 10
SUGGESTIONS = 4


@require_safe
@login_required
def mi_espacio(request):
    person = request.user.person_or_none
    if person is None:
        return render(request, "asistencia/mine_without_person.html")
    mine = Registration.objects.filter(person=person).for_mine()
    past = with_entry(mine.past().confirmed()).order_by("-last_day", "-pk")
    page = Paginator(past, PAST_PAGE).get_page(request.GET.get("page"))
    presences = presences_of(page)
    posts = list(Adscripcion.objects.current().filter(person=person).select_related("body"))
    context = {
        "person": person,
        "coming": [_line(registration) for registration in with_entry(mine.coming().active())],
        "past": [_past(presences[registration.pk]) for registration in page],
        "page": page,
        "posts": posts,
        "enlaces": _enlaces(posts, person),
        "suggestions": cards(_open_to(person, posts)),
    }
    return render(request, "asistencia/mine.html", context)


def _line(registration: Registration) -> dict:
    event = registration.event
    return {
        "registration": registration,
        "event": event,
        "when": when(event),
        "where": where(event),
    }


def _past(presence: Presence) -> dict:
    """What became of it: what was attended, and in words what is missing for the constancia."""
    return {
        **_line(presence.registration),
        "presence": presence,
        "reason": why_not(presence, voice=YOU),
        "attended": sum(one.was_there for one in presence.sessions),
    }


def _enlaces(posts, person):
    """Who keeps this person's data right: the enlaces of their bodies."""
    bodies = [held.body_id for held in posts]
    enlaces = Enlace.objects.current().filter(body__in=bodies).exclude(person=person)
    return enlaces.select_related("person", "body")


def _open_to(person, posts):
    """The next events this person may register at and has not."""
    bodies = [held.body for held in posts if held.is_enabled]
    if not bodies:
        return []
    taken = Registration.objects.active().filter(person=person).values("event")
    return inviting(open_events(), bodies).exclude(pk__in=taken)[:SUGGESTIONS]
