"""A proposal that several processes send at once, and several that are sent together."""

import time

from correo.models import Message
from padron.models import User
from practicas import sending
from practicas.models import Proposal, Receipt
from tests.make import make_body, make_enlace, make_person, make_user
from tests.practicas.make import make_call, make_proposal


def drafts(count: int) -> dict:
    """So many whole drafts of one call, and the enlace who sends them."""
    call, body = make_call(), make_body()
    user = make_user(make_enlace(body))
    made = [make_proposal(call, body, state="draft") for _ in range(count)]
    for one in made:
        one.authors.create(person=make_person(body), added_by="prueba")
    return {"user": user.pk, "drafts": [one.pk for one in made]}


def send(user: int, draft: int, at: float) -> dict:
    """Send a draft at this moment of the clock."""
    by, one = User.objects.get(pk=user), Proposal.objects.get(pk=draft)
    time.sleep(max(0, at - time.time()))
    return {"folio": sending.send(proposal=one, by=by).folio}


def told() -> dict:
    numbers = Proposal.objects.exclude(number=None).order_by("number")
    return {
        "numbers": list(numbers.values_list("number", flat=True)),
        "receipts": Receipt.objects.count(),
        "messages": Message.objects.filter(kind="practicas.receipt").count(),
    }
