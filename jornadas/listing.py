"""Finding events in a list: the one meaning of each filter, for the calendar and the API."""

from django.db.models import Q

from padron.names import match_key

from .models import Event

UPCOMING, PAST, ALL = "upcoming", "past", "all"


def find(events, *, text="", program="", group="", sector="", month="", modality="", when=UPCOMING):
    """Those of `events` that fit, as cards need them: soonest first, past ones latest first.

    `program`, `group` and `sector` are slugs, `month` is "2021-11"; a month holds its events
    whether they have passed or not. A filter that is empty filters nothing.
    """
    if program:
        events = events.filter(program__slug=program)
    if group:
        events = events.filter(pk__in=Event.objects.filter(groups__slug=group).values("pk"))
    if sector:
        events = events.filter(pk__in=_for_sector(sector))
    if month:
        year, number = (int(part) for part in month.split("-"))
        days = {"sessions__day__year": year, "sessions__day__month": number}
        events = events.filter(pk__in=Event.objects.filter(**days).values("pk"))
    if modality:
        events = events.filter(modality=modality)
    if text:
        events = events.filter(pk__in=_holding(text, events))
    events = events.for_cards()
    if month or when == ALL:
        return events
    return events.past().reverse() if when == PAST else events.upcoming()


def _for_sector(slug: str):
    """Events for a sector: by itself, by a group that holds it, or because they are for all."""
    everybody = Q(groups=None, sectors=None, bodies=None)
    invited = Q(sectors__slug=slug) | Q(groups__sectors__slug=slug) | everybody
    return Event.objects.filter(invited).values("pk")


def _holding(text: str, events) -> list[int]:
    """Those of `events` that hold every word of `text`, whatever its accents and case."""
    words = match_key(text).split()
    pages: dict[int, str] = {}
    told = ["title", "description", "sessions__title", "sessions__speakers__name"]
    for pk, *parts in events.order_by().values_list("pk", *told, "sessions__venue__name"):
        pages[pk] = f"{pages.get(pk, '')} {match_key(*filter(None, parts))}"
    return [pk for pk, page in pages.items() if all(word in page for word in words)]
