"""An institution with some years behind it, and how long its thread takes."""

import time
from datetime import timedelta
from statistics import median

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from asistencia.models import Scan
from bench.scenes import sign_in
from jornadas.models import Event, Registration, Session
from padron.models import Body, Person, RoleGrant, User
from practicas.models import Call, Dictamen, Proposal, Recognition
from practicas.thread import thread
from talleres.models import Ficha, Workshop
from tests.make import (
    make_device,
    make_group,
    make_organizer,
    make_program,
    make_sector,
)

# Each body sends two people to every jornada and one to a workshop.
JORNADAS, WORKSHOPS, SENT = 10, 8, 2


@transaction.atomic
def institution(bodies: int, proposals: int) -> dict:
    """Bodies in two groups that attended, completed workshops, wrote fichas and sent proposals; a
    third of the proposals is recognised."""
    organizer = make_organizer()
    program = make_program(organizer=organizer)
    sectors = [make_sector(slug) for slug in ("estatal", "municipal")]
    for sector in sectors:
        make_group(program, sector)
    made = Body.objects.bulk_create(
        [_body(number, sectors[number % 2]) for number in range(bodies)]
    )
    people = Person.objects.bulk_create(
        Person(given_names=f"Persona {n}", first_surname="Prueba") for n in range(SENT * bodies)
    )
    for number in range(JORNADAS):
        _held(program, f"jornada-{number}", "jornada", days=300 - 10 * number,
              who=[(made[n // SENT], one) for n, one in enumerate(people)])  # fmt: skip
    workshops = [
        _held(
            program,
            f"taller-{number}",
            "taller",
            days=150 - 5 * number,
            who=[
                (body, people[SENT * n]) for n, body in enumerate(made) if n % WORKSHOPS == number
            ],
        )
        for number in range(WORKSHOPS)
    ]
    _written(organizer, made, [Workshop.objects.create(event=one) for one in workshops], proposals)
    user = User.objects.create_user("personal@example.org")
    RoleGrant.objects.create(user=user, role="staff", organizer=organizer)
    return {"session": sign_in(user)}


def _body(number: int, sector) -> Body:
    body = Body(key=f"B-{number:04}", name=f"Sujeto {number}", sector=sector)
    body.set_keys()
    return body


def _held(program, slug: str, kind: str, *, days: int, who) -> Event:
    """An event of two sessions where each of `who` was read at the door."""
    event = Event.objects.create(
        program=program, kind=kind, title=slug, slug=slug, status="published", minimum_sessions=2
    )
    # People plan on the minute.
    start = timezone.now().replace(second=0, microsecond=0) - timedelta(days=days)
    sessions = [
        Session.objects.create(
            event=event, number=number, day=timezone.localdate(start + timedelta(days=number)),
            starts_at=start + timedelta(days=number),
            ends_at=start + timedelta(days=number, hours=2),
        )
        for number in (1, 2)
    ]  # fmt: skip
    device = make_device(event, token=slug)
    registrations = Registration.objects.bulk_create(
        Registration(
            event=event, person=person, body=body, mode="in_person", status="confirmed",
            revision=revision, created_at=start, confirmed_at=start,
        )
        for revision, (body, person) in enumerate(who, start=1)
    )  # fmt: skip
    Scan.objects.bulk_create(
        Scan(
            event=event, device=device, session=session, registration=one, code=one.code,
            result="admitted", scanned_at=session.starts_at + timedelta(minutes=5),
        )
        for one in registrations
        for session in sessions
    )  # fmt: skip
    return event


def _written(organizer, bodies: list[Body], workshops: list[Workshop], proposals: int) -> None:
    """A finished ficha of each body, the proposals, and what came of them."""
    now = timezone.now()
    Ficha.objects.bulk_create(
        Ficha(
            workshop=workshops[number % len(workshops)], body=body, title="Rutas",
            state="finished", finished_at=now - timedelta(days=100),
        )
        for number, body in enumerate(bodies)
    )  # fmt: skip
    call = Call.objects.create(
        organizer=organizer, title="Convocatoria", slug="convocatoria", year=now.year,
        purpose="-", who_may="-", bases="-", published_at=now - timedelta(days=90),
        closes_on=timezone.localdate(now - timedelta(days=30)), results_at=now - timedelta(days=1),
    )  # fmt: skip
    Dictamen.objects.create(call=call, folio="D/1", facts={}, published_at=call.results_at)
    sent = Proposal.objects.bulk_create(
        Proposal(
            call=call, body=bodies[number % len(bodies)], title=f"Práctica {number}",
            state="admitted", number=number + 1, sent_at=now - timedelta(days=40),
        )
        for number in range(proposals)
    )  # fmt: skip
    Recognition.objects.bulk_create(
        Recognition(
            proposal=one, body=one.body, slug=f"practica-{one.number}", title=one.title,
            summary="-", starts_on=timezone.localdate(), ends_on=timezone.localdate(),
        )
        for one in sent[::3]
    )  # fmt: skip


def report(runs: int) -> dict:
    """Milliseconds of the whole report and its queries, in a process that has made one before."""
    organizer, times = make_organizer(), []
    thread(organizer)
    with CaptureQueriesContext(connection) as asked:
        counts = _counts(organizer)
    for _ in range(runs):
        start = time.perf_counter()
        _counts(organizer)
        times.append(1000 * (time.perf_counter() - start))
    return {"queries": len(asked), "ms": median(times), "counts": counts}


def page(session: str) -> dict:
    """What the page asks the database, for a session that has opened it before."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get("/panel/hilo/")
    with CaptureQueriesContext(connection) as asked:
        status = client.get("/panel/hilo/").status_code
    return {"status": status, "queries": len(asked)}


def _counts(organizer) -> list[int]:
    """Of each step, with everything that the report adds up."""
    found = thread(organizer)
    totals = [found.total, *found.groups, *found.municipalities, *found.by_group_and_year]
    return [figures[0].count for figures in zip(*(one.figures for one in totals), strict=True)]
