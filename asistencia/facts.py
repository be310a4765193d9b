"""The facts that presence is made of: readings at the door, stays in Zoom, what staff wrote.

Each as stretches of time by registration and session; what was undone or withdrawn is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, ExpressionWrapper, F, Func, Q, TextField, Value
from django.db.models.functions import Cast

from jornadas.models import Registration

from .models import ManualPresence, Scan, ZoomAttendee, ZoomStay
from .spans import Pair

# Nobody read an exit, or the whole session: it lasts as long as the session.
UNTIL_THE_END = 1 << 40
# A pass that was read again while it was inside tells when it was there, if its entry stands.
AT_THE_DOOR = [Scan.Result.ADMITTED, Scan.Result.DUPLICATE, Scan.Result.EXIT]
ONLINE, BY_HAND = "online", "by_hand"

# By registration and session (their primary keys); of a report for the whole event the session is
# None.
Facts = dict[int, dict[int | None, list[Pair]]]


@dataclass(frozen=True)
class Gathered:
    """Facts of all three kinds, and whose they are."""

    door: Facts
    online: Facts
    by_hand: Facts
    # Body and event of each registration, by their primary keys.
    people: dict[int, tuple[int, int]]


class Seconds(Func):
    """A moment as whole seconds since 1970, made by the database.

    An event of 5,000 people has 60,000 moments; each as a datetime costs more than all the rest.
    """

    output_field = BigIntegerField()

    def as_sqlite(self, compiler, connection, **context):
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template, **context)

    def get_db_converters(self, connection):
        """None: what both databases give is whole already, and so many need not be asked again."""
        return []


def door(whose: Q) -> Facts:
    """Stays in the room, from the readings in the order in which they happened.

    An exit ends a stay and the next entry opens another. The hour of the reading decides, not the
    order of arrival: a phone without network hands in late what it read early.
    """
    ordered = readings(whose).order_by("scanned_at", "received_at")
    return _in_the_room(
        ordered.values_list("result", "registration_id", "session_id", Seconds("scanned_at"))
    )


def readings(whose: Q):
    """What was read at the door and counts."""
    return (
        Scan.objects.standing()
        .filter(whose, Q(first=None) | Q(first__undone_at=None), result__in=AT_THE_DOOR)
        .filter(registration__isnull=False, session__isnull=False)
    )


def _in_the_room(ordered: Iterable[tuple[str, int, int, int]]) -> Facts:
    stays: Facts = {}
    inside: dict[tuple[int, int], int] = {}
    for result, registration, session, at in ordered:
        key = registration, session
        if result != Scan.Result.EXIT:
            inside.setdefault(key, at)
        elif key in inside:
            _add(stays, registration, session, (inside.pop(key), at))
    for (registration, session), at in inside.items():
        _add(stays, registration, session, (at, UNTIL_THE_END))
    return stays


def online(whose: Q) -> Facts:
    """Stays in Zoom of those who were recognised, from reports nobody withdrew."""
    stays: Facts = {}
    for registration, session, joined, left in _in_zoom(whose).values_list(
        "attendee__registration_id",
        "report__session_id",
        Seconds("joined_at"),
        Seconds("left_at"),
    ):
        _add(stays, registration, session, (joined, left))
    return stays


def _in_zoom(whose: Q):
    return ZoomStay.objects.filter(
        whose, attendee__state=ZoomAttendee.State.MATCHED, report__withdrawn_at=None
    ).order_by()


def by_hand(whose: Q) -> Facts:
    """What staff registered by hand and did not withdraw; without hours the whole session."""
    made: Facts = {}
    for registration, session, start, end in _written(whose).values_list(
        "registration_id", "session_id", Seconds("starts_at"), Seconds("ends_at")
    ):
        _add(made, registration, session, _pair(start, end))
    return made


def _written(whose: Q):
    return ManualPresence.objects.standing().filter(whose).order_by()


def _pair(start: int | None, end: int | None) -> Pair:
    return (0, UNTIL_THE_END) if start is None or end is None else (start, end)


def together(at_the_door: Iterable[Q], stays: Q, manual: Q) -> Gathered:
    """The same three of registrations that stand, with whose they are: one query.

    Readings are those of any of `at_the_door`, each of which the database looks up by its index.
    """
    standing = Registration.objects.active()
    kinds = [
        *(
            (readings(whose), "", F("result"), "session_id", "scanned_at", None)
            for whose in at_the_door
        ),
        (
            _in_zoom(stays),
            "attendee__",
            Value(ONLINE),
            "report__session_id",
            "joined_at",
            "left_at",
        ),
        (_written(manual), "", Value(BY_HAND), "session_id", "starts_at", "ends_at"),
    ]
    first, *others = (
        found.filter(**{f"{to}registration__in": standing})
        .order_by()
        .annotate(
            # Only to be ordered by: as text, nobody makes datetimes of them.
            happened=_text(F("scanned_at") if end is None else Value(None)),
            received=_text(F("received_at") if end is None else Value(None)),
        )
        .values_list(
            kind,
            f"{to}registration_id",
            f"{to}registration__body_id",
            f"{to}registration__event_id",
            session,
            Seconds(start),
            # PostgreSQL takes nothing for a text, unless it is told.
            Seconds(end) if end else Cast(Value(None), BigIntegerField()),
            "happened",
            "received",
        )
        for found, to, kind, session, start, end in kinds
    )
    return _gathered(first.union(*others, all=True).order_by("happened", "received"))


def _text(expression):
    return ExpressionWrapper(expression, output_field=TextField())


def _gathered(rows) -> Gathered:
    read: list[tuple[str, int, int, int]] = []
    facts: dict[str, Facts] = {ONLINE: {}, BY_HAND: {}}
    people = {}
    for kind, registration, body, event, session, start, end, *_ in rows:
        people[registration] = body, event
        if kind in facts:
            _add(facts[kind], registration, session, _pair(start, end))
        else:
            read.append((kind, registration, session, start))
    return Gathered(_in_the_room(read), facts[ONLINE], facts[BY_HAND], people)


def _add(facts: Facts, registration: int, session: int | None, pair: Pair) -> None:
    facts.setdefault(registration, {}).setdefault(session, []).append(pair)
