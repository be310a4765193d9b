"""What the pages of a seat show: its room, a proposal as it was sent, its own sheet in words."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from . import scoring
from .models import Call, Proposal, Scoresheet, Seat, SeatHolder


@dataclass
class Room:
    """A call of this seat: what is to be scored, what is in."""

    call: Call
    seat: Seat
    waiting: list[Proposal] = field(default_factory=list)
    done: list[Proposal] = field(default_factory=list)
    criteria: int = 0
    is_over: bool = False

    @property
    def total(self) -> int:
        return len(self.waiting) + len(self.done)


def room_of(user) -> list[Room]:
    """The calls in whose jury this user sits, the newest before; in each what waits before."""
    holders = (
        SeatHolder.objects.current()
        .filter(user=user)
        .select_related("seat__call")
        .annotate(criteria=Count("seat__call__criteria"))
        .order_by("-seat__call__year", "-seat__call__pk", "seat__number")
    )
    rooms: dict[int, Room] = {}
    for holder in holders:
        call = holder.seat.call
        room = Room(call, holder.seat, criteria=holder.criteria, is_over=scoring.is_over(call))
        rooms.setdefault(call.pk, room)
    seats = [room.seat.pk for room in rooms.values()]
    own = Scoresheet.objects.filter(seat__in=seats).annotate(given=Count("scores"))
    proposals = (
        Proposal.objects.judged_by(user)
        .filter(call__in=list(rooms))
        .select_related("body")
        .prefetch_related(Prefetch("scoresheets", own, to_attr="own"))
        .order_by("number", "pk")
    )
    for one in proposals:
        one.sheet = one.own[0] if one.own else None
        room = rooms[one.call_id]
        is_in = one.sheet is not None and one.sheet.handed_in_at is not None
        (room.done if is_in else room.waiting).append(one)
    return list(rooms.values())


def to_score(user, now=None):
    """What waits for a sheet of this user's seats, in calls whose term goes on."""
    seats = SeatHolder.objects.current().filter(user=user).values("seat")
    given = Scoresheet.objects.filter(seat__in=seats, handed_in_at__isnull=False)
    goes_on = Q(call__scores_due_at=None) | Q(call__scores_due_at__gt=now or timezone.now())
    waiting = Proposal.objects.judged_by(user).filter(goes_on, call__dictamen=None)
    return waiting.exclude(pk__in=given.values("proposal"))


def what_it_says(one: Proposal) -> dict:
    """A proposal as it was sent: what is of no criterion, and its answers to prevenciones."""
    return {
        "evidence": list(one.evidence.standing().filter(criterion=None)),
        "preventions": list(one.preventions.exclude(answered_at=None)),
    }


def seat_words(sheet: Scoresheet) -> str:
    """ "criterio 1, nivel 3; criterio 2, nivel 4"."""
    scores = sheet.scores.select_related("criterion", "level")
    return "; ".join(f"criterio {one.criterion.number}, nivel {one.level.value}" for one in scores)
