"""What mail a person wants beside what the service must say, and the link that stops it.

Passes, changes, cancellations and the waiting list are the service itself: nobody chooses them.
All else carries at its foot a link that stops it without signing in, and the same address in the
headers by which a mail reader does so with its own button (RFC 8058).
"""

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from bitacora.record import record
from padron.models import Person

from .models import MailPreference


class Kind(models.TextChoices):
    """What may be refused; each is a field of MailPreference."""

    REMINDERS = "reminders", "Recordatorios antes de cada evento"
    FOLLOW_UP = "follow_up", "Después del evento: gracias y lo que sigue"


# A full stop parts the token: mail readers take it for a part of the address, unlike some others.
_signer = signing.Signer(sep=".", salt="jornadas.preferences")


def wants(person: Person, kind: str) -> bool:
    """Whether `person` has not refused mail of this kind."""
    return without_refusals(Person.objects.filter(pk=person.pk), kind).exists()


def without_refusals(persons, kind: str):
    """Those of a queryset of people who have not refused mail of this kind."""
    return persons.exclude(**{f"mail_preference__{Kind(kind).value}": False})


@transaction.atomic
def choose(person: Person, chosen: dict[str, bool], *, by) -> MailPreference:
    """Keep what `person` wants of the kinds in `chosen`; what stays as it was is not recorded."""
    kept, _ = MailPreference.objects.get_or_create(person=person)
    changed = {
        Kind(kind).value: wanted for kind, wanted in chosen.items() if getattr(kept, kind) != wanted
    }
    if changed:
        MailPreference.objects.filter(pk=kept.pk).update(**changed, changed_at=timezone.now())
        record("mail_preference.changed", person, by=by, **changed)
    kept.refresh_from_db()
    return kept


def unsubscribe_url(person_pk: int, kind: str) -> str:
    """The address that stops mail of this kind for this person: whoever has the mail may use it."""
    token = _signer.sign(f"{Kind(kind).value}.{person_pk}")
    return settings.SITE_URL + reverse("mail_stop", args=[token])


def headers(url: str) -> dict[str, str]:
    """What a mail says so that its reader offers a button which stops it (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def foot(person_pk: int, kind: str) -> dict[str, str]:
    """What `templates/jornadas/mail/_choose.html` and `.txt` say at the foot of such a mail."""
    return {
        "choose_url": settings.SITE_URL + reverse("mine_mail"),
        "stop_url": unsubscribe_url(person_pk, kind),
    }


def read_token(token: str) -> tuple[Person, Kind] | None:
    """Whose mail of which kind a token stops; None where it is not, or no more, one of ours."""
    try:
        kind, _, pk = _signer.unsign(token).partition(".")
        return Person.objects.get(pk=int(pk)), Kind(kind)
    except (signing.BadSignature, ValueError, Person.DoesNotExist):
        return None
