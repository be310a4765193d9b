"""What staff do with somebody's registration: register, cancel, advance, write again."""

import pytest

from bitacora.models import Entry
from correo.models import Message
from jornadas.models import Event, Registration
from tests.jornadas.reading import heading, words
from tests.make import make_body, make_event, make_person, make_registration, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, "staff"))


def at(event, *parts) -> str:
    return "/".join(["/panel/eventos", event.slug, "inscripciones", *map(str, parts), ""])


def actions() -> list[str]:
    """What the record tells, looks at lists aside."""
    return list(
        Entry.objects.exclude(action="people.listed")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_somebody_is_found_by_name_body_or_mailbox(staff):
    event = make_event()
    body = make_body("Ayuntamiento de Acambay")
    person = make_person(body, given_names="Íñigo", first_surname="Ñáñez", email="i@example.org")
    make_person(first_surname="Otra")

    def found(text):
        page = staff.get(at(event, "nueva"), {"q": text})
        return [one.pk for one in page.context["people"]]

    assert [
        found(text) for text in ("iñigo NAÑEZ", "nanez acambay", "I@example.org", "", "zzz")
    ] == [
        [person.pk],
        [person.pk],
        [person.pk],
        [],
        [],
    ]


def test_staff_register_somebody(staff):
    event, person = make_event(), make_person()
    page = staff.get(at(event, "nueva", person.pk))
    assert heading(page) == f"¿Inscribir a {person}?"
    staff.post(at(event, "nueva", person.pk))
    made = Registration.objects.get()
    assert [made.person, made.status, made.source, actions()] == [
        person,
        "confirmed",
        "staff",
        ["registration.created"],
    ]


def test_the_modality_and_the_post_are_asked_where_there_is_a_choice(staff):
    event = make_event(modality=Event.Modality.HYBRID, seats_online=3)
    person = make_person()
    other = person.adscripciones.create(body=make_body(), post="Titular", starts_on="2020-01-01")
    assert staff.post(at(event, "nueva", person.pk), {"mode": ""}).status_code == 200
    assert not Registration.objects.exists()
    staff.post(at(event, "nueva", person.pk), {"mode": "online", "post": other.pk})
    made = Registration.objects.get()
    assert [made.mode, made.body, made.post] == ["online", other.body, "Titular"]


def test_who_may_not_register_is_told_why(staff):
    event, person = make_event(), make_person(enabled=False)
    for answer in (staff.get, staff.post):
        page = answer(at(event, "nueva", person.pk))
        assert heading(page) == f"No se puede inscribir a {person}"
        assert "No apareces como servidor público habilitado." in words(page)
    assert not Registration.objects.exists()


def test_cancelling_is_asked_first_and_frees_the_seat(staff):
    event = make_event(seats_in_person=1)
    first, second = make_registration(event), make_registration(event)
    page = staff.get(at(event, first.pk, "cancelar"))
    assert heading(page) == f"¿Cancelar la inscripción de {first.person}?"
    first.refresh_from_db()
    assert first.status == "confirmed"
    staff.post(at(event, first.pk, "cancelar"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.status, second.status] == ["cancelled", "confirmed"]


def test_what_is_refused_is_said_on_the_page_it_came_from(staff):
    event = make_event()
    one = make_registration(event)
    staff.post(at(event, one.pk, "cancelar"))
    page = staff.post(at(event, one.pk, "cancelar"), follow=True)
    assert "Esta inscripción ya estaba cancelada." in words(page)


def test_somebody_is_advanced_only_with_a_reason(staff):
    event = make_event(seats_in_person=1)
    _, second, third = (make_registration(event) for _ in range(3))
    page = staff.post(at(event, third.pk, "adelantar"), {"reason": "  "})
    assert "Escribe el motivo." in words(page)
    assert [second.position(), third.position()] == [1, 2]
    staff.post(at(event, third.pk, "adelantar"), {"reason": "Es ponente"})
    third.refresh_from_db()
    assert [third.position(), second.position()] == [1, 2]
    assert Entry.objects.get(action="waitlist.advanced").detail == {"reason": "Es ponente"}


def test_the_mail_is_written_again(staff):
    event = make_event(seats_in_person=1)
    seat, waits = make_registration(event), make_registration(event)
    Message.objects.all().delete()
    for one in (seat, waits):
        staff.post(at(event, one.pk, "reenviar"))
    assert list(Message.objects.order_by("pk").values_list("kind", "to")) == [
        ("jornadas.confirmed", seat.person.email),
        ("jornadas.waitlisted", waits.person.email),
    ]


def test_nothing_is_sent_to_who_has_no_mailbox_or_no_seat(staff):
    event = make_event()
    without, cancelled = make_registration(event, make_person(email="")), make_registration(event)
    staff.post(at(event, cancelled.pk, "cancelar"))
    Message.objects.all().delete()
    said = [
        words(staff.post(at(event, one.pk, "reenviar"), follow=True))
        for one in (without, cancelled)
    ]
    assert "Esta persona no tiene correo en el padrón." in said[0]
    assert "La inscripción está cancelada: ya no hay pase que enviar." in said[1]
    assert not Message.objects.exists()


@pytest.mark.parametrize("act", ["cancelar", "adelantar", "reenviar"])
def test_a_stranger_finds_nothing_to_press(client, act):
    event = make_event(seats_in_person=1)
    make_registration(event)
    one = make_registration(event)
    before = actions(), Message.objects.count()
    for user in (make_user(make_person()), make_user(None, "gate")):
        sign_in(client, user)
        for answer in (client.get, client.post):
            assert answer(at(event, one.pk, act)).status_code == 404
            assert answer(at(event, "nueva", one.person_id)).status_code == 404
    one.refresh_from_db()
    assert [one.status, (actions(), Message.objects.count())] == ["waitlisted", before]


def test_a_registration_is_not_found_under_another_event(staff):
    one, other = make_registration(), make_event()
    assert staff.post(at(other, one.pk, "cancelar")).status_code == 404
