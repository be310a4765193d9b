"""What a person settles about an attendee of Zoom, remembered for the next report."""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from jornadas.models import Event, Registration
from jornadas.refusal import Refusal

from ..models import ZoomAttendee, ZoomMemory
from .matching import Roster
from .suggesting import Suggester, Suggestion

__all__ = ["Suggestion", "ignore", "reopen", "settle", "suggestions"]

State, How = ZoomAttendee.State, ZoomAttendee.How


@transaction.atomic
def settle(*, attendee: ZoomAttendee, registration: Registration, by) -> ZoomAttendee:
    """Say whose presence it is. Raises Refusal for a registration that does not stand there."""
    attendee = _locked(attendee)
    if registration.event_id != attendee.event_id:
        raise Refusal("Esa inscripción es de otro evento.")
    if not Registration.objects.active().filter(pk=registration.pk).exists():
        raise Refusal("Esa inscripción está cancelada. Inscribe de nuevo a la persona y regresa.")
    _decide(attendee, State.MATCHED, registration, by)
    _remember(attendee, registration.person, by)
    record("zoom.settled", attendee, by=by, registration=registration.pk)
    return attendee


@transaction.atomic
def ignore(*, attendee: ZoomAttendee, by) -> ZoomAttendee:
    """Say that it is nobody's presence: a room's screen, somebody who is not registered."""
    attendee = _locked(attendee)
    _decide(attendee, State.IGNORED, None, by)
    _remember(attendee, None, by)
    record("zoom.ignored", attendee, by=by)
    return attendee


@transaction.atomic
def reopen(*, attendee: ZoomAttendee, by) -> ZoomAttendee:
    """Take back what was decided, by whomever; later reports leave it to a person."""
    attendee = _locked(attendee)
    before = attendee.registration_id
    _decide(attendee, State.TO_CONFIRM, None, by)
    ZoomMemory.objects.filter(name_key=attendee.name_key, email=attendee.email).delete()
    record("zoom.reopened", attendee, by=by, registration=before)
    return attendee


def suggestions(event: Event, attendees: list[ZoomAttendee]) -> dict[int, list[Suggestion]]:
    """Whose it may be, by the attendee's primary key, the likeliest first, each with its reason.

    A constant number of queries, whatever the number of attendees.
    """
    suggester = Suggester(Roster(event))
    return {one.pk: suggester.of(one) for one in attendees}


def _locked(attendee: ZoomAttendee) -> ZoomAttendee:
    # Two people may settle one attendee at once; the second sees what the first said.
    return ZoomAttendee.objects.select_for_update().get(pk=attendee.pk)


def _decide(attendee: ZoomAttendee, state: str, registration: Registration | None, by) -> None:
    attendee.state, attendee.registration = state, registration
    # One that is open again says no longer how, but still by whom: so no report matches it alone.
    attendee.how = "" if state == State.TO_CONFIRM else How.PERSON
    attendee.decided_at, attendee.decided_by = timezone.now(), str(by)[:200]
    attendee.save(update_fields=["state", "registration", "how", "decided_at", "decided_by"])


def _remember(attendee: ZoomAttendee, person, by) -> None:
    ZoomMemory.objects.update_or_create(
        name_key=attendee.name_key,
        email=attendee.email,
        defaults={
            "person": person,
            "decided_at": timezone.now(),
            "decided_by": str(by)[:200],
        },
    )
