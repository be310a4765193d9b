"""The institution changes its name, its address or its legal basis from a day on."""

from datetime import timedelta

from django.db import transaction

from bitacora.record import record

from .models import Organizer, OrganizerIdentity
from .refusal import Refusal


@transaction.atomic
def add_identity(*, organizer: Organizer, starts_on, by, **facts) -> OrganizerIdentity:
    """A new identity from `starts_on`; the one before it ends the day before. Raises Refusal.

    What was issued under an older identity keeps it: nothing of the past is rewritten.
    """
    # Two administrators at once would leave two that hold; the organiser's row makes one wait.
    Organizer.objects.select_for_update().get(pk=organizer.pk)
    last = organizer.identities.order_by("-starts_on").first()
    if last and starts_on <= last.starts_on:
        raise Refusal(
            "La fecha debe ser posterior al inicio de la identidad más reciente "
            f"({last.starts_on:%d/%m/%Y}): lo pasado no se reescribe."
        )
    if last and (last.ends_on is None or last.ends_on >= starts_on):
        last.ends_on = starts_on - timedelta(days=1)
        last.save(update_fields=["ends_on"])
    identity = organizer.identities.create(starts_on=starts_on, **facts)
    record("institution.identity_added", identity, by=by, starts_on=starts_on.isoformat())
    return identity
