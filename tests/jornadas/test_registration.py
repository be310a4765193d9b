"""Registering and giving the seat back, told at the action."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correo.models import Message
from jornadas.eligibility import eligible_bodies
from jornadas.models import Event, Registration
from jornadas.refusal import Refusal
from jornadas.registration import cancel, register
from jornadas.waitlist import advance
from padron.models import Body
from tests.make import (
    make_body,
    make_event,
    make_group,
    make_person,
    make_program,
    make_registration,
    make_sector,
)

pytestmark = pytest.mark.django_db


def refused(**kwargs) -> str:
    before = Registration.objects.count(), Message.objects.count()
    with pytest.raises(Refusal) as refusal:
        register(**kwargs)
    assert (Registration.objects.count(), Message.objects.count()) == before
    return str(refusal.value)


def test_a_seat_is_given_with_a_pass_and_a_mail():
    person = make_person()
    registration = register(event=make_event(), person=person, by=person)
    assert registration.status == "confirmed"
    assert len(registration.code) == 13
    assert list(Message.objects.values_list("kind", "to")) == [("jornadas.confirmed", person.email)]


def test_when_the_seats_are_gone_people_wait_in_order_of_arrival():
    event = make_event(seats_in_person=1)
    make_registration(event)
    second, third = make_registration(event), make_registration(event)
    assert [second.status, second.position()] == ["waitlisted", 1]
    assert [third.status, third.position()] == ["waitlisted", 2]


def test_a_cancelled_seat_goes_to_the_first_in_line_at_once():
    event = make_event(seats_in_person=1)
    first, second, third = (make_registration(event) for _ in range(3))
    cancel(registration=first, by=first.person)
    second.refresh_from_db()
    third.refresh_from_db()
    assert [second.status, third.status, third.position()] == ["confirmed", "waitlisted", 1]
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
        "jornadas.confirmed",
        "jornadas.waitlisted",
        "jornadas.waitlisted",
        "jornadas.cancelled",
        "jornadas.promoted",
    ]


def test_somebody_who_leaves_the_line_frees_no_seat():
    event = make_event(seats_in_person=1)
    _, second, third = (make_registration(event) for _ in range(3))
    cancel(registration=second, by=second.person)
    third.refresh_from_db()
    assert [third.status, third.position()] == ["waitlisted", 1]


def test_each_modality_has_its_own_seats_and_line():
    event = make_event(modality=Event.Modality.HYBRID, seats_in_person=1, seats_online=1)
    made = [
        make_registration(event, mode=m) for m in ["in_person", "in_person", "online", "online"]
    ]
    assert [(r.status, r.position()) for r in made] == [
        ("confirmed", 0),
        ("waitlisted", 1),
        ("confirmed", 0),
        ("waitlisted", 1),
    ]


def test_a_hybrid_event_asks_how():
    event = make_event(modality=Event.Modality.HYBRID)
    person = make_person()
    assert refused(event=event, person=person, by=person) == (
        "Elige si asistirás en persona o en línea."
    )


def test_one_active_registration_per_person():
    event, person = make_event(), make_person()
    first = register(event=event, person=person, by=person)
    assert refused(event=event, person=person, by=person) == (
        "Ya tienes una inscripción en este evento. Está en Mi espacio."
    )
    cancel(registration=first, by=person)
    assert register(event=event, person=person, by=person).status == "confirmed"


def test_only_the_bodies_of_the_group_are_invited():
    program = make_program()
    group = make_group(program, make_sector("ayuntamiento"))
    event = make_event(program=program, groups=[group])
    insider = make_person(make_body(sector=make_sector("ayuntamiento")))
    outsider = make_person(make_body("Sindicato Uno", sector=make_sector("sindicato")))
    assert register(event=event, person=insider, by=insider).status == "confirmed"
    assert refused(event=event, person=outsider, by=outsider) == (
        "Este evento no es para Sindicato Uno. Busca en el calendario los de tu grupo."
    )


def test_an_exception_moves_one_body_to_another_group():
    program = make_program()
    one = make_group(program, make_sector("ayuntamiento"))
    two = make_group(program, make_sector("sindicato"))
    moved = make_body(sector=make_sector("ayuntamiento"))
    two.exceptions.create(body=moved)
    assert [moved in one.bodies(), moved in two.bodies()] == [False, True]


def test_before_and_after_the_window_nobody_registers():
    now = timezone.now()
    person = make_person()
    early = make_event(registration_opens_at=now + timedelta(days=1))
    late = make_event(
        registration_opens_at=now - timedelta(days=3),
        registration_closes_at=now - timedelta(days=1),
    )
    assert refused(event=early, person=person, by=person).startswith("La inscripción abre el ")
    assert refused(event=late, person=person, by=person).startswith("La inscripción cerró el ")


def test_two_events_at_the_same_hour_are_not_for_one_person():
    person = make_person()
    first = make_event(title="La de antes")
    register(event=first, person=person, by=person)
    second = make_event()
    assert refused(event=second, person=person, by=person) == (
        "A la misma hora tienes «La de antes». Cancela esa inscripción si prefieres esta."
    )


def test_staff_advance_somebody_only_with_a_reason():
    event = make_event(seats_in_person=1)
    first, second, third = (make_registration(event) for _ in range(3))
    with pytest.raises(Refusal):
        advance(registration=third, reason=" ", by="personal")
    advance(registration=third, reason="Ponente del panel", by="personal")
    cancel(registration=first, by=first.person)
    second.refresh_from_db()
    third.refresh_from_db()
    assert [second.status, third.status] == ["waitlisted", "confirmed"]


def test_a_person_who_is_not_enabled_is_told_whom_to_ask():
    person = make_person(enabled=False)
    assert refused(event=make_event(), person=person, by=person) == (
        "No apareces como servidor público habilitado. Pide a tu enlace que lo registre."
    )


def test_whom_an_event_is_for_is_the_same_for_one_group_and_for_its_event():
    program = make_program()
    sectors = [make_sector("ayuntamiento"), make_sector("sindicato"), make_sector("partido")]
    for sector in sectors:
        for _ in range(2):
            make_body(sector=sector)
    one, two = make_group(program, sectors[0]), make_group(program, sectors[1], sectors[2])
    two.exceptions.create(body=sectors[0].bodies.first())
    sectors[1].bodies.update(is_active=False)
    found = [set(eligible_bodies(make_event(program=program, groups=[g]))) for g in (one, two)]
    assert found == [set(one.bodies()), set(two.bodies())]
    assert [len(bodies) for bodies in found] == [1, 3]
    everybody = set(Body.objects.active())
    assert set(eligible_bodies(make_event())) == everybody
    assert set(eligible_bodies(make_event(groups=[one, two]))) == everybody
    named = make_body("Otro", sector=sectors[1])
    assert set(eligible_bodies(make_event(sectors=[sectors[2]], bodies=[named]))) == {
        named,
        *sectors[2].bodies.all(),
    }
