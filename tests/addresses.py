"""Every address of the site, filled in with examples: for the tests that open them all.

A new URL whose arguments have no example here fails with a sentence that says so.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from django.urls import get_resolver, reverse
from django.utils import timezone

from asistencia.models import Pairing, Scan
from correo.models import Message
from jornadas.models import NonWorkingDay, Speaker, Venue
from padron.models import BodyAlias, RoleGrant, RosterImport
from padron.roles import Role
from privacidad.models import Notice
from tests import make

# Django's own pages for catalogues have their own look and their own tests.
NOT_OURS = ("admin/",)
ROLES = [None, "servidor", "enlace", *Role.values]


@dataclass
class Address:
    """An address with its example arguments; `name` is the URL name with its namespace."""

    name: str
    route: str
    path: str
    parameters: dict = field(default_factory=dict)


def make_world() -> SimpleNamespace:
    """One of everything that a page may show, and an account of every role."""
    now = timezone.now()
    program = make.make_program()
    sector = make.make_sector()
    group = make.make_group(program, sector, description="Ayuntamientos")
    body = make.make_body(sector=sector)
    venue = Venue.objects.create(name="Auditorio de prueba", seats=50)
    speaker = Speaker.objects.create(name="Ponente de Prueba", post="Comisionada")
    event = make.make_event(
        program=program, groups=[group], sessions=2, modality="hybrid", seats_online=5
    )
    event.sessions.update(venue=venue)
    for session in event.sessions.all():
        session.speakers.add(speaker)
    taller = make.make_event(program=program, kind="taller")
    person, enlace = make.make_person(body), make.make_enlace(body)
    users = {
        "servidor": make.make_user(person),
        "enlace": make.make_user(enlace),
        **{role: make.make_user(None, role) for role in Role.values},
    }
    notice = Notice.objects.create(
        revision=1,
        approved_on=now.date(),
        published_at=now,
        summary="Aviso.",
        body="Aviso íntegro.",
    )
    registration = make.make_registration(event, person, mode="in_person")
    device = make.make_device(event)
    return SimpleNamespace(
        program=program,
        sector=sector,
        group=group,
        body=body,
        venue=venue,
        speaker=speaker,
        day=NonWorkingDay.objects.create(
            organizer=program.organizer, day="2026-11-16", reason="Revolución"
        ),
        event=event,
        taller=taller,
        session=event.sessions.first(),
        person=person,
        users=users,
        notice=notice,
        registration=registration,
        device=device,
        pairing=Pairing.objects.create(
            event=event,
            gate="Puerta",
            made_by="prueba",
            expires_at=now + timedelta(hours=1),
        ),
        scan=Scan.objects.create(
            event=event,
            device=device,
            session=event.sessions.first(),
            registration=registration,
            code=registration.code,
            result="admitted",
            scanned_at=now,
        ),
        request=make.make_access_request(body),
        alias=BodyAlias.objects.create(body=body, spelling="H. Ayuntamiento de Prueba"),
        roster=make_roster(users["staff"]),
        own_roster=make_roster(users["enlace"], body),
        message=Message.objects.create(kind="jornadas.confirmed", to="ana@example.org"),
        grant=RoleGrant.objects.filter(role=Role.GATE).first(),
    )


def make_roster(user, body=None) -> RosterImport:
    """A file of people that waits for somebody to look at what would change."""
    return RosterImport.objects.create(
        file_name="padron.xlsx",
        body=body,
        state=RosterImport.State.REVIEW,
        uploaded_by=user,
        uploaded_by_label=str(user),
    )


def every_address(world) -> list[Address]:
    """All of them, each once, in the order of the map of the site."""
    return [_filled(name, route, converters, world) for name, route, converters in patterns()]


def patterns(resolver=None, route="", namespace="", converters=()):
    """(name, route, names of the arguments) of every pattern of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        arguments = [*converters, *entry.pattern.converters]
        if hasattr(entry, "url_patterns"):
            if not here.startswith(NOT_OURS):
                inner = ":".join(filter(None, [namespace, entry.namespace]))
                yield from patterns(entry, here, inner, arguments)
        elif not here.startswith(NOT_OURS):
            yield ":".join(filter(None, [namespace, entry.name])), here, arguments


def _filled(name, route, arguments, world) -> Address:
    values = {argument: _example(argument, name, world) for argument in arguments}
    return Address(name, route, reverse(name, kwargs=values), values)


# What `pk` stands for, by the first words of the URL's name; the longest that fits counts.
THINGS = {
    "panel_account": lambda world: world.users["servidor"],
    "panel_role": lambda world: world.grant,
    "panel_request": lambda world: world.request,
    "enlace_request": lambda world: world.request,
    "panel_identity": lambda world: world.program.organizer,
    "panel_message": lambda world: world.message,
    "panel_pairing": lambda world: world.pairing,
    "panel_device": lambda world: world.device,
    "panel_scan": lambda world: world.scan,
    "panel_registration": lambda world: world.registration,
    "panel_program": lambda world: world.program,
    "panel_group": lambda world: world.group,
    "panel_session": lambda world: world.session,
    "panel_speaker": lambda world: world.speaker,
    "panel_venue": lambda world: world.venue,
    "panel_day": lambda world: world.day,
    "panel_body": lambda world: world.body,
    "panel_person": lambda world: world.person,
    "panel_enlace": lambda world: world.body.enlaces.first(),
    "panel_enlace_new": lambda world: world.body,
    "panel_alias_drop": lambda world: world.alias,
    "panel_alias_new": lambda world: world.body,
    "panel_post": lambda world: world.person.adscripciones.first(),
    "panel_post_new": lambda world: world.person,
    "panel_import": lambda world: world.roster,
    "enlace_import": lambda world: world.own_roster,
    "enlace_person": lambda world: world.person,
    "enlace_post": lambda world: world.person.adscripciones.first(),
    "mfa_": lambda world: SimpleNamespace(pk=1),
}


def _example(argument, name, world):
    if argument == "slug":
        return {"talleres": world.taller.slug}.get(name.split(":")[0], world.event.slug)
    by_argument = {
        "code": world.registration.code,
        "page": "servidor",
        "purpose": world.notice.purpose,
        "revision": world.notice.revision,
        "rest": "nada",
        "matter": "nombres",
    }
    if argument in by_argument:
        return by_argument[argument]
    known = [start for start in THINGS if name.startswith(start)]
    if argument == "pk" and known:
        return THINGS[max(known, key=len)](world).pk
    raise LookupError(f"tests/addresses.py has no example for {argument!r} of the URL {name!r}")
