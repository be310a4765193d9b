"""What the authors of a proposal attended: computed from presence and fichas, never typed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from asistencia.presence import Presence, presences_of
from documentos.spanish import counted, date_in_words
from jornadas.models import Event, Registration
from padron.models import Person
from talleres.models import FichaMember

from .models import Proposal


@dataclass(frozen=True)
class Attended:
    """An event where somebody was: a workshop with its fichas, or another."""

    event: Event
    day: date | None
    presence: Presence
    fichas: list[str]

    @property
    def is_workshop(self) -> bool:
        return self.event.kind == Event.Kind.TALLER

    @property
    def is_completed(self) -> bool:
        """They were there as long as the event asks."""
        return self.presence.is_enough

    @property
    def words(self) -> str:
        """ "Taller de datos abiertos (jueves 4 de noviembre de 2021): lo completó"."""
        day = f" ({date_in_words(self.day)})" if self.day else ""
        told = "asistencia completa" if self.is_completed else "asistió en parte"
        fichas = f"; {counted(len(self.fichas), 'ficha', 'fichas')}" if self.fichas else ""
        return f"{self.event.title}{day}: {told}{fichas}"


@dataclass(frozen=True)
class Authorship:
    person: Person
    author_id: int
    attended: list[Attended] = field(default_factory=list)


def authorships(proposal: Proposal, now=None) -> list[Authorship]:
    """The authors in their order, each with what they attended; in a constant number of queries."""
    authors = list(proposal.authors.select_related("person"))
    found = attended([one.person_id for one in authors], now)
    return [Authorship(one.person, one.pk, found.get(one.person_id, [])) for one in authors]


def attended(people: Iterable[int], now=None) -> dict[int, list[Attended]]:
    """What each of these people attended, the first first; whoever was nowhere is not there."""
    people = list(people)
    registrations = (
        Registration.objects.confirmed()
        .filter(person__in=people)
        .select_related("event")
        .prefetch_related("event__sessions")
    )
    presences = presences_of(registrations, now)
    fichas = _fichas(people)
    found = defaultdict(list)
    for one in presences.values():
        registration = one.registration
        if one.was_there:
            titles = fichas.get((registration.person_id, registration.event_id), [])
            day = _first_day(one)
            found[registration.person_id].append(Attended(registration.event, day, one, titles))
    for events in found.values():
        events.sort(key=lambda one: (one.day or date.max, one.event.pk))
    return dict(found)


def _first_day(presence: Presence) -> date | None:
    """The day of the first session of which there is a trace."""
    days = [one.session.day for one in presence.sessions if one.was_there and one.session.day]
    return min(days, default=None)


def _fichas(people: list[int]) -> dict[tuple[int, int], list[str]]:
    """The fichas they write, by person and event."""
    members = FichaMember.objects.filter(person__in=people, left_at=None)
    found = defaultdict(list)
    for one in members.select_related("ficha__workshop").order_by("pk"):
        found[(one.person_id, one.ficha.workshop.event_id)].append(str(one.ficha))
    return dict(found)
