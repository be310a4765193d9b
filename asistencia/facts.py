"""The facts that presence is made of: readings at the door, stays in Zoom, what staff wrote.

Each as stretches of time by registration and session; what was undone or withdrawn is left out.
"""

from django.db.models import Q

from .models import ManualPresence, Scan, ZoomAttendee, ZoomStay
from .spans import Pair, seconds_of

# Nobody read an exit, or the whole session: it lasts as long as the session.
UNTIL_THE_END = 1 << 40
# A pass that was read again while it was inside tells when it was there, if its entry stands.
AT_THE_DOOR = [Scan.Result.ADMITTED, Scan.Result.DUPLICATE, Scan.Result.EXIT]

# (registration, session) by primary keys; of a report for the whole event the session is None.
Facts = dict[tuple[int, int | None], list[Pair]]


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
        .values_list("registration_id", "session_id", "scanned_at", "result")
    )
    stays: Facts = {}
    inside: dict[tuple[int, int | None], int] = {}
    for registration, session, moment, result in readings:
        key, at = (registration, session), seconds_of(moment)
        if result != Scan.Result.EXIT:
            inside.setdefault(key, at)
        elif key in inside:
            stays.setdefault(key, []).append((inside.pop(key), at))
    for key, at in inside.items():
        stays.setdefault(key, []).append((at, UNTIL_THE_END))
    return stays


def online(whose: Q) -> Facts:
    """Stays in Zoom of those who were recognised, from reports nobody withdrew."""
    counting = ZoomStay.objects.filter(
        whose, attendee__state=ZoomAttendee.State.MATCHED, report__withdrawn_at=None
    ).order_by()
    stays: Facts = {}
    for registration, session, joined, left in counting.values_list(
        "attendee__registration_id", "report__session_id", "joined_at", "left_at"
    ):
        pair = seconds_of(joined), seconds_of(left)
        stays.setdefault((registration, session), []).append(pair)
    return stays


def by_hand(whose: Q) -> Facts:
    """What staff registered by hand and did not withdraw; without hours the whole session."""
    made: Facts = {}
    for registration, session, starts_at, ends_at in (
        ManualPresence.objects.standing()
        .filter(whose)
        .order_by()
        .values_list("registration_id", "session_id", "starts_at", "ends_at")
    ):
        pair = (seconds_of(starts_at), seconds_of(ends_at)) if starts_at else (0, UNTIL_THE_END)
        made.setdefault((registration, session), []).append(pair)
    return made
