"""What measurements and tests of concurrency need in the database, made and told.

What they return is JSON: session keys, codes, tokens. Signing in is prepared, so that it is not
measured.
"""

import os
import time
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction
from django.utils import timezone

from asistencia.devices import make_device
from asistencia.follow_up import follow_up_due
from asistencia.models import Scan
from bitacora.models import Entry
from bitacora.record import record
from correo import outbox
from correo.models import Message
from jornadas import notices
from jornadas.invitations import tell_all
from jornadas.locking import read_event
from jornadas.models import Registration, Session, Venue
from jornadas.models.events import Mode
from jornadas.registration import cancel, register
from jornadas.reminders import remind_due
from padron.models import Adscripcion, Person, RoleGrant, User
from padron.signing_in import SessionStore
from tests.make import (
    make_body,
    make_certificate,
    make_event,
    make_organizer,
    make_program,
)
from trabajos.models import Job, enqueue, run_next
from trabajos.registry import job

SURNAMES = ["Ñúñez", "Núñez", "García", "Álvarez", "Mejía", "Zúñiga", "Ortiz", "Hernández"]


def make_people(count: int) -> list[Person]:
    """`count` people with a current post and an account each."""
    bodies = [make_body() for _ in range(10)]
    users = User.objects.bulk_create(
        # As in `create_user`: nobody has a password.
        User(email=f"persona{n}@example.org", password=UNUSABLE_PASSWORD_PREFIX)
        for n in range(count)
    )
    people = [
        Person(
            given_names=f"Persona {n}",
            first_surname=SURNAMES[n % len(SURNAMES)],
            second_surname=SURNAMES[n // 7 % len(SURNAMES)],
            email=f"persona{n}@example.org",
            user=user,
        )
        for n, user in enumerate(users)
    ]
    for person in people:
        person.set_keys()
    Person.objects.bulk_create(people)
    Adscripcion.objects.bulk_create(
        Adscripcion(
            person=person, body=bodies[n % 10], post="Jefatura de Unidad", starts_on="2020-01-01"
        )
        for n, person in enumerate(people)
    )
    return people


def sign_in(user: User) -> str:
    """The key of a session in which `user` has signed in, with a second factor."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [
        {"method": "code", "at": 0},
        {"method": "mfa", "type": "totp", "at": 0},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return session.session_key


@transaction.atomic
def seats(people: int, seats: int) -> dict:
    """An event with `seats` seats, and `people` who have signed in."""
    event = make_event(seats_in_person=seats)
    sessions = [sign_in(person.user) for person in make_people(people)]
    return {"event": event.pk, "path": event.get_registration_url(), "sessions": sessions}


@transaction.atomic
def gate(people: int, devices: int = 1, starts_in_minutes: int = -30) -> dict:
    """An event going on now with `people` confirmed, and paired devices at its door."""
    event = make_event(seats_in_person=None, starts_in=timedelta(minutes=30))
    now = timezone.now()
    made = Registration.objects.bulk_create(
        Registration(
            event=event,
            person=person,
            body=person.adscripciones.all()[0].body,
            post="Jefatura de Unidad",
            mode=Mode.IN_PERSON,
            status=Registration.Status.CONFIRMED,
            revision=number,
            created_at=now,
            confirmed_at=now,
        )
        for number, person in enumerate(make_people(people), start=1)
    )
    event.sessions.update(
        starts_at=timezone.now() + timedelta(minutes=starts_in_minutes),
        ends_at=timezone.now() + timedelta(hours=3),
    )
    tokens = [make_device(event=event, gate=f"Puerta {n}", by="x")[1] for n in range(devices)]
    return {
        "event": event.pk,
        "slug": event.slug,
        "codes": [registration.code for registration in made],
        "tokens": tokens,
    }


@transaction.atomic
def line(seats: int, waiting: int) -> dict:
    """A full event with `waiting` in line; those with a seat have signed in."""
    event = make_event(seats_in_person=seats)
    made = [
        register(event=event, person=person, by="sistema")
        for person in make_people(seats + waiting)
    ]
    held = [
        {"session": sign_in(one.person.user), "path": f"{one.get_absolute_url()}cancelar/"}
        for one in made[:seats]
    ]
    return {"event": event.pk, "held": held, "line": [one.pk for one in made[seats:]]}


@transaction.atomic
def lists(people: int) -> dict:
    """An event with `people` confirmed, and one of the staff who has signed in."""
    found = gate(people)
    user = User.objects.create_user("personal@example.org")
    RoleGrant.objects.create(user=user, role="staff", organizer=make_organizer())
    return {"event": found["event"], "slug": found["slug"], "session": sign_in(user)}


@transaction.atomic
def crowd(people: int) -> dict:
    """An event that `people` count on, each with an entry in their calendar; one of the staff."""
    found = gate(people)
    event = read_event(found["event"])
    tell_all(event, list(event.registrations.select_related("person")))
    user = User.objects.create_user("personal@example.org")
    RoleGrant.objects.create(user=user, role="staff", organizer=make_organizer())
    path = f"/panel/eventos/{event.slug}/sesiones/1/"
    return {"event": event.pk, "path": path, "session": sign_in(user)}


@transaction.atomic
def page() -> dict:
    """A published event with two sessions, and some people registered."""
    event = make_event(sessions=2, seats_in_person=120)
    for person in make_people(40):
        register(event=event, person=person, by="sistema")
    return {"path": event.get_absolute_url()}


@transaction.atomic
def feed(events: int) -> None:
    """Published events to come, three a day, each with its place and what it is about."""
    venue = Venue.objects.create(name="Auditorio", address="Calle Pino Suárez, Metepec")
    program = make_program()
    for n in range(events):
        make_event(
            program=program,
            title=f"Jornada {n} sobre protección de datos personales",
            description="Qué cambia, a quién obliga y cómo se cumple, con ejemplos. " * 4,
            starts_in=timedelta(days=1 + n // 3),
        )
    Session.objects.update(venue=venue)


@transaction.atomic
def streams(people: int) -> dict:
    """Mail to send: two messages a person, a confirmation and then a cancellation."""
    event = make_event(seats_in_person=None)
    registered = [register(event=event, person=p, by="sistema") for p in make_people(people)]
    for registration in registered:
        cancel(registration=registration, by="sistema")
    return {"streams": list(Message.objects.order_by("pk").values_list("message_id", "stream"))}


@transaction.atomic
def mail(people: int, cancelled: int = 0, passes: int | None = None) -> dict:
    """Mail to send: a pass to each of `people`, then to the first of them a cancellation.

    Where only so many `passes` are asked for, the rest are told of their place in line: that is
    composed in a fifth of the time.
    """
    event = read_event(gate(people, starts_in_minutes=120)["event"])
    confirmed = list(event.registrations.select_related("person").order_by("pk"))
    told, shared = tell_all(event, confirmed), notices.shared_facts(event, Mode.IN_PERSON)

    def letter(number: int, one: Registration) -> Message:
        waits = passes is not None and number > passes
        more = {"position": number, "rule": ""} if waits else {"calendar": told[one.pk]}
        return outbox.draft(
            "jornadas.waitlisted" if waits else "jornadas.confirmed",
            to=one.person.email,
            about=one,
            stream=notices.stream(one),
            context={**shared, **notices.own_facts(one), **more},
        )

    outbox.queue_all(letter(number, one) for number, one in enumerate(confirmed, start=1))
    for registration in confirmed[:cancelled]:
        cancel(registration=registration, by="sistema")
    return {"mail": list(Message.objects.order_by("pk").values_list("to", "message_id"))}


@transaction.atomic
def reminders(people: int) -> dict:
    """`people` who have a seat tomorrow, and who all were at an event that has ended."""
    tomorrow = make_event(seats_in_person=None, starts_in=timedelta(hours=20))
    ended = make_event(seats_in_person=None, starts_in=timedelta(days=9))
    device, _token = make_device(event=ended, gate="Puerta", by="x")
    now, session = timezone.now(), ended.sessions.get()
    for person in make_people(people):
        register(event=tomorrow, person=person, by="sistema")
        there = register(event=ended, person=person, by="sistema")
        Scan.objects.create(
            event=ended,
            device=device,
            session=session,
            registration=there,
            code=there.code,
            result=Scan.Result.ADMITTED,
            scanned_at=now - timedelta(hours=8),  # at its start: only its hours count
        )
    ended.sessions.update(
        day=timezone.localdate(now - timedelta(hours=8)),
        starts_at=now - timedelta(hours=8),
        ends_at=now - timedelta(hours=6),
    )
    return {"to": [f"persona{n}@example.org" for n in range(people)]}


def remind(at: float) -> list:
    """What the worker does of reminders, at this moment of the clock; how many it wrote."""
    time.sleep(max(0, at - time.time()))
    return [remind_due(), follow_up_due()]


@transaction.atomic
def jobs(count: int) -> dict:
    """`count` jobs that only write in the record that they were done."""
    for number in range(count):
        enqueue("bench.note", number=number)
    return {"jobs": count}


@job("bench.note")
def note(done) -> dict:
    record("bench.noted", by="sistema", number=done.payload["number"])
    return {"process": os.getpid()}


def do_jobs() -> dict:
    """What a worker does, until no job is left."""
    while run_next():
        pass
    return {"process": os.getpid()}


@transaction.atomic
def bodies(count: int) -> list:
    """Names of `count` bodies."""
    return [make_body().name for _ in range(count)]


# ── Looking at what came of it ───────────────────────────────────────────────────────────────────


def registrations(event: int) -> list:
    """Everybody in the event: status, number in line, and position as the person sees it."""
    rows = Registration.objects.filter(event=event).order_by("pk").select_related("event")
    return [
        {"id": r.pk, "status": r.status, "place": r.place_in_line, "position": r.position()}
        for r in rows
    ]


def scans(event: int) -> list:
    return list(Scan.objects.filter(event=event).values_list("result", flat=True))


def kept_scans(event: int) -> list:
    """Every fact of the door: its id, what was said of it, whose pass it was, what it repeats."""
    kept = Scan.objects.filter(event=event).order_by("received_at")
    return [
        [str(pk), result, code, first and str(first)]
        for pk, result, code, first in kept.values_list("pk", "result", "code", "first")
    ]


def done_jobs() -> dict:
    notes = Entry.objects.filter(action="bench.noted").values_list("detail__number", flat=True)
    return {
        "noted": sorted(notes),
        "jobs": list(Job.objects.order_by("pk").values("state", "attempts")),
    }


def queries(path: str) -> int:
    """Queries of making a page in a process that has made one before."""
    from django.core.cache import caches
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.get(path)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def constancia() -> dict:
    """One that was issued, for its public page."""
    return {"path": make_certificate().get_absolute_url()}


def written(kind: str) -> int:
    """How many messages of a kind there are."""
    return Message.objects.filter(kind=kind).count()


def reminded() -> list:
    """What was written of reminders: kind and mailbox."""
    kinds = ["jornadas.reminder_day", "asistencia.follow_up"]
    return list(Message.objects.filter(kind__in=kinds).values_list("kind", "to"))


def unsent() -> int:
    return Message.objects.exclude(state=Message.State.SENT).count()


def messages() -> list:
    return list(Message.objects.order_by("pk").values("message_id", "state", "attempts"))
