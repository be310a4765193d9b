"""The front page: what comes next for each group, the workshops, and the calls that are open."""

from dataclasses import dataclass, field

from django.utils import timezone

from jornadas.models import Event, Group
from jornadas.situation import Card, cards
from practicas.models import Call

# So many of each: the calendar has the rest.
JORNADAS = 2
WORKSHOPS = 3
LOOKED_AT = 60


@dataclass
class GroupAhead:
    """A group of the programme and its next events."""

    group: Group
    cards: list[Card] = field(default_factory=list)


def ahead(now=None) -> dict:
    """The next jornadas by group, those for no group in particular, the next workshops, and the
    calls that take proposals, the one that closes soonest first."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    coming = cards(
        Event.objects.published()
        .exclude(status=Event.Status.CANCELLED)
        .for_cards()
        .upcoming(today)
        .prefetch_related("groups")[:LOOKED_AT]
    )
    jornadas = [card for card in coming if card.event.kind != Event.Kind.TALLER]
    groups = [
        GroupAhead(group, [c for c in jornadas if group in c.event.groups.all()][:JORNADAS])
        for group in _groups(today)
    ]
    return {
        "groups": groups,
        "others": [c for c in jornadas if not c.event.groups.all()][:JORNADAS],
        "calls": Call.objects.open(now).order_by("closes_on", "pk"),
        "workshops": [c for c in coming if c.event.kind == Event.Kind.TALLER][:WORKSHOPS],
    }


def _groups(today):
    """The groups of the programmes that are published and not over."""
    return (
        Group.objects.filter(program__is_published=True, program__ends_on__gte=today)
        .select_related("program")
        .order_by("program__starts_on", "number")
    )
