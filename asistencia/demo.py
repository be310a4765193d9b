"""What the demonstration's gates saw at the events that have been, and what Zoom reported."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from jornadas.demo import Demo
from jornadas.models import Event, Registration
from jornadas.models.events import Mode

from .demo_doors import pair_for_the_next
from .demo_zoom import import_demo_reports
from .models import Device, Scan

CAME = 0.82


def create_attendance(demo: Demo) -> None:
    """Entries of most of those with a seat in person, at every session that has been."""
    for event in demo.events:
        sessions = [s for s in event.sessions.all() if s.day and s.day < demo.today]
        if sessions and Mode.IN_PERSON in event.modes:
            _open_the_doors(demo, event, sessions)
    pair_for_the_next(demo)
    import_demo_reports(demo)


def _open_the_doors(demo: Demo, event: Event, sessions: list) -> None:
    last = sessions[-1].ends_at
    device = Device.objects.create(
        event=event,
        gate="Puerta principal",
        # Of no token at all: nothing can speak as this device.
        token_hash=sha256(demo.rng.randbytes(32)).hexdigest(),
        paired_by="demostración",
        paired_at=sessions[0].starts_at - timedelta(hours=1),
        expires_at=last + timedelta(hours=12),
        last_seen_at=last,
    )
    confirmed = Registration.objects.confirmed().filter(event=event, mode=Mode.IN_PERSON)
    scans = []
    for registration in confirmed.order_by("pk"):
        # Whom the demonstration signs in as has been to everything.
        always = registration.person_id == demo.posts[0].person_id
        for session in sessions:
            if always or demo.rng.random() < CAME:
                at = session.starts_at + timedelta(minutes=demo.rng.randrange(-40, 15))
                scans.append(_entry(demo, device, session, registration, at))
    Scan.objects.bulk_create(scans)


def _entry(demo: Demo, device: Device, session, registration: Registration, at) -> Scan:
    return Scan(
        id=UUID(int=demo.rng.getrandbits(128), version=4),
        event_id=registration.event_id,
        device=device,
        session=session,
        registration=registration,
        code=registration.code,
        result=Scan.Result.ADMITTED,
        scanned_at=at,
        received_at=at + timedelta(seconds=1),
    )
