"""The facts that presence is made of: readings at the door, stays in Zoom, what staff wrote.

Each as stretches of time by registration and session; what was undone or withdrawn is left out.
"""

from django.db.models import BigIntegerField, Func, Q

from .models import ManualPresence, Scan, ZoomAttendee, ZoomStay
from .spans import Pair

# Nobody read an exit, or the whole session: it lasts as long as the session.
UNTIL_THE_END = 1 << 40
# A pass that was read again while it was inside tells when it was there, if its entry stands.
AT_THE_DOOR = [Scan.Result.ADMITTED, Scan.Result.DUPLICATE, Scan.Result.EXIT]

# By registration and session (their primary keys); of a report for the whole event the session is
# None.
Facts = dict[int, dict[int | None, list[Pair]]]


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


def door(whose: Q) -> Facts:
    """Stays in the room, from the readings in the order in which they happened.

    An exit ends a stay and the next entry opens another. The hour of the reading decides, not the
    order of arrival: a phone without network hands in late what it read early.
    """
    readings = (
        Scan.objects.standing()
        .filter(whose, Q(first=None) | Q(first__undone_at=None), result__in=AT_THE_DOOR)
        .filter(registration__isnull=False, session__isnull=False)
        .order_by("scanned_at", "received_at")
        .values_list("registration_id", "session_id", Seconds("scanned_at"), "result")
    )
    stays: Facts = {}
    inside: dict[tuple[int, int], int] = {}
    for registration, session, at, result in readings:
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
    counting = ZoomStay.objects.filter(
        whose, attendee__state=ZoomAttendee.State.MATCHED, report__withdrawn_at=None
    ).order_by()
    stays: Facts = {}
    for registration, session, joined, left in counting.values_list(
        "attendee__registration_id",
        "report__session_id",
        Seconds("joined_at"),
        Seconds("left_at"),
    ):
        _add(stays, registration, session, (joined, left))
    return stays


def by_hand(whose: Q) -> Facts:
    """What staff registered by hand and did not withdraw; without hours the whole session."""
    made: Facts = {}
    for registration, session, start, end in (
        ManualPresence.objects.standing()
        .filter(whose)
        .order_by()
        .values_list("registration_id", "session_id", Seconds("starts_at"), Seconds("ends_at"))
    ):
        pair = (0, UNTIL_THE_END) if start is None else (start, end)
        _add(made, registration, session, pair)
    return made


def _add(facts: Facts, registration: int, session: int | None, pair: Pair) -> None:
    facts.setdefault(registration, {}).setdefault(session, []).append(pair)
