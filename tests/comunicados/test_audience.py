"""Who gets an announcement: exactly those, and nobody is absent before the end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia.models import Scan
from comunicados import audience
from comunicados.audience import Tally
from comunicados.models import Announcement
from jornadas.models import Registration
from jornadas.models.events import Mode
from tests.make import (
    make_body,
    make_device,
    make_enlace,
    make_event,
    make_group,
    make_person,
    make_program,
    make_registration,
    make_sector,
)

pytestmark = pytest.mark.django_db


def names(announcement, now=None) -> list[str]:
    found = audience.registrations(announcement, now)
    return [one.person.given_names for one in found]


def announce(event, kind="confirmed", **fields) -> Announcement:
    facts = {"subject": "Aviso", "text": "Hola"} | fields
    return Announcement.objects.create(event=event, audience=kind, **facts)


def enter(registration, **fields) -> Scan:
    """An entry at the door."""
    return Scan.objects.create(
        event=registration.event,
        device=registration.event.devices.first() or make_device(registration.event),
        session=registration.event.sessions.first(),
        registration=registration,
        result=Scan.Result.ADMITTED,
        scanned_at=timezone.now(),
        **fields,
    )


@pytest.fixture
def event():
    """Two seats, three people, and one who cancelled; in the order of their surnames."""
    event = make_event(seats_in_person=2)
    for name in ["Ana", "Beto", "Caro"]:
        make_registration(event, make_person(given_names=name, first_surname=name))
    Registration.objects.create(
        event=event,
        person=make_person(given_names="Dora"),
        body=make_body(),
        mode=Mode.IN_PERSON,
        status="cancelled",
        cancelled_at=timezone.now(),
        cancelled_by="Dora",
        revision=99,
        created_at=timezone.now(),
    )
    return event


def end(event) -> None:
    """Its only session was yesterday."""
    yesterday = timezone.now() - timedelta(days=1)
    event.sessions.update(
        day=timezone.localdate(yesterday),
        starts_at=yesterday,
        ends_at=yesterday + timedelta(hours=2),
    )


def test_those_with_a_seat_those_in_line_and_both(event):
    found = {
        kind: names(announce(event, kind)) for kind in ["confirmed", "waitlisted", "registered"]
    }
    assert found == {
        "confirmed": ["Ana", "Beto"],
        "waitlisted": ["Caro"],
        "registered": ["Ana", "Beto", "Caro"],
    }


def test_absent_is_who_had_a_seat_and_no_standing_entry_when_the_event_is_over(event):
    ana, beto, caro = event.registrations.exclude(status="cancelled").order_by("pk")
    absent = announce(event, "absent")
    enter(ana)
    assert names(absent) == []  # it is still to come: nobody is absent yet
    end(event)
    absent.refresh_from_db()
    assert names(absent) == ["Beto"]
    enter(beto)
    assert names(absent) == []
    beto.scans.update(undone_at=timezone.now(), undone_by="prueba")
    Scan.objects.create(
        event=event,
        device=event.devices.first(),
        registration=caro,
        result=Scan.Result.WAITLISTED,
        scanned_at=timezone.now(),
    )
    assert names(absent) == ["Beto"]


def test_who_was_absent_online_is_told_apart_in_the_count():
    event = make_event(modality="hybrid")
    make_registration(event, mode=Mode.ONLINE)
    make_registration(event, mode=Mode.IN_PERSON)
    end(event)
    absent = announce(event, "absent")
    assert audience.tally(absent) == Tally(2, 0, unseen_online=1)
    absent.mode = Mode.IN_PERSON
    assert audience.tally(absent) == Tally(1, 0, unseen_online=0)


def test_it_is_narrowed_by_body_by_group_and_by_modality():
    program = make_program()
    dif = make_sector("dif")
    group = make_group(program, dif)
    event = make_event(program=program, modality="hybrid")
    toluca, zumpango, other = make_body(), make_body(), make_body(sector=dif)
    for name, body, mode in [
        ("Ana", toluca, Mode.IN_PERSON),
        ("Beto", zumpango, Mode.IN_PERSON),
        ("Caro", other, Mode.ONLINE),
    ]:
        person = make_person(body, given_names=name, first_surname=name)
        make_registration(event, person, mode=mode)
    by_body, by_group, by_either = announce(event), announce(event), announce(event)
    by_body.bodies.set([toluca])
    by_group.groups.set([group])
    by_either.bodies.set([zumpango])
    by_either.groups.set([group])
    assert [names(by_body), names(by_group), names(by_either)] == [
        ["Ana"],
        ["Caro"],
        ["Beto", "Caro"],
    ]
    assert names(announce(event, mode=Mode.ONLINE)) == ["Caro"]


def test_who_has_no_mailbox_is_counted_and_named(event):
    person = event.registrations.confirmed().get(person__given_names="Beto").person
    person.email = ""
    person.save()
    confirmed = announce(event)
    body = person.adscripciones.get().body
    assert audience.tally(confirmed) == Tally(total=2, without_mailbox=1)
    assert audience.without_mailbox(confirmed) == [f"Beto, Beto, {body}"]


def test_oficios_go_to_the_invited_bodies_and_their_enlaces_of_today():
    with_enlace, without, no_mailbox = (make_body(f"{letter} Cuerpo") for letter in "ABC")
    make_body("Z de nadie")
    event = make_event(bodies=[with_enlace, without, no_mailbox])
    eva = make_enlace(with_enlace)
    make_enlace(no_mailbox, email="")
    make_enlace(without).enlaces.update(ends_on=timezone.localdate() - timedelta(days=1))
    invitation = announce(event, "enlaces")
    assert list(audience.bodies(invitation)) == [with_enlace, without, no_mailbox]
    assert audience.enlaces_of([with_enlace, without]) == {with_enlace.pk: [eva]}
    assert audience.tally(invitation) == Tally(total=3, without_mailbox=2)
    assert audience.without_mailbox(invitation) == [
        "B Cuerpo: no tiene enlace",
        "C Cuerpo: su enlace no tiene correo",
    ]


def test_counting_costs_as_much_for_one_as_for_three(event, django_assert_num_queries):
    confirmed, registered = announce(event), announce(event, "registered")
    for announcement in (confirmed, registered):
        with django_assert_num_queries(4):
            audience.tally(announcement)
