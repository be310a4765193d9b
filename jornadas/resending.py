"""Sending again what was written to somebody about their registration."""

from django.db import transaction

from bitacora.record import record

from . import notices, waitlist
from .locking import lock_event
from .models import Registration
from .refusal import Refusal


@transaction.atomic
def resend(*, registration: Registration, by) -> None:
    """Write to the person again: the pass to who has a seat, the place in line to who waits."""
    event = lock_event(registration.event_id)  # what is told must not be changing meanwhile
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    if not registration.is_active:
        raise Refusal("La inscripción está cancelada: ya no hay pase que enviar.")
    if not registration.person.email:
        raise Refusal(
            "Esta persona no tiene correo en el padrón. Anótalo en su ficha o imprime su pase."
        )
    if registration.status == Registration.Status.WAITLISTED:
        position = registration.position()
        notices.waitlisted(registration, event, position=position, rule=waitlist.RULE)
    else:
        notices.confirmed(registration, event)
    record("registration.resent", registration, by=by)
