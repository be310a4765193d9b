"""People who attended an event that is over: what a constancia is due for."""

from datetime import timedelta

from django.utils import timezone

from asistencia.models import Scan
from jornadas.models import Event, Registration, SessionSpeaker, Speaker
from jornadas.models.events import Mode
from tests.make import make_device, make_event, make_person

MONTH = timedelta(days=30)


def make_past(**fields) -> Event:
    """An event of a month ago, of one session of two hours unless said otherwise."""
    opened = timezone.now() - 2 * MONTH
    window = {"registration_opens_at": opened, "registration_closes_at": opened + MONTH / 2}
    return make_event(**{"starts_in": -MONTH, **window, **fields})


def make_attended(event: Event, person=None, **fields) -> Registration:
    """A registration whose pass was read at the door of every session."""
    person = person or make_person(**fields)
    post = person.adscripciones.select_related("body").get()
    registration = Registration.objects.create(
        event=event,
        person=person,
        body=post.body,
        post=post.post,
        mode=Mode.IN_PERSON,
        status=Registration.Status.CONFIRMED,
        revision=event.registrations.count() + 1,
        created_at=event.registration_opens_at,
        confirmed_at=event.registration_opens_at,
    )
    device = event.devices.first() or make_device(event, token=f"puerta-{event.pk}")
    for session in event.sessions.all():
        Scan.objects.create(
            event=event,
            device=device,
            registration=registration,
            session=session,
            code=registration.code,
            result=Scan.Result.ADMITTED,
            scanned_at=session.starts_at,
        )
    return registration


def make_absent(event: Event, **fields) -> Registration:
    registration = make_attended(event, **fields)
    registration.scans.all().delete()
    return registration


def make_speaker(event: Event, *numbers, name="Ana Ponente", post="Directora") -> Speaker:
    """A speaker of the sessions with these numbers; of all where none is said."""
    speaker = Speaker.objects.create(name=name, post=post)
    sessions = event.sessions.all()
    for session in sessions.filter(number__in=numbers) if numbers else sessions:
        SessionSpeaker.objects.create(session=session, speaker=speaker)
    return speaker
