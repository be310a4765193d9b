"""Who is expected at a door and who is inside: what a gate keeps in memory, and its counts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Case, Count, F, Max, Min, Q, When
from django.utils import timezone

from jornadas import waitlist
from jornadas.models import Event, Registration, Session
from jornadas.models.events import Mode

from .facts import AT_THE_DOOR
from .models import Scan, WalkIn
from .sessions import session_at

# Each page is a journey; 80 KB still come within a phone's patience where the signal is bad.
PAGE = 2_500
# Up to here passages are asked for by name; of more, all those of the session.
FEW = 100
# A reading may be committed a little after the time it bears: what is asked for overlaps, and what
# comes twice does no harm.
OVERLAP = timedelta(seconds=30)


@dataclass(frozen=True)
class Roster:
    """One answer: `people`, and the cursor for what will have changed since."""

    people: list[Registration]
    cursor: str
    # Whether `people` begins the whole list anew, instead of changing some of it.
    is_full: bool
    has_more: bool


@dataclass(frozen=True)
class Cursor:
    """How far a gate has come: revision of registrations, time of readings, session of presence."""

    revision: int
    at: datetime
    session: int

    def __str__(self):
        return f"{self.revision}.{int(self.at.timestamp())}.{self.session}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        try:
            revision, seconds, session = (int(part) for part in text.split("."))
            if not 0 <= revision < 2**31:
                return None
            return cls(revision, datetime.fromtimestamp(seconds, UTC), session)
        except (ValueError, OverflowError, OSError):
            return None


def changes(event: Event, since: str = "", *, now=None, page=PAGE) -> Roster:
    """The people of `event` that changed since the cursor; all of them without one.

    A cursor that cannot be read, or one of another session, gets the whole list again.
    """
    now = now or timezone.now()
    session = session_at(list(event.sessions.all()), now)
    number = session.pk if session else 0
    cursor = Cursor.parse(since)
    is_full = cursor is None or cursor.session != number
    if is_full:
        cursor = Cursor(0, now, number)
    people = _people(event)
    found = list(people.filter(revision__gt=cursor.revision).order_by("revision")[: page + 1])
    has_more = len(found) > page
    found = found[:page]
    next_cursor = Cursor(found[-1].revision if found else cursor.revision, now, number)
    if not is_full:
        since_then = cursor.at - OVERLAP
        touched = Scan.objects.filter(event=event, registration__isnull=False).filter(
            Q(received_at__gte=since_then) | Q(undone_at__gte=since_then)
        )
        known = [registration.pk for registration in found]
        found += people.filter(pk__in=touched.values("registration")).exclude(pk__in=known)
    _tell_where(found, event, session)
    return Roster(found, str(next_cursor), is_full, has_more)


def counts(event: Event, session: Session | None) -> dict:
    """How many are expected, have entered and are inside now, and entries by gate.

    Who came without a registration is inside as soon as they are let in; `walkins` of them are
    not yet told apart from the roster.
    """
    confirmed = Registration.objects.confirmed().filter(event=event)
    if event.modality != Event.Modality.ONLINE:
        confirmed = confirmed.filter(mode=Mode.IN_PERSON)
    entries = Scan.objects.admitted().filter(event=event, session=session).order_by()
    gates = dict(
        entries.values_list("device__gate").annotate(entered=Count("registration", distinct=True))
    )
    walkins = walkins_by_gate(event, session)
    for gate, count in walkins.items():
        gates[gate] = gates.get(gate, 0) + count
    return {
        "expected": confirmed.count(),
        **inside(event, session, walkins=sum(walkins.values())),
        "gates": [{"gate": gate, "entered": gates[gate]} for gate in sorted(gates)],
    }


def inside(event: Event, session: Session | None, *, walkins: int | None = None) -> dict[str, int]:
    """How many people have `entered` the session, how many are `inside` now, and how many of both
    are `walkins` that nobody has reconciled yet. One query where their number is at hand."""
    if walkins is None:
        walkins = sum(walkins_by_gate(event, session).values())
    found = _passages(event, session).aggregate(
        entered=Count("registration", filter=Q(first_in__isnull=False)),
        inside=Count("registration", filter=_IS_INSIDE),
    )
    return {
        "entered": found["entered"] + walkins,
        "inside": found["inside"] + walkins,
        "walkins": walkins,
    }


def walkins_by_gate(event: Event, session: Session | None) -> dict[str, int]:
    """How many came to this session without a registration and wait to be reconciled."""
    waiting = WalkIn.objects.to_reconcile().filter(event=event, session=session).order_by()
    return dict(waiting.values_list("device__gate").annotate(n=Count("pk")))


def free_seats(event: Event) -> int | None:
    """Seats in person that nobody holds or has taken at the door; None without a limit."""
    free = waitlist.free_seats(event, Mode.IN_PERSON)
    if free is None:
        return None
    return max(0, free - WalkIn.objects.to_reconcile().filter(event=event).count())


# The hour of the readings decides, not the order in which they arrived: a phone without network may
# tell late of an exit, after which the next entry, read as a duplicate, is an entry after all.
_IS_INSIDE = Q(first_in__isnull=False) & (Q(last_out=None) | Q(last_in__gt=F("last_out")))


def _passages(event: Event, session: Session | None):
    """Who came in or went out: `first_in`, `last_in` and `last_out` of each, of what stands.

    A pass that was read again while it was inside tells that it was there, if its entry stands.
    """
    readings = Scan.objects.standing().filter(
        Q(first=None) | Q(first__undone_at=None),
        event=event,
        session=session,
        result__in=AT_THE_DOOR,
    )
    return (
        readings.order_by()
        .values("registration")
        .annotate(
            first_in=Min("scanned_at", filter=Q(result=Scan.Result.ADMITTED)),
            last_in=Max("scanned_at", filter=~Q(result=Scan.Result.EXIT)),
            last_out=Max("scanned_at", filter=Q(result=Scan.Result.EXIT)),
        )
    )


def _people(event: Event):
    """The registrations of `event` with what a gate is told of each, and no more."""
    people = Registration.objects.filter(event=event).select_related("person", "body")
    return people.only(
        *("event", "code", "status", "mode", "revision", "body__name"),
        *("person__given_names", "person__first_surname", "person__second_surname"),
    )


def _tell_where(people: list[Registration], event: Event, session: Session | None) -> None:
    """Say of each when they first entered this session (`entered_at`), and whether `is_inside`.

    Together, because a question for each of 5,000 takes seconds.
    """
    passages = _passages(event, session)
    if len(people) <= FEW:
        passages = passages.filter(registration__in=people)
    passages = passages.annotate(is_inside=Case(When(_IS_INSIDE, then=True), default=False))
    known = {
        pk: (first, is_inside)
        for pk, first, is_inside in passages.values_list("registration", "first_in", "is_inside")
    }
    for one in people:
        one.entered_at, one.is_inside = known.get(one.pk, (None, False))
