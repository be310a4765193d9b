"""Who came without a registration gets one afterwards: they were there, seats or not."""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from padron.models import Body, Person

from . import notices, waitlist
from .locking import lock_event, next_revision
from .models import Event, Registration
from .models.events import Mode
from .refusal import Refusal

NO_SEAT = "Ya no quedan lugares. Escribe por qué se le dio uno; el motivo queda registrado."


@transaction.atomic
def register_arrival(
    *, event: Event, person: Person, body: Body, by, post: str = "", reason: str = "", now=None
) -> Registration:
    """A confirmed registration of somebody who is inside already, over capacity with a `reason`.

    Whoever has one keeps it, and who waited in line has the seat they took. Neither the window nor
    whom the event is for is asked: they were let in. Raises Refusal.
    """
    now, reason = now or timezone.now(), reason.strip()
    event = lock_event(event.pk)
    if event.status == Event.Status.CANCELLED:
        raise Refusal("Este evento se canceló: nadie tiene asistencia en él.")
    earlier = list(event.registrations.filter(person=person).select_related("person", "body"))
    known = next((one for one in earlier if one.is_active), None)
    if known and known.status == Registration.Status.CONFIRMED:
        return known
    if not reason and is_full(event):
        raise Refusal(NO_SEAT)
    made = known or Registration(
        event=event,
        person=person,
        body=body,
        post=post,
        mode=Mode.IN_PERSON,
        source=Registration.Source.WALKIN,
        created_at=now,
    )
    made.status, made.place_in_line = Registration.Status.CONFIRMED, None
    made.confirmed_at, made.revision = now, next_revision(event)
    made.save()
    detail: dict = {"reason": reason} if reason else {}
    record("registration.promoted" if known else "registration.created", made, by=by, **detail)
    # The pass is worth sending where there is still a session to show it at.
    if _has_more_to_come(event, now) and known:
        notices.promoted(made, event)
    elif _has_more_to_come(event, now):
        notices.confirmed(made, event, is_new=not earlier)
    return made


def asks_for_a_reason(event: Event, person: Person) -> bool:
    """Whether a registration of `person` would be one more than there are seats."""
    return not event.registrations.confirmed().filter(person=person).exists() and is_full(event)


def is_full(event: Event) -> bool:
    """Whether somebody new would be one more than there are seats in person."""
    return waitlist.free_seats(event, Mode.IN_PERSON) == 0


@transaction.atomic
def withdraw_arrival(*, registration: Registration, by, reason: str, now=None) -> None:
    """Cancel a registration that only was made for an arrival; any other stays as it is."""
    now = now or timezone.now()
    event = lock_event(registration.event_id)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    if registration.source != Registration.Source.WALKIN or not registration.is_active:
        return
    registration.status = Registration.Status.CANCELLED
    registration.cancelled_at, registration.cancelled_by = now, str(by)[:200]
    registration.revision = next_revision(event)
    registration.save()
    record("registration.cancelled", registration, by=by, reason=reason)
    if _has_more_to_come(event, now):
        notices.cancelled(registration, event)
    if not event.has_begun(now):
        waitlist.give_free_seats(event, by="sistema", now=now)


def _has_more_to_come(event: Event, now) -> bool:
    return any(not session.has_begun(now) for session in event.sessions.all())
