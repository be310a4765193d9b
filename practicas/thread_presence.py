"""Which bodies were in which year's jornadas: one question to the database for all of them.

It counts what `asistencia/presence.py` counts as being there at all: of somebody whose registration
stands, a reading at the door, a recognised stay in Zoom or what staff wrote by hand, of which at
least a second falls within the official hours that have passed. It reads the same facts
(`asistencia/facts.py`) and the same hours, and is tested against it; presence itself is measured
person by person, which a whole institution cannot wait for.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from asistencia.facts import UNTIL_THE_END, Seconds, connections, handwritten, readings
from asistencia.models import Scan
from asistencia.presence import hours
from asistencia.spans import seconds_of
from jornadas.models import Registration, Session

# By body and year, the first day; the year is None where a session has no day.
Days = dict[int, dict[int | None, date | None]]

QUESTION = """
WITH hours(session_id, event_id, opens, closes, is_timed, on_day, of_year) AS (VALUES {hours}),
people(registration_id, body_id, event_id) AS ({people}),
readings(registration_id, session_id, moment, result, scanned_at, received_at) AS ({readings}),
stays AS (
  SELECT registration_id, session_id, result, moment AS opens,
    MIN(CASE WHEN result = '{exit}' THEN moment END) OVER (
      PARTITION BY registration_id, session_id ORDER BY scanned_at, received_at
      ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS closes
  FROM readings
),
handwritten(registration_id, session_id, opens, closes) AS ({handwritten}),
pairs(registration_id, session_id, opens, closes) AS (
  SELECT registration_id, session_id, opens, COALESCE(closes, {forever})
    FROM stays WHERE result <> '{exit}'
  UNION ALL {connections}
  UNION ALL
  SELECT registration_id, session_id, COALESCE(opens, 0), COALESCE(closes, {forever})
    FROM handwritten
)
SELECT people.body_id, hours.of_year, MIN(hours.on_day)
FROM pairs
JOIN people ON people.registration_id = pairs.registration_id
JOIN hours ON hours.event_id = people.event_id
  AND (hours.session_id = pairs.session_id OR pairs.session_id IS NULL)
WHERE (hours.is_timed = 0 AND pairs.session_id IS NOT NULL)
  OR (pairs.opens < pairs.closes AND hours.opens < hours.closes
      AND pairs.opens < hours.closes AND pairs.closes > hours.opens)
GROUP BY people.body_id, hours.of_year
"""


def first_days(sessions: Iterable[Session], now: datetime) -> Days:
    """The first day on which somebody of each body was in one of these sessions, by year."""
    sessions = list(sessions)
    if not sessions:
        return {}
    events = {session.event_id for session in sessions}
    parts = {
        "people": Registration.objects.active()
        .filter(event__in=events)
        .order_by()
        .values_list("pk", "body_id", "event_id"),
        "readings": readings(Q(event__in=events)).values_list(
            "registration_id", "session_id", Seconds("scanned_at"), "result", "scanned_at",
            "received_at",
        ),
        "handwritten": handwritten(Q(registration__event__in=events)).values_list(
            "registration_id", "session_id", Seconds("starts_at"), Seconds("ends_at")
        ),
        "connections": connections(Q(attendee__event__in=events)).values_list(
            "attendee__registration_id", "report__session_id", Seconds("joined_at"),
            Seconds("left_at"),
        ),
    }  # fmt: skip
    asked, parameters = {}, []
    for name, queryset in parts.items():
        asked[name], values = queryset.query.sql_with_params()
        parameters += values
    told = ", ".join(str(_hours(session, seconds_of(now))) for session in sessions)
    question = QUESTION.format(
        hours=told, exit=Scan.Result.EXIT.value, forever=UNTIL_THE_END, **asked
    )
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        found: Days = {}
        for body, year, day in cursor.fetchall():
            found.setdefault(body, {})[year or None] = date.fromordinal(day) if day else None
    return found


def _hours(session: Session, now: int) -> tuple[int, ...]:
    """A line of `hours`: whole numbers alone; 0 for what is not known."""
    opens, closes = hours(session) or (0, 0)
    is_timed = bool(session.starts_at and session.ends_at)
    if is_timed:
        closes = min(closes, now)
    day = session.day
    return (
        session.pk,
        session.event_id,
        opens,
        closes,
        int(is_timed),
        day.toordinal() if day else 0,
        day.year if day else 0,
    )
