"""An event with as many people as a gate has ever to know, for the rows of the door."""

import random

from django.db import transaction

from asistencia.devices import invite, pairing_url
from bench.scenes import gate, sign_in
from jornadas.models import Event, Registration
from padron.demo import GIVEN, SURNAMES
from padron.models import Person, RoleGrant, User
from padron.roles import Role
from tests.make import make_body, make_organizer

BODIES = 350


@transaction.atomic
def crowd(people: int, devices: int = 1, viewers: int = 0, invitations: int = 1) -> dict:
    """`people` with names as people have them, of as many bodies as there are; who looks on.

    `last` is the name of whoever a gate is told of last, and of nobody else.
    """
    scene = gate(people, devices)
    event = Event.objects.get(pk=scene["event"])
    last = _name_everybody(event)
    return {
        **scene,
        "invitations": [
            pairing_url(invite(event=event, gate="Puerta principal", by="x"))
            for _ in range(invitations)
        ],
        "last": last,
        "sessions": [sign_in(_door_keeper(number)) for number in range(viewers)],
    }


def _name_everybody(event: Event) -> str:
    chance = random.Random(20260205)
    pairs = [f"{one} y {other}" for one in SURNAMES for other in SURNAMES]
    bodies = [make_body(f"Ayuntamiento de {name}") for name in chance.sample(pairs, BODIES)]
    registrations = list(event.registrations.select_related("person").order_by("revision"))
    for one in registrations:
        person, one.body = one.person, chance.choice(bodies)
        person.given_names = f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}"
        person.first_surname, person.second_surname = chance.choices(SURNAMES, k=2)
    person.given_names = "Zósima"
    for one in registrations:
        one.person.set_keys()
    fields = ["given_names", "first_surname", "second_surname", "match_key", "sort_key"]
    Person.objects.bulk_update([one.person for one in registrations], fields, 500)
    Registration.objects.bulk_update(registrations, ["body"], 500)
    return person.given_names


def _door_keeper(number: int) -> User:
    user = User.objects.create_user(f"puerta{number}@example.org")
    RoleGrant.objects.create(user=user, role=Role.GATE, organizer=make_organizer())
    return user
