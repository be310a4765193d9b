"""The name that a constancia will carry, asked before it is issued: once per event and person."""

from dataclasses import dataclass

from django.db import transaction

from bitacora.record import record
from correo.models import Message
from jornadas.locking import lock_event
from jornadas.models import Event
from jornadas.refusal import Refusal

from . import notices
from .candidates import Candidate, candidates


@dataclass(frozen=True)
class NameStanding:
    """Of those due: who has confirmed, who may still be asked, and how many were asked before."""

    confirmed: int
    unconfirmed: int
    to_ask: int
    asked: int


def standing(event: Event, due: list[Candidate]) -> NameStanding:
    """Speakers have no account to confirm with: their name is the programme's. One query."""
    people = [one.person for one in due if one.person]
    asked = _asked(event)
    unconfirmed = [one for one in people if one.name_confirmed_at is None]
    return NameStanding(
        confirmed=len(people) - len(unconfirmed),
        unconfirmed=len(unconfirmed),
        to_ask=sum(_may_be_asked(event, one, asked) for one in unconfirmed),
        asked=len(asked),
    )


@transaction.atomic
def ask(*, event: Event, by, now=None) -> int:
    """Write to those due who have not confirmed their name and were not asked; return how many.

    Raises Refusal where nobody is left to ask.
    """
    # Of two who press at once, the second finds them asked.
    event = lock_event(event.pk)
    asked = _asked(event)
    people = [
        (one.person, one.person.printed_name)
        for one in candidates(event, now)
        if one.is_due
        and one.person
        and one.person.name_confirmed_at is None
        and _may_be_asked(event, one.person, asked)
    ]
    if not people:
        raise Refusal(
            "No queda a quién preguntar: ya confirmaron, ya se les pidió o no hay correo."
        )
    told = notices.ask_names(event, people)
    record("certificates.names_asked", event, by=by, people=told)
    return told


def _asked(event: Event) -> set[str]:
    keys = Message.objects.filter(key__startswith=notices.name_key(event, ""))
    return set(keys.values_list("key", flat=True))


def _may_be_asked(event: Event, person, asked: set[str]) -> bool:
    return bool(person.email) and notices.name_key(event, person.pk) not in asked
