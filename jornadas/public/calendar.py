"""The calendar: what comes, and on demand what has been."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..forms import PASADOS, PROXIMOS, EventFilter
from ..models import Event
from ..situation import cards

PAGE = 20


@require_safe
def calendar(request):
    events = Event.objects.published().jornadas()
    return render(request, "jornadas/calendar.html", listing(request, events))


def listing(request, events) -> dict:
    """What a filtered list of `events` shows: the form, a page of cards, and where to look on."""
    form = EventFilter(request.GET, events=events)
    page = Paginator(form.results(), PAGE).get_page(request.GET.get("page"))
    page.cards = cards(page.object_list)
    return {
        "form": form,
        "page": page,
        # Nothing to come: where to look instead.
        "past_query": _query(request, cuando=PASADOS) if form.when == PROXIMOS else "",
        "upcoming_query": "" if form.when == PROXIMOS else _query(request, cuando=PROXIMOS),
    }


def _query(request, **changes) -> str:
    """The query string with some values changed, back on the first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()
