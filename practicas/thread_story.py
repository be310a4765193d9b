"""The thread of a few bodies with all it is made of: events, fichas, proposals, practices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from asistencia.presence import presences_of
from documentos.spanish import counted
from jornadas.models import Event, Registration
from padron.models import Body, Organizer
from talleres.models import Ficha

from .models import Proposal, Recognition
from .thread import STEPS, Step, completed_on


@dataclass
class Item:
    """Something that counts for a step: an event, a ficha, a proposal or a recognition."""

    thing: Any
    day: date | None
    note: str = ""


@dataclass
class Story:
    body: Body
    items: dict[Step, list[Item]] = field(default_factory=lambda: {step: [] for step in STEPS})

    @property
    def steps(self) -> list[tuple[Step, list[Item]]]:
        return [(step, self.items[step]) for step in STEPS]

    @property
    def following(self) -> Step | None:
        """The step after the furthest one it took; None where that is the last."""
        taken = [place for place, step in enumerate(STEPS) if self.items[step]]
        place = max(taken, default=-1) + 1
        return STEPS[place] if place < len(STEPS) else None


def stories(bodies: Iterable[Body], *, organizer: Organizer | None = None, now=None) -> list[Story]:
    """What each of these bodies did, with one institution where it is said; constant queries."""
    now = now or timezone.now()
    told = {body.pk: Story(body) for body in bodies}
    for step, body, item in [*_attended(told, organizer, now), *_made(told, organizer, now)]:
        told[body].items[step].append(item)
    for story in told.values():
        for items in story.items.values():
            items.sort(key=lambda item: (item.day or date.max, str(item.thing)))
    return list(told.values())


def _attended(bodies, organizer: Organizer | None, now):
    """Events with how many people of each body were there, or completed them."""
    registrations = (
        Registration.objects.active()
        .filter(body__in=bodies)
        .exclude(event__status=Event.Status.CANCELLED)
        .select_related("event__program")
        .prefetch_related("event__sessions")
    )
    if organizer:
        registrations = registrations.filter(event__program__organizer=organizer)
    found: dict[tuple, tuple[Event, list[date | None]]] = {}
    for presence in presences_of(registrations, now).values():
        one = presence.registration
        if one.event.kind == Event.Kind.TALLER:
            step, day = Step.WORKSHOP, completed_on(presence, now)
            counts = day is not None
        else:
            step, counts = Step.ATTENDED, presence.was_there
            there = (part.session.day for part in presence.sessions if part.was_there)
            day = min((each for each in there if each), default=None)
        if counts:
            key = (step, one.body_id, one.event_id)
            found.setdefault(key, (one.event, []))[1].append(day)
    for (step, body, _), (event, days) in found.items():
        first = min((day for day in days if day), default=None)
        yield step, body, Item(event, first, counted(len(days), "persona", "personas"))


def _made(bodies, organizer: Organizer | None, now):
    """Finished fichas, sent proposals, and recognitions that the public may see."""
    fichas = Ficha.objects.filter(body__in=bodies, state=Ficha.State.FINISHED)
    proposals = Proposal.objects.sent().filter(body__in=bodies)
    recognitions = Recognition.objects.public(now).filter(body__in=bodies)
    if organizer:
        fichas = fichas.filter(workshop__event__program__organizer=organizer)
        proposals = proposals.filter(call__organizer=organizer)
        recognitions = recognitions.filter(proposal__call__organizer=organizer)
    for ficha in fichas.select_related("workshop__event"):
        day = timezone.localdate(ficha.finished_at)
        yield Step.FICHA, ficha.body_id, Item(ficha, day, ficha.workshop.event.title)
    for proposal in proposals.select_related("call"):
        day = timezone.localdate(proposal.sent_at)
        note = f"{proposal.call.title}{' (extemporánea)' if proposal.is_late else ''}"
        yield Step.PROPOSAL, proposal.body_id, Item(proposal, day, note)
    for one in recognitions.select_related("proposal__call"):
        day = timezone.localdate(one.proposal.call.results_at)
        note = f"Vigente del {one.starts_on:%d/%m/%Y} al {one.ends_on:%d/%m/%Y}"
        yield Step.RECOGNITION, one.body_id, Item(one, day, note)
