"""How somebody's name is printed on constancias: the person's own to say, or to find right."""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record

from .models import Person

LONGEST = Person._meta.get_field("certificate_name").max_length


@transaction.atomic
def say(*, person: Person, name: str, by, now=None) -> None:
    """Keep the name as the person writes it, which confirms it; empty for that of the padrón."""
    before = person.printed_name
    person.certificate_name, person.name_confirmed_at = name, now or timezone.now()
    person.save(update_fields=["certificate_name", "name_confirmed_at"])
    action = "confirmed" if person.printed_name == before else "changed"
    record(f"person.certificate_name_{action}", person, by=by)


def confirm(*, person: Person, by, now=None) -> None:
    """The name is right as it would be printed now, whatever the padrón says later."""
    fits = len(person.printed_name) <= LONGEST
    name = person.printed_name if fits else person.certificate_name
    say(person=person, name=name, by=by, now=now)
