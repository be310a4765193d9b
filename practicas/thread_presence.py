"""Which bodies were in which year's jornadas, of a whole institution at once.

Somebody attended of whom `asistencia/presence.py` says that they were there at all: a reading at
the door, a recognised stay in Zoom or what staff wrote by hand, of which at least a second falls
within the official hours that have passed. To measure everybody takes seconds for a whole
institution; here the same facts are only asked whether any of them counts. Where a reading says so
by itself the database answers, and only the others come here one by one. Tests hold all of it
against the rule.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import F, Func, IntegerField, Min, Q

from asistencia.facts import Facts, Gathered, readings, together
from asistencia.models import Scan
from asistencia.presence import hours
from asistencia.spans import Pair, seconds_of
from jornadas.models import Event, Registration, Session

# By body and year, the first day; the year is None where a session has no day.
Days = dict[int, dict[int | None, date | None]]


class _Hours:
    """When a session counts, in seconds."""

    def __init__(self, session: Session, now: int):
        self.session, self.day = session.pk, session.day
        self.is_timed = bool(session.starts_at and session.ends_at)
        self.opens, self.closes = hours(session) or (0, 0)
        if self.is_timed:
            self.closes = min(self.closes, now)

    def holds(self, by_session: dict[int | None, list[Pair]]) -> bool:
        """Whether anything of somebody's facts, by session, counts for this one."""
        of_it, of_event = by_session.get(self.session, []), by_session.get(None, [])
        if not self.is_timed:
            # It cannot be measured: whatever is of this very session counts.
            return bool(of_it) or self._touches(of_event)
        return self._touches(of_it) or self._touches(of_event)

    def _touches(self, pairs: list[Pair]) -> bool:
        return any(max(start, self.opens) < min(end, self.closes) for start, end in pairs)


class Year(Func):
    """The year of a day, made by the database."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="CAST(substr(%(expressions)s, 1, 4) AS INTEGER)"
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="EXTRACT(YEAR FROM %(expressions)s)::int")


def is_plain(event: Event, now: datetime) -> bool:
    """Whether the hour of an entry says if it counts: all sessions are over, at a whole second."""
    return all(
        one.starts_at and one.ends_at and one.ends_at <= now and not one.ends_at.microsecond
        for one in event.sessions.all()
    )


def _exits(events: list[Event]):
    return Scan.objects.standing().filter(
        event__in=events, result=Scan.Result.EXIT, registration__isnull=False
    )


def entered(plain: list[Event]):
    """The first day in each year of each body with somebody who entered one of these events, which
    are plain, and of whom no exit was read: they were there until its end."""
    return (
        readings(Q(event__in=plain))
        .exclude(registration__in=_exits(plain).values("registration"))
        .filter(registration__in=Registration.objects.active())
        .filter(session__event=F("registration__event"), scanned_at__lt=F("session__ends_at"))
        .order_by()
        .values("registration__body", year=Year("session__day"))
        .annotate(day=Min("session__day"))
    )


def gathered(events: list[Event], plain: list[Event]) -> Gathered:
    """Every fact of `events` but what `entered` tells of those that are plain: one query."""
    others = Q(event__in=[one for one in events if one not in plain])
    who_left = Q(registration__in=_exits(plain).values("registration"))
    return together(
        [others, who_left], Q(attendee__event__in=events), Q(registration__event__in=events)
    )


def first_days(
    events: Iterable[Event],
    people: Mapping[int, tuple[int, int]],
    facts: Iterable[Facts],
    now: datetime,
) -> Days:
    """The first day on which somebody of each body was in one of these events, by year.

    `people` gives body and event of each registration that stands, by its key.
    """
    measures = {
        event.pk: [_Hours(session, seconds_of(now)) for session in event.sessions.all()]
        for event in events
    }
    found: Days = {}
    for by_person in facts:
        for registration, by_session in by_person.items():
            body, event = people.get(registration, (0, 0))
            for one in measures.get(event, ()):
                if not _is_known(found, body, one.day) and one.holds(by_session):
                    note(found, body, one.day)
    return found


def _is_known(days: Days, body: int, day: date | None) -> bool:
    """Whether this day, or an earlier one of its year, is there already."""
    known = days.get(body, {}).get(day.year if day else None)
    return known is not None and day is not None and known <= day


def note(days: Days, body: int, day: date | None) -> None:
    """Keep the earlier of this day and the one known of its year."""
    if not _is_known(days, body, day):
        days.setdefault(body, {})[day.year if day else None] = day
