"""The thread from the jornada to the recognised practice, computed from what is already known.

Five steps, each with the first day on which a body took it: it attended a jornada, completed a
workshop, finished a ficha, sent a proposal, has a recognised practice. A step counts by itself: who
sends a proposal without having attended is counted there. Nothing is kept: change a fact and the
report changes. Recognitions are those the public may see; results do not leak early through here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from statistics import median

from django.db import models
from django.db.models import CharField, DateField, DateTimeField, Value
from django.utils import timezone

from asistencia.facts import Gathered
from asistencia.presence import Presence, weighed
from consultas import hold
from documentos.spanish import counted
from jornadas.models import Event, Registration, Session
from padron.models import Body, Organizer
from talleres.models import Ficha

from .models import Proposal, Recognition
from .thread_bodies import every_body
from .thread_groups import Groups, OfProgram
from .thread_presence import entered, first_days, gathered, is_plain, note


class Step(models.TextChoices):
    """In their order; the values are those of addresses."""

    ATTENDED = "jornada", "Asistió a una jornada"
    WORKSHOP = "taller", "Completó un taller"
    FICHA = "ficha", "Terminó una ficha"
    PROPOSAL = "propuesta", "Envió una propuesta"
    RECOGNITION = "reconocimiento", "Tiene una práctica reconocida"

    @property
    def noun(self) -> str:
        return str(self.value).capitalize()


STEPS = list(Step)
# What a step begins to count from: the one before it.
BEFORE = {later: earlier for earlier, later in pairwise(STEPS)}
# Where somebody stopped who took none.
NONE = "ninguno"


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of one body."""

    step: Step
    is_taken: bool
    # The first day; None where it was not taken, or no day is known.
    day: date | None
    # Days since the step before; None where one is missing, or they came the other way round.
    lapse: int | None

    @property
    def since(self) -> str:
        """The day in figures; that it was taken, where no day is known."""
        if self.day is None:
            return "Sí" if self.is_taken else ""
        return f"{self.day:%d/%m/%Y}"

    @property
    def after(self) -> str:
        return "" if self.lapse is None else counted(self.lapse, "día", "días")


@dataclass(frozen=True, slots=True)
class Figure:
    """One step of many bodies: how many took it, of a hundred, since when, and the median of the
    days from the step before."""

    step: Step
    count: int
    percent: int
    first: date | None
    lapse: int | None


@dataclass(frozen=True)
class Row:
    """A body, with the first day of each step it took."""

    body: Body
    group: OfProgram | None
    days: dict[Step, date | None]

    @property
    def reached(self) -> str:
        """The furthest step it took: where it stopped; NONE where it took none."""
        return next((step.value for step in reversed(STEPS) if step in self.days), NONE)

    @property
    def cells(self) -> list[Cell]:
        return [
            Cell(step, step in self.days, self.days.get(step), self.lapse(step)) for step in STEPS
        ]

    def lapse(self, step: Step) -> int | None:
        """Days from the step before to this one."""
        first, then = self.days.get(BEFORE.get(step, step)), self.days.get(step)
        if step not in BEFORE or first is None or then is None or then < first:
            return None
        return (then - first).days


@dataclass(frozen=True)
class Total:
    """How many bodies of a group, a year or a municipality took each step."""

    label: str
    rows: list[Row]
    year: int | None = None

    @property
    def bodies(self) -> int:
        return len(self.rows)

    def count(self, step: Step) -> int:
        return sum(step in row.days for row in self.rows)

    @cached_property
    def figures(self) -> list[Figure]:
        return [
            Figure(step, self.count(step), self.percent(step), self.first(step), self.lapse(step))
            for step in STEPS
        ]

    def first(self, step: Step) -> date | None:
        """The first day among them."""
        return min((day for row in self.rows if (day := row.days.get(step))), default=None)

    def lapse(self, step: Step) -> int | None:
        """The median of the days from the step before."""
        lapses = [one for row in self.rows if (one := row.lapse(step)) is not None]
        return round(median(lapses)) if lapses else None

    def percent(self, step: Step) -> int:
        return round(100 * self.count(step) / self.bodies) if self.bodies else 0


@dataclass(frozen=True)
class Thread:
    """The report: a row by body, and what they come to."""

    rows: list[Row]
    # Of each group in each year that has anything: what was done in that year.
    by_group_and_year: list[Total]

    @cached_property
    def total(self) -> Total:
        return Total("Todos", self.rows)

    @cached_property
    def groups(self) -> list[Total]:
        """The rows by group, in the order of their numbers; those of none last."""
        return _by_group(self.rows)

    @cached_property
    def municipalities(self) -> list[Total]:
        """The rows by municipality in the order of their names; those of none last."""
        found: dict = {}
        for row in self.rows:
            found.setdefault(row.body.municipality, []).append(row)
        placed = sorted((one for one in found if one), key=attrgetter("sort_key"))
        totals = [Total(one.name, found[one]) for one in placed]
        return totals + [Total("Sin municipio", rows) for one, rows in found.items() if not one]

    def stopped(self, reached: str) -> list[Row]:
        """Those whose furthest step this is."""
        return [row for row in self.rows if row.reached == reached]


@dataclass(frozen=True)
class Known:
    """The facts of every year, of which a report takes what it is asked for."""

    now: datetime
    bodies: list[Body]
    groups: Groups
    # By step and body: the first day of each year; the year is None where no day is known.
    days: dict[Step, dict[int, dict[int | None, date | None]]] = field(default_factory=dict)

    @cached_property
    def years(self) -> list[int]:
        """Those in which anything happened, the latest first."""
        found = {year for step in self.days.values() for years in step.values() for year in years}
        return sorted((year for year in found if year), reverse=True)

    def thread(
        self,
        *,
        year: int | None = None,
        group: int | None = None,
        fits: Callable[[Body], bool] = lambda body: True,
    ) -> Thread:
        """What was done in `year` (ever, where none is said), by the bodies of `group` that fit."""
        chosen = self.groups.all.get(group) if group else None
        bodies = [
            one
            for one in self.bodies
            if fits(one) and (not chosen or self.groups.holds(chosen, one))
        ]
        rows = self._rows(bodies, year, chosen)
        totals = [
            Total(one.label, one.rows, each)
            for each in ([year] if year else self.years)
            for one in _by_group(rows if year else self._rows(bodies, each, chosen))
            if any(row.days for row in one.rows)
        ]
        return Thread(rows, totals)

    def _rows(self, bodies: list[Body], year: int | None, group: OfProgram | None) -> list[Row]:
        """Each in the group asked for, otherwise in the one of that year, or of today."""
        in_force = year or timezone.localdate(self.now).year
        return [
            Row(body, group or self.groups.of(body, in_force), self._days(body, year))
            for body in bodies
        ]

    def _days(self, body: Body, year: int | None) -> dict[Step, date | None]:
        found: dict[Step, date | None] = {}
        for step in STEPS:
            years = self.days[step].get(body.pk)
            if not years:
                continue
            if year is None:
                found[step] = min((day for day in years.values() if day), default=None)
            elif year in years:
                found[step] = years[year]
        return found


def thread(organizer: Organizer, *, year=None, group=None, now=None) -> Thread:
    """The report of an institution, of one year or one group (its key) where said: five queries."""
    return read(organizer, now).thread(year=year, group=group)


def read(organizer: Organizer, now=None) -> Known:
    """Every fact of the thread: five queries, however many there are."""
    now = now or timezone.now()
    days: dict = {step: {} for step in STEPS}
    jornadas, workshops = _events(organizer)
    plain = [one for one in jornadas if is_plain(one, now)]
    known = gathered([*jornadas, *workshops], plain)
    facts = known.door, known.online, known.by_hand
    days[Step.ATTENDED] = first_days(jornadas, known.people, facts, now)
    for body, day in _completed(workshops, known, now):
        note(days[Step.WORKSHOP], body, day)
    zone = timezone.get_current_timezone()
    for step, body, day, moment in _facts(organizer, plain, now):
        note(days[Step(step)], body, day or moment.astimezone(zone).date())
    bodies = [
        one
        for one in every_body()
        if one.is_active or any(one.pk in step for step in days.values())
    ]
    return Known(now, bodies, Groups(organizer), days)


def completed_on(presence: Presence, now=None) -> date | None:
    """The last day somebody attended of a workshop that is over and they completed; else None.

    Completed is what earns its constancia: as much presence as the workshop asks.
    """
    event = presence.registration.event
    if event.status == Event.Status.CANCELLED or not event.is_over(now) or not presence.is_enough:
        return None
    return max((one.day for one in presence.attended if one.day), default=None)


def _events(organizer: Organizer) -> tuple[list[Event], list[Event]]:
    """The jornadas and the workshops of an institution, with their sessions: one query."""
    sessions = (
        Session.objects.filter(event__program__organizer=organizer)
        .exclude(event__status=Event.Status.CANCELLED)
        .select_related("event")
    )
    events: dict[int, Event] = {}
    of_event: dict[int, list[Session]] = {}
    for session in sessions:
        events.setdefault(session.event_id, session.event)
        of_event.setdefault(session.event_id, []).append(session)
    for pk, event in events.items():
        hold(event, "sessions", of_event[pk])
    workshops = [one for one in events.values() if one.kind == Event.Kind.TALLER]
    return [one for one in events.values() if one.kind != Event.Kind.TALLER], workshops


def _completed(
    workshops: list[Event], known: Gathered, now: datetime
) -> Iterable[tuple[int, date]]:
    """Bodies with the day on which somebody of theirs completed one of these workshops."""
    over = {event.pk: event for event in workshops if event.is_over(now)}
    # Of whom nothing is known completed nothing.
    registrations = [
        Registration(pk=pk, body_id=body, event=over[event], code="")
        for pk, (body, event) in known.people.items()
        if event in over
    ]
    facts = [("door", known.door), ("online", known.online), ("by hand", known.by_hand)]
    for presence in weighed(registrations, facts, now).values():
        if day := completed_on(presence, now):
            yield presence.registration.body_id, day


def _facts(organizer: Organizer, plain: list[Event], now: datetime):
    """What the database knows by itself, in one query: step, body and either day or moment.

    Who entered a plain jornada, fichas, proposals and recognitions.
    """
    fichas = Ficha.objects.filter(
        workshop__event__program__organizer=organizer, state=Ficha.State.FINISHED
    )
    proposals = Proposal.objects.sent().filter(call__organizer=organizer)
    recognitions = Recognition.objects.public(now).filter(proposal__call__organizer=organizer)
    no_day = Value(None, output_field=DateField())
    no_moment = Value(None, output_field=DateTimeField())
    first, *others = (
        found.order_by().values_list(Value(step.value, output_field=CharField()), *told)
        for step, found, *told in [
            (Step.ATTENDED, entered(plain), "registration__body", "day", no_moment),
            (Step.FICHA, fichas, "body", no_day, "finished_at"),
            (Step.PROPOSAL, proposals, "body", no_day, "sent_at"),
            (Step.RECOGNITION, recognitions, "body", no_day, "proposal__call__results_at"),
        ]
    )
    return first.union(*others, all=True)


def _by_group(rows: list[Row]) -> list[Total]:
    found: dict[OfProgram | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    groups = sorted((one for one in found if one), key=attrgetter("number", "pk"))
    totals = [Total(one.name, found[one]) for one in groups]
    return totals + [Total("Sin grupo", rest) for group, rest in found.items() if not group]
