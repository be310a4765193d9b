"""A date of a published call moves: who works on a proposal there, or sent one, is written to.

What it said, what it says and the reason, as everybody reads them on the page of the call.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from correo import outbox
from correo.models import Message
from correo.registry import Mail, composer

from .models import Call, Corrigendum, Proposal
from .result_notices import people_of

KIND = "practicas.moved"


def queue(call: Call, told: list[Corrigendum], now=None) -> int:
    """Write to the enlaces and authors of every proposal that was not withdrawn, each once for all
    the dates that move together; return how many. In the transaction that moves them."""
    proposals = list(call.proposals.exclude(state=Proposal.State.WITHDRAWN))
    people = {pk: one for found in people_of(proposals).values() for pk, one in found.items()}
    if not people:
        return 0
    shared = _facts(call, told, now)
    return outbox.queue_all(_draft(call, person, shared) for person in people.values())


def _facts(call: Call, told: list[Corrigendum], now) -> dict:
    identity = call.organizer.identity(timezone.localdate(now))
    return {
        "call": call.title,
        "moves": [{"said": one.said, "should_say": one.should_say} for one in told],
        "reason_given": told[0].reason,
        "url": settings.SITE_URL + call.get_absolute_url(),
        "acronym": identity.acronym if identity else "",
        "institution": identity.name if identity else "",
        "address": identity.address if identity else "",
    }


def _draft(call: Call, person, shared: dict) -> Message:
    context = {**shared, "name": person.given_names}
    return outbox.draft(KIND, to=person.email, about=call, context=context)


@composer(KIND)
def compose_moved(context: dict) -> Mail:
    return Mail(
        subject=f"Cambió una fecha de la convocatoria: {context['call']}",
        text=render_to_string("practicas/mail/moved.txt", context),
        html=render_to_string("practicas/mail/moved.html", context),
    )
