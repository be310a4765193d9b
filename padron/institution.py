"""The institution changes its name, its address, its logo or who signs for it."""

from datetime import timedelta

from django.db import transaction

from bitacora.record import record

from . import logos
from .models import Organizer, OrganizerIdentity, Signatory
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


@transaction.atomic
def change_logo(*, identity: OrganizerIdentity, content: bytes | None, by) -> None:
    """The picture of documents of this identity; None for none. Raises Refusal.

    What was issued keeps the one it was issued with: pictures are kept by their fingerprint.
    """
    identity.logo = logos.keep(content) if content else ""
    identity.save(update_fields=["logo"])
    record("institution.logo_changed", identity, by=by, logo=logos.sha256_of(identity.logo))


@transaction.atomic
def add_signatory(*, organizer: Organizer, by, **facts) -> Signatory:
    """Somebody signs documents of events from a day on."""
    signatory = organizer.signatories.create(**facts)
    record("signatory.added", signatory, by=by, starts_on=signatory.starts_on.isoformat())
    return signatory


@transaction.atomic
def end_signatory(*, signatory: Signatory, last_day, by) -> None:
    """They sign until `last_day`, that day included. Raises Refusal."""
    if last_day < signatory.starts_on:
        raise Refusal(f"Firma desde el {signatory.starts_on:%d/%m/%Y}; no puede terminar antes.")
    signatory.ends_on = last_day
    signatory.save(update_fields=["ends_on"])
    record("signatory.ended", signatory, by=by, ends_on=last_day.isoformat())
