"""Before anything is sent: what somebody of the audience would read, and a test to oneself."""

from dataclasses import dataclass

from django.db import transaction

from bitacora.record import record
from correo import outbox
from jornadas.models import Event
from jornadas.refusal import Refusal

from . import audience, letters, oficios, paper
from .models import Announcement


@dataclass(frozen=True)
class Sample:
    """What the recipient of this `number` (from 1) would get, as the facts of their mail."""

    number: int
    total: int
    name: str
    kind: str
    context: dict

    @property
    def previous(self) -> int:
        """The number of who stands before; 0 for nobody."""
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1 if self.number < self.total else 0


def sample(announcement: Announcement, event: Event, number: int = 1, now=None) -> Sample | None:
    """What who stands at `number` in the audience would get; nothing where nobody would."""
    if announcement.is_oficio:
        found = audience.bodies(announcement)
    else:
        found = audience.registrations(announcement, now)
    total = found.count()
    if not total:
        return None
    number = min(max(number, 1), total)
    one = found[number - 1]
    if not announcement.is_oficio:
        context = letters.about_event(announcement, event, one)
        return Sample(number, total, one.person.full_name, letters.KIND, context)
    people = audience.enlaces_of([one]).get(one.pk, [])
    folio = announcement.letterhead.first_number + number - 1
    letter = paper.facts(announcement, event, one, people, folio)
    context = letters.about_oficio(letter, one, event)
    return Sample(number, total, one.name, letters.OFICIO, context)


@transaction.atomic
def send_test(*, announcement: Announcement, event: Event, by) -> None:
    """Write what the first of the audience would get to who asks, marked as a test.

    Raises Refusal where nobody would get it.
    """
    oficios.require_letterhead(announcement)
    one = sample(announcement, event)
    if one is None:
        raise Refusal("Nadie lo recibiría: cambia para quién es.")
    # About nothing, so that it is not counted with what was sent.
    outbox.queue(one.kind, to=by.email, context=letters.as_test(one.context))
    record("announcement.tested", announcement, by=by, people=1)
