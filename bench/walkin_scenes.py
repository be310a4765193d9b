"""A door at which people come without a registration, and what was kept of them."""

from datetime import timedelta

from asistencia.devices import make_device
from asistencia.models import WalkIn
from bitacora.models import Entry
from tests.make import make_body, make_event


def door(seats: int, devices: int) -> dict:
    """An event that is going on, with so many seats and paired devices."""
    event = make_event(seats_in_person=seats, starts_in=-timedelta(minutes=30))
    tokens = [make_device(event=event, gate=f"Puerta {n}", by="x")[1] for n in range(devices)]
    return {"event": event.pk, "tokens": tokens, "body": make_body().pk}


def kept(event: int) -> dict:
    """How many were kept, how many of them without a seat, and how often that was recorded."""
    walkins = WalkIn.objects.filter(event=event)
    return {
        "walkins": walkins.count(),
        "over": walkins.filter(is_over=True).count(),
        "records": Entry.objects.filter(action="walkin.added").count(),
    }
