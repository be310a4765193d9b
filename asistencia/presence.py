"""Presence: who was in which session, from when to when, and whether that is what the event asks.

The one place of the rule; list, page, mail and constancia ask here. Three kinds of facts count:
what was read at the door, the stays of Zoom's reports that are somebody's, and what staff
registered by hand. Together they are one union within the official hours, so that a second device,
a restarted meeting or a pass read twice add nothing. While a session runs, only what has passed of
it counts.

A session whose hours are not known cannot be measured: being there at all is attending it.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import attrgetter

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone

from jornadas.models import Event, Registration, Session
from jornadas.models.events import Mode

from .facts import Facts, by_hand, door, online
from .models import ManualPresence, Scan, ZoomAttendee, ZoomReport, ZoomStay
from .spans import Pair, Span, clip, gaps, length, seconds_of, span, union

DOOR, ONLINE, MANUAL = "door", "online", "manual"
# Up to here they are asked for one by one; more are all those of the event.
FEW = 100


@dataclass(frozen=True, slots=True)
class SessionPresence:
    """One registration in one session. Times are seconds; `official` is None without known hours.

    `is_attended`: as much of it as the event asks of a session that counts; where the event asks
    for a share of all its hours, any of it.
    """

    session: Session
    seconds: int
    official: int | None
    is_attended: bool
    sources: frozenset[str]
    covered: list[Pair]
    open: list[Pair]

    @property
    def percent(self) -> int | None:
        """Rounded down: nobody is told 80 % who was there a second less."""
        return None if self.official is None else 100 * self.seconds // self.official

    @property
    def spans(self) -> list[Span]:
        """When, within the official hours; nothing where those are not known."""
        return [span(pair) for pair in self.covered]

    @property
    def missing(self) -> list[Span]:
        """What has passed of the official hours without a trace of this person."""
        return [span(pair) for pair in self.open]

    @property
    def was_there(self) -> bool:
        return bool(self.sources)


@dataclass(frozen=True, slots=True)
class Presence:
    """One registration in its event: every session in order, and all of them together.

    Sessions at the same hour count once. `official` is None where no session has known hours.
    """

    registration: Registration
    sessions: list[SessionPresence]
    seconds: int
    official: int | None
    is_enough: bool
    # They take part online and no report of Zoom has come in yet: nobody looked at them so far.
    awaits_report: bool

    @property
    def percent(self) -> int | None:
        return None if self.official is None else 100 * self.seconds // self.official

    @property
    def missing(self) -> list[Span]:
        """What has passed of all sessions together without a trace of this person."""
        covered = union(pair for one in self.sessions for pair in one.covered)
        past = union(pair for one in self.sessions for pair in (*one.covered, *one.open))
        return [span(pair) for whole in past for pair in gaps(clip(covered, whole), whole)]

    @property
    def minutes(self) -> int:
        return self.seconds // 60

    @property
    def attended(self) -> list[Session]:
        return [one.session for one in self.sessions if one.is_attended]

    @property
    def was_there(self) -> bool:
        """Whether anything of them counts."""
        return any(one.was_there for one in self.sessions)

    @property
    def sources(self) -> frozenset[str]:
        return frozenset().union(*(one.sources for one in self.sessions))


def presences(event: Event, registrations=None, now=None) -> dict[int, Presence]:
    """The presence of everybody in `event`, or of these registrations, by primary key.

    Constant queries: one for each kind of fact, one for the sessions unless they are at hand, and
    one for the registrations unless they are given as a list.
    """
    if registrations is None:
        registrations = Registration.objects.active().filter(event=event)
    registrations = list(registrations)
    for one in registrations:
        one.event = event
    if len(registrations) <= FEW:
        return presences_of(registrations, now)
    return measured(registrations, facts_of([event]), now)


def presences_of(registrations: Iterable[Registration], now=None) -> dict[int, Presence]:
    """The same of a page of registrations of different events, which come with their sessions."""
    registrations = list(registrations)
    if not registrations:
        return {}
    keys = [one.pk for one in registrations]
    mine = Q(registration__in=keys)
    return measured(registrations, _facts(mine, Q(attendee__registration__in=keys), mine), now)


def facts_of(events: Iterable[Event]) -> list[tuple[str, Facts]]:
    """Every fact of these events by its source: three queries."""
    keys = [event.pk for event in events]
    return _facts(Q(event__in=keys), Q(attendee__event__in=keys), Q(registration__event__in=keys))


def _facts(readings: Q, stays: Q, manual: Q) -> list[tuple[str, Facts]]:
    return [(DOOR, door(readings)), (ONLINE, online(stays)), (MANUAL, by_hand(manual))]


def measured(registrations: list[Registration], facts, now=None) -> dict[int, Presence]:
    """The presence of each of these registrations, of which the facts are at hand: one query."""
    reports = ZoomReport.objects.standing().filter(
        event__in={one.event_id for one in registrations}
    )
    return weighed(registrations, facts, now, reported=set(reports.values_list("event", flat=True)))


def weighed(
    registrations: list[Registration], facts, now=None, *, reported: Container[int] = ()
) -> dict[int, Presence]:
    """The same without a query. Who wants to know `awaits_report` says of which events, by their
    keys, a report of Zoom has come in."""
    now = seconds_of(now or timezone.now())
    events = {one.event_id: one.event for one in registrations}
    measures = {
        pk: _Measures(event, now, has_report=pk in reported) for pk, event in events.items()
    }
    return {one.pk: measures[one.event_id].of(one, facts) for one in registrations}


class _Measure:
    """What a session asks: its official hours, how much of them is past, and who counts."""

    def __init__(self, session: Session, event: Event, now: int):
        self.session = session
        self.has_hours = bool(session.starts_at and session.ends_at)
        self.official = hours(session)
        self.past = (self.official[0], min(self.official[1], now)) if self.official else None
        by_session = event.minimum_rule == Event.Minimum.SESSIONS
        self.asked = event.minimum_percent if by_session else 0
        # The many who were not there share one answer.
        self.absent = self.presence(frozenset(), [])

    def presence(self, sources: frozenset[str], covered: list[Pair]) -> SessionPresence:
        seconds = length(covered)
        if not self.has_hours:
            attended, official, missing = bool(sources), None, []
        else:
            official = self.official[1] - self.official[0]
            attended = seconds > 0 and 100 * seconds >= self.asked * official
            missing = gaps(covered, self.past)
        return SessionPresence(self.session, seconds, official, attended, sources, covered, missing)

    def of(self, facts: list[tuple[str, dict[int | None, list[Pair]]]]) -> SessionPresence:
        """What it is of somebody of whom these facts are known, by session."""
        sources, found = set(), []
        for source, by_session in facts:
            pairs = by_session.get(self.session.pk, [])
            whole_event = by_session.get(None, [])
            if self.has_hours:
                inside = clip(pairs + whole_event, self.past)
                found += inside
            else:
                # A report of the whole event is of this session where it touches its day.
                inside = pairs or (self.official and clip(whole_event, self.official))
            if inside:
                sources.add(source)
        return self.presence(frozenset(sources), union(found)) if sources else self.absent


def hours(session: Session) -> Pair | None:
    """The official hours; without an end what is left of the day, without hours the day."""
    if session.starts_at:
        return seconds_of(session.starts_at), seconds_of(session.runs_until)
    if session.day is None:
        return None
    midnights = (session.day, session.day + timedelta(days=1))
    first, last = (
        seconds_of(timezone.make_aware(datetime.combine(day, time.min))) for day in midnights
    )
    return first, last


class _Measures:
    """The same of all sessions of an event together."""

    def __init__(self, event: Event, now: int, *, has_report: bool):
        sessions = sorted(event.sessions.all(), key=attrgetter("number"))
        self.measures = [_Measure(session, event, now) for session in sessions]
        timed = [measure.official for measure in self.measures if measure.has_hours]
        self.official = length(union(timed))
        # None at the same hour as another: nothing can count twice.
        self.is_sum = self.official == length(timed)
        self.has_report = has_report

    def of(self, one: Registration, facts: list[tuple[str, Facts]]) -> Presence:
        mine = [(source, by_person[one.pk]) for source, by_person in facts if one.pk in by_person]
        sessions = [measure.of(mine) if mine else measure.absent for measure in self.measures]
        if self.is_sum:
            seconds = sum(session.seconds for session in sessions)
        else:
            seconds = length(union(pair for session in sessions for pair in session.covered))
        enough = _is_enough(one.event, sessions, seconds, self.official)
        awaits = one.mode == Mode.ONLINE and not self.has_report
        return Presence(one, sessions, seconds, self.official or None, enough, awaits)


def _is_enough(event: Event, sessions: list[SessionPresence], seconds: int, official: int) -> bool:
    """The rule of the event, on what was measured."""
    attended = sum(one.is_attended for one in sessions)
    if event.minimum_rule == Event.Minimum.SESSIONS:
        return attended >= event.minimum_sessions
    if not official:
        # No session has hours: each weighs the same.
        return bool(sessions) and 100 * attended >= event.minimum_percent * len(sessions)
    return 100 * seconds >= event.minimum_percent * official


def with_entry(registrations):
    """Add `entered_at`, the first entry at the door or None, to a queryset of them."""
    entries = Scan.objects.admitted().filter(registration=OuterRef("pk")).order_by()
    first = entries.values("registration").annotate(first=Min("scanned_at")).values("first")
    return registrations.annotate(entered_at=Subquery(first))


def unseen(registrations):
    """Those of whom there is no fact: no entry at the door, no stay in Zoom, nothing by hand."""
    counting = ZoomStay.objects.filter(report__withdrawn_at=None, attendee=OuterRef("pk"))
    online = ZoomAttendee.objects.matched().filter(Exists(counting), registration=OuterRef("pk"))
    return registrations.filter(
        ~Exists(Scan.objects.admitted().filter(registration=OuterRef("pk"))),
        ~Exists(online),
        ~Exists(ManualPresence.objects.standing().filter(registration=OuterRef("pk"))),
    )
