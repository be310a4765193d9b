"""An announcement that begins, and what came of it."""

from collections import Counter
from datetime import timedelta

from bench.scenes import make_people
from comunicados import sending
from comunicados.models import Announcement
from correo.models import Message
from jornadas.registration import register
from tests.make import make_event


def begin(people: int) -> dict:
    """As many people get an announcement; neither passes nor reminders are in its way."""
    event = make_event(seats_in_person=None, starts_in=timedelta(days=60))
    for person in make_people(people):
        register(event=event, person=person, by="sistema")
    Message.objects.all().delete()
    made = Announcement.objects.create(
        event=event, audience="confirmed", subject="Aviso", text="Hola, {nombre}."
    )
    sending.start(announcement=made, expected=people, by="sistema")
    return {}


def told() -> dict:
    """Its state, in which states its recipients are, and how many got how many messages."""
    made = Announcement.objects.get()
    messages = Message.objects.filter(kind="comunicados.announcement")
    each = Counter(messages.values_list("to", flat=True))
    return {
        "state": made.state,
        "recipients": Counter(made.recipients.values_list("state", flat=True)),
        "people_with": Counter(each.values()),
    }
