"""The least that is valid; what a test is about is said in the call."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from asistencia.models import Device
from certificates import candidates, issuing, snapshots
from certificates.models import Certificate
from jornadas.models import Event, Group, Program, Session
from jornadas.registration import register
from padron.models import (
    AccessRequest,
    Adscripcion,
    Body,
    Enlace,
    Organizer,
    OrganizerIdentity,
    Person,
    RoleGrant,
    Sector,
    User,
)
from talleres.models import Workshop

_numbers = count(1)


def make_organizer(slug="infoem"):
    organizer, new = Organizer.objects.get_or_create(slug=slug)
    if new:
        OrganizerIdentity.objects.create(
            organizer=organizer,
            name="Instituto de Prueba",
            acronym="INPRU",
            area="Dirección de Prueba",
            area_acronym="DP",
            folio_prefix="INPRU/DP",
            starts_on="2016-01-01",
        )
    return organizer


def make_sector(slug="ayuntamiento"):
    return Sector.objects.get_or_create(
        slug=slug, defaults={"name": slug.capitalize(), "scope": "municipal"}
    )[0]


def make_body(name="", **fields):
    n = next(_numbers)
    fields.setdefault("sector", None)
    fields["sector"] = fields["sector"] or make_sector()
    return Body.objects.create(
        key=f"T-{n:04}", name=name or f"Ayuntamiento de Prueba {n}", **fields
    )


def make_person(body=None, *, enabled=True, post="Analista", **fields):
    """A person with one current post; `body=False` for none."""
    n = next(_numbers)
    fields = {
        "given_names": f"Persona {n}",
        "first_surname": "Prueba",
        "email": f"persona{n}@example.org",
    } | fields
    person = Person.objects.create(**fields)
    if body is not False:
        Adscripcion.objects.create(
            person=person,
            body=body or make_body(),
            post=post,
            is_enabled=enabled,
            starts_on="2020-01-01",
        )
    return person


def make_enlace(body, **fields):
    person = make_person(body, **fields)
    Enlace.objects.create(person=person, body=body, starts_on="2020-01-01")
    return person


def make_user(person=None, *roles, email=""):
    """An account; with a person it is theirs, with roles it holds them."""
    email = email or (person.email if person else f"cuenta{next(_numbers)}@example.org")
    user = User.objects.create_user(email)
    if person:
        person.user = user
        person.save()
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, organizer=make_organizer())
    return user


def make_program(**fields):
    n = next(_numbers)
    fields = {
        "organizer": fields.pop("organizer", None) or make_organizer(),
        "name": f"Programa {n}",
        "slug": f"programa-{n}",
        "starts_on": "2020-01-01",
        "ends_on": "2099-12-31",
        "is_published": True,
    } | fields
    return Program.objects.create(**fields)


def make_group(program=None, *sectors, **fields):
    n = next(_numbers)
    fields = {"number": n, "name": f"Grupo {n}", "slug": f"grupo-{n}"} | fields
    group = Group.objects.create(program=program or make_program(), **fields)
    group.sectors.set(sectors)
    return group


def make_event(
    *, starts_in=timedelta(days=7), sessions=1, groups=(), sectors=(), bodies=(), **fields
):
    """A published event with registration open and `sessions` of two hours, a day apart."""
    n = next(_numbers)
    now = timezone.now()
    fields = {
        "program": fields.pop("program", None) or make_program(),
        "title": f"Jornada {n}",
        "slug": f"jornada-{n}",
        "status": Event.Status.PUBLISHED,
        "seats_in_person": 10,
        "registration_opens_at": now - timedelta(days=1),
        "registration_closes_at": now + starts_in + timedelta(days=1),
    } | fields
    event = Event.objects.create(**fields)
    event.groups.set(groups)
    event.sectors.set(sectors)
    event.bodies.set(bodies)
    for number in range(1, sessions + 1):
        start = now + starts_in + timedelta(days=number - 1)
        Session.objects.create(
            event=event,
            number=number,
            day=timezone.localdate(start),
            starts_at=start,
            ends_at=start + timedelta(hours=2),
        )
    return event


def make_workshop(*people, begun=True, **fields):
    """A taller in which `people` have a seat; `begun`: its first session is going on."""
    fields = {"starts_in": timedelta(days=30)} | fields
    workshop = Workshop.objects.create(event=make_event(kind="taller", **fields))
    for person in people:
        make_registration(workshop.event, person)
    if begun:
        start = timezone.now() - timedelta(hours=1)
        workshop.event.sessions.filter(number=1).update(
            day=timezone.localdate(start), starts_at=start, ends_at=start + timedelta(hours=2)
        )
    return workshop


def make_registration(event=None, person=None, **fields):
    person = person or make_person()
    return register(event=event or make_event(), person=person, by=person, **fields)


def make_certificate(registration=None, *, by="prueba", now=None):
    """A constancia of a registration, whatever its presence; without a document yet."""
    registration = registration or make_registration()
    event, now = registration.event, now or timezone.now()
    kind = candidates.kind_of(event)
    frame = snapshots.frame(event, kind, timezone.localdate(now))
    one = candidates.Candidate(kind, registration=registration)
    issuing.write([one], frame, by=by, now=now)
    return Certificate.objects.standing().get(registration=registration)


def make_device(event=None, *, token="token-de-prueba", gate="Puerta", **fields):
    from hashlib import sha256

    fields.setdefault("expires_at", timezone.now() + timedelta(hours=12))
    return Device.objects.create(
        event=event or make_event(),
        gate=gate,
        token_hash=sha256(token.encode()).hexdigest(),
        paired_by="prueba",
        **fields,
    )


def sign_in(client, user, *, second_factor=True):
    """Open a session as somebody who gave the mailed code and, where said, a second factor."""
    client.force_login(user)
    session = client.session
    methods = [{"method": "code", "at": 0}]
    if second_factor:
        methods.append({"method": "mfa", "type": "totp", "at": 0})
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def make_access_request(body=None, **fields):
    n = next(_numbers)
    fields = {
        "given_names": f"Solicitante {n}",
        "first_surname": "Prueba",
        "email": f"solicitante{n}@example.org",
        "post": "Analista",
    } | fields
    return AccessRequest.objects.create(body=body or make_body(), **fields)
