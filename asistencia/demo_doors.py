"""The demonstration's devices for the next event: one that is ready, and one to look after."""

from datetime import timedelta
from uuid import UUID

from jornadas.demo import Demo
from jornadas.models import Event
from jornadas.models.events import Mode

from .devices import lasts_until
from .models import Device, Scan
from .practice import PASSES

BY = "demostración"


def pair_for_the_next(demo: Demo) -> None:
    """At the next event with a room: its two doors, after the drill."""
    event = _next(demo)
    if event is None:
        return
    people, newest = event.registrations.count(), event.registrations.order_by("-revision").first()
    told = {
        "battery": 0.86,
        "charging": False,
        "camera": "granted",
        "scanner": None,
        "storage_free": 8_400_000_000,
        "persisted": True,
        "roster_size": people,
        "roster_at": demo.now.isoformat(),
        "roster_version": f"{newest.revision if newest else 0}.{int(demo.now.timestamp())}.0",
        "queue": 0,
        "clock_offset_ms": 120,
        "secure": True,
        "installed": True,
        "version": None,
        "tried": ["camera", "typed", "offline"],
    }
    ready = _device(demo, event, "Puerta principal", told)
    late = demo.now - timedelta(minutes=25)
    to_do = {
        "battery": 0.31,
        "installed": False,
        "clock_offset_ms": 190_000,
        "roster_at": late.isoformat(),
        "tried": ["camera"],
    }
    other = _device(demo, event, "Puerta del auditorio", told | to_do)
    Scan.objects.bulk_create(
        _practice(demo, device, one, minutes)
        for device, passes in [(ready, PASSES), (other, PASSES[:1])]
        for minutes, one in enumerate(passes)
    )


def _next(demo: Demo) -> Event | None:
    coming = demo.program.events.published().with_days().filter(first_day__gte=demo.today)
    found = coming.order_by("first_day", "pk").prefetch_related("sessions")
    return next((event for event in found if Mode.IN_PERSON in event.modes), None)


def _device(demo: Demo, event: Event, gate: str, health: dict) -> Device:
    return Device.objects.create(
        event=event,
        gate=gate,
        # Of no token at all: nothing can speak as this device.
        token_hash=f"{demo.rng.getrandbits(256):064x}",
        paired_by=BY,
        paired_at=demo.now - timedelta(hours=1),
        expires_at=lasts_until(event, demo.now),
        last_seen_at=demo.now,
        health=health,
        health_at=demo.now,
    )


def _practice(demo: Demo, device: Device, one, minutes: int) -> Scan:
    at = demo.now - timedelta(minutes=50 - minutes)
    return Scan(
        id=UUID(int=demo.rng.getrandbits(128), version=4),
        event_id=device.event_id,
        device=device,
        code=one.code,
        result=Scan.Result.PRACTICE,
        scanned_at=at,
        received_at=at,
    )
