"""Oficios de invitación: one letter to each invited body, with a number that nobody else has."""

from django.db.models import Max

from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.models import Organizer

from . import audience, paper
from .models import Announcement, Oficio, Recipient


def freeze(announcement: Announcement, event: Event) -> int:
    """Give each body its number and write down what its letter says; return how many.

    The caller's transaction holds the announcement. Raises Refusal where the event cannot be
    invited to, or a number of the range was used before.
    """
    require_letterhead(announcement)
    if event.status != Event.Status.PUBLISHED:
        raise Refusal("Publica el evento antes de invitar: los oficios llevan su dirección.")
    # The numbers of an institution are one series: two batches at once wait for one another.
    Organizer.objects.select_for_update().get(pk=event.program.organizer_id)
    bodies = list(audience.bodies(announcement))
    _refuse_used_numbers(announcement, event, len(bodies))
    people = audience.enlaces_of(bodies)
    head = announcement.letterhead
    made = [
        Oficio(
            announcement=announcement,
            organizer=event.program.organizer,
            body=body,
            prefix=head.prefix,
            number=number,
            year=head.dated_on.year,
            facts=paper.facts(announcement, event, body, people.get(body.pk, []), number),
        )
        for number, body in enumerate(bodies, start=head.first_number)
    ]
    Oficio.objects.bulk_create(made, batch_size=200)
    Recipient.objects.bulk_create(
        [
            _recipient(oficio, person)
            for oficio in made
            for person in people.get(oficio.body_id, [])
        ],
        batch_size=500,
    )
    return len(made)


def require_letterhead(announcement: Announcement) -> None:
    """Raises Refusal where an oficio still lacks place, number and signature."""
    if announcement.is_oficio and not hasattr(announcement, "letterhead"):
        raise Refusal("Faltan los datos del oficio: lugar, número y firma.")


def next_number(organizer: Organizer, year: int) -> int:
    """The number after the last one this site gave in `year`; 1 where it gave none."""
    given = Oficio.objects.filter(organizer=organizer, year=year)
    return (given.aggregate(last=Max("number"))["last"] or 0) + 1


def used_number(announcement: Announcement, event: Event, count: int) -> Oficio | None:
    """The first oficio that already has a number of the range this announcement would take."""
    head = announcement.letterhead
    return Oficio.objects.filter(
        organizer=event.program.organizer_id,
        year=head.dated_on.year,
        number__range=(head.first_number, head.first_number + count - 1),
    ).first()


def _refuse_used_numbers(announcement: Announcement, event: Event, count: int) -> None:
    if used := used_number(announcement, event, count):
        free = next_number(event.program.organizer, used.year)
        raise Refusal(
            f"El número {used.number} de {used.year} ya es del oficio {used.folio}. "
            f"Ningún número se usa dos veces; el siguiente libre es {free}."
        )


def _recipient(oficio: Oficio, person) -> Recipient:
    state = Recipient.State.WAITING if person.email else Recipient.State.NO_MAILBOX
    return Recipient(announcement=oficio.announcement, person=person, oficio=oficio, state=state)
