"""Saying in the panel who somebody is who came without a registration."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from asistencia.models import Scan, WalkIn
from asistencia.walkin_lookup import search, suggestions
from bitacora.models import Entry
from jornadas.models import Registration
from padron.models import Person
from padron.roles import Role
from tests.jornadas.reading import words
from tests.make import (
    make_body,
    make_device,
    make_event,
    make_organizer,
    make_person,
    make_registration,
    make_user,
    sign_in,
)

from .conftest import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    event = make_event(seats_in_person=2)
    begin(event)
    return event


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


def make_walkin(event, **fields):
    device = event.devices.first() or make_device(event, token=event.slug, gate="Puerta norte")
    fields = {
        "given_names": "Ana",
        "first_surname": "Ruiz",
        "body_said": "Metepec",
        "came_at": timezone.now() - timedelta(minutes=10),
    } | fields
    return WalkIn.objects.create(
        event=event, device=device, session=event.sessions.first(), **fields
    )


def page(name, event, *more):
    return reverse(name, args=[event.slug, *more])


# ---- Who it may be -------------------------------------------------------------------------------


def test_the_likeliest_come_first_and_each_says_why(event):
    body, other = make_body(), make_body()
    names = {"given_names": "Ana", "first_surname": "Ruíz"}
    here = make_person(body, **names)
    elsewhere = make_person(other, **names)
    longer = make_person(body, given_names="Ana María", first_surname="Ruiz", second_surname="Paz")
    registered = make_person(other, given_names="Ana Luz", first_surname="Ruiz")
    make_registration(event, registered)
    mailbox = make_person(other, given_names="Anna", first_surname="Ruis", email="ana@example.org")
    make_person(other, given_names="Ana Sofía", first_surname="Ruiz")  # neither here nor there
    make_person(body, given_names="Juana", first_surname="Ruiz")  # "ana" is not a word of it
    make_registration(event, make_person(body, given_names="Luis", first_surname="Mora"))
    walkin = make_walkin(event, body=body, email="ana@example.org")
    assert [(one.person, one.why) for one in suggestions(walkin)] == [
        (here, "Mismo nombre, mismo sujeto obligado"),
        (mailbox, "Mismo correo"),
        (elsewhere, "Mismo nombre"),
        (longer, "Nombre parecido, mismo sujeto obligado"),
        (registered, "Nombre parecido, con lugar en este evento"),
    ]


def test_nobody_is_taken_by_themselves(staff, event):
    walkin = make_walkin(event, body=make_body())
    make_person(walkin.body, given_names="Ana", first_surname="Ruiz")
    staff.get(page("panel_walkin", event, walkin.pk))
    walkin.refresh_from_db()
    assert walkin.registration is None


def test_somebody_who_is_another_walkin_already_cannot_be_chosen(staff, event):
    registration = make_registration(event, make_person(given_names="Ana", first_surname="Ruiz"))
    make_walkin(event, registration=registration, reconciled_at=timezone.now(), reconciled_by="Eva")
    walkin = make_walkin(event)
    [likely] = suggestions(walkin)
    assert likely.is_taken
    assert "Ya es otra llegada" in words(staff.get(page("panel_walkin", event, walkin.pk)))


def test_the_roster_is_searched_by_name_and_body(event):
    body = make_body("Ayuntamiento de Zumpango")
    person = make_person(body, given_names="Elia", first_surname="Mora")
    walkin = make_walkin(event)
    assert [one.person for one in search(walkin, "zumpango elia")] == [person]
    assert search(walkin, "elia toluca") == []


# ---- The pages -----------------------------------------------------------------------------------


def test_a_walkin_becomes_somebody_of_the_roster(staff, event):
    body = make_body("Ayuntamiento de Toluca")
    person = make_person(body, given_names="Ana", first_surname="Ruiz", post="Titular")
    walkin = make_walkin(event, body=body)
    assert "Ana Ruiz" in words(staff.get(page("panel_walkins", event)))
    shown = words(staff.get(page("panel_walkin", event, walkin.pk)))
    assert "Mismo nombre, mismo sujeto obligado" in shown
    choose = page("panel_walkin_choose", event, walkin.pk, person.pk)
    question = words(staff.get(choose))
    assert "¿Es Ana Ruiz?" in question
    assert "Titular, Ayuntamiento de Toluca." in question
    assert not Registration.objects.exists()
    answer = staff.post(choose)
    assert answer["Location"] == page("panel_walkins", event)
    assert Scan.objects.get().registration.person == person
    assert "No hay nadie por conciliar." in words(staff.get(page("panel_walkins", event)))
    settled = words(staff.get(page("panel_walkins", event), {"estado": "conciliadas"}))
    assert "Conciliada Ana Ruiz" in settled
    # Pressed again, or by a colleague: there is nothing to choose any more.
    assert staff.post(choose).status_code == 404
    history = staff.get(page("panel_registration", event, Registration.objects.get().pk))
    assert "Llegó sin inscripción" in words(history)


def test_over_capacity_the_page_asks_why(staff, event):
    for _ in range(2):
        make_registration(event)
    body = make_body()
    walkin = make_walkin(event, body=body, is_over=True)
    person = make_person(body)
    choose = page("panel_walkin_choose", event, walkin.pk, person.pk)
    assert "Por qué se le dio lugar" in words(staff.get(choose))
    again = staff.post(choose, {"reason": " "})
    assert again.status_code == 422
    assert "Escribe el motivo" in words(again)
    staff.post(choose, {"reason": "Entró sin red"})
    made = Registration.objects.get(person=person)
    assert made.status == "confirmed"
    shown = words(staff.get(page("panel_registration", event, made.pk)))
    assert "Motivo: Entró sin red" in shown


def test_the_reason_of_the_door_is_not_asked_again(staff, event):
    for _ in range(2):
        make_registration(event)
    walkin = make_walkin(event, body=make_body(), is_over=True, reason="Viene a exponer")
    person = make_person(walkin.body)
    choose = page("panel_walkin_choose", event, walkin.pk, person.pk)
    assert "Por qué se le dio" not in words(staff.get(choose))
    assert staff.post(choose).status_code == 302
    assert Registration.objects.filter(person=person).exists()


def test_whom_the_event_is_not_for_is_told(staff, event):
    event.bodies.add(make_body())
    walkin = make_walkin(event)
    choose = page("panel_walkin_choose", event, walkin.pk, make_person().pk)
    assert "este evento no es para su sujeto obligado" in words(staff.get(choose))


def test_somebody_without_post_leads_back_with_a_sentence(staff, event):
    walkin = make_walkin(event)
    choose = page("panel_walkin_choose", event, walkin.pk, make_person(False).pk)
    answer = staff.get(choose, follow=True)
    assert "no tenía una adscripción vigente ese día" in words(answer)


def new_person(body, **fields):
    return {
        "given_names": "Ana",
        "first_surname": "Ruiz",
        "second_surname": "",
        "email": "ana@example.org",
        "body": body.name,
        "post": "Analista",
        "area": "",
        "starts_on": f"{timezone.localdate():%Y-%m-%d}",
        "is_enabled": "on",
    } | fields


def test_somebody_new_is_added_to_the_roster(staff, event):
    body = make_body("Ayuntamiento de Toluca")
    walkin = make_walkin(event, body=body, post="Analista", email="ana@example.org")
    new = page("panel_walkin_new", event, walkin.pk)
    form = staff.get(new).context["form"]
    assert [str(form[name].value()) for name in ("given_names", "body", "post", "email")] == [
        "Ana", "Ayuntamiento de Toluca", "Analista", "ana@example.org",
    ]  # fmt: skip
    assert staff.post(new, new_person(body))["Location"] == page("panel_walkins", event)
    person = Person.objects.get(first_surname="Ruiz")
    assert Scan.objects.get().registration.person == person
    actions = Entry.objects.values_list("action", flat=True)
    assert {"adscripcion.started", "registration.created", "walkin.reconciled"} <= set(actions)


def test_what_the_roster_refuses_changes_nothing(staff, event):
    body = make_body()
    make_person(body, given_names="Ana", first_surname="Ruiz", email="ana@example.org")
    walkin = make_walkin(event, body=body)
    answer = staff.post(page("panel_walkin_new", event, walkin.pk), new_person(body))
    assert answer.status_code == 422
    assert "ya está en" in words(answer)
    assert [Person.objects.count(), Registration.objects.count()] == [1, 0]


def test_in_a_full_house_somebody_new_needs_a_reason(staff, event):
    for _ in range(2):
        make_registration(event)
    body = make_body()
    walkin = make_walkin(event, body=body, is_over=True)
    new = page("panel_walkin_new", event, walkin.pk)
    assert staff.post(new, new_person(body)).status_code == 422
    assert not Person.objects.filter(first_surname="Ruiz").exists()
    staff.post(new, new_person(body, reason="Entró sin red"))
    assert Registration.objects.filter(person__first_surname="Ruiz").exists()


def test_a_wrong_choice_is_corrected_and_a_mistake_undone(staff, event):
    body = make_body()
    walkin, person = make_walkin(event, body=body), make_person(body)
    staff.post(page("panel_walkin_choose", event, walkin.pk, person.pk))
    reopen = page("panel_walkin_reopen", event, walkin.pk)
    assert f"¿No era {person}?" in words(staff.get(reopen))
    assert "Escribe el motivo" in words(staff.post(reopen, {"reason": ""}))
    answer = staff.post(reopen, {"reason": "Era su hermana"})
    assert answer["Location"] == page("panel_walkin", event, walkin.pk)
    assert staff.get(reopen).status_code == 404
    undo = page("panel_walkin_undo", event, walkin.pk)
    assert "¿Deshacer esta llegada?" in words(staff.get(undo))
    staff.post(undo, {"reason": "Se anotó dos veces"})
    assert staff.get(undo).status_code == 404
    shown = words(staff.get(page("panel_walkin", event, walkin.pk)))
    assert "Motivo: Se anotó dos veces" in shown
    assert "Ana Ruiz" in words(staff.get(page("panel_walkins", event), {"estado": "deshechas"}))


# ---- At the desk ---------------------------------------------------------------------------------


def said(**fields):
    return {
        "number": "5b0d6a52-6a3f-4e0c-8f0d-0f1a4a7f9b11",
        "given_names": "Ana",
        "first_surname": "Ruiz",
        "body_said": "Metepec",
    } | fields


def test_at_the_desk_somebody_is_noted_without_a_phone_and_pressing_twice_is_once(client, event):
    client.force_login(make_user(None, Role.GATE))
    add = page("panel_walkin_add", event)
    for _ in range(2):
        answer = client.post(add, said(), follow=True)
        assert "Ana Ruiz: Adelante, Ana. Su llegada quedó registrada." in words(answer)
    walkin = WalkIn.objects.get()
    assert [walkin.device.gate, walkin.body_said] == ["Mesa de registro", "Metepec"]


def test_at_the_desk_of_a_full_house_a_reason_is_asked(client, event):
    client.force_login(make_user(None, Role.GATE))
    add = page("panel_walkin_add", event)
    assert "Por qué entra" not in words(client.get(add))
    for _ in range(2):
        make_registration(event)
    assert "Ya no quedan lugares." in words(client.get(add))
    assert client.post(add, said()).status_code == 422
    assert not WalkIn.objects.exists()
    client.post(add, said(reason="Trae el sonido"))
    assert [WalkIn.objects.get().is_over, WalkIn.objects.get().reason] == [True, "Trae el sonido"]


# ---- For whom, and how many questions ------------------------------------------------------------


def test_it_is_for_staff_of_the_institution(client, event):
    walkin = make_walkin(event)
    elsewhere = make_user(None, Role.STAFF)
    elsewhere.role_grants.update(organizer=make_organizer("ajeno"))
    for user in (make_user(None, Role.GATE), elsewhere):
        sign_in(client, user)
        for name, more in [("panel_walkins", []), ("panel_walkin", [walkin.pk])]:
            assert client.get(page(name, event, *more)).status_code == 404
    assert client.post(page("panel_walkins", event)).status_code == 405


def test_another_events_walkin_is_not_found(staff, event):
    walkin = make_walkin(make_event())
    assert staff.get(page("panel_walkin", event, walkin.pk)).status_code == 404


def test_looking_leaves_a_record(staff, event):
    walkin = make_walkin(event, body=make_body())
    make_person(walkin.body, given_names="Ana", first_surname="Ruiz")
    staff.get(page("panel_walkins", event))
    staff.get(page("panel_walkin", event, walkin.pk))
    looks = Entry.objects.looks().values_list("action", "people")
    assert list(looks) == [("people.listed", 1), ("people.listed", 2)]


@pytest.mark.parametrize(("name", "expected"), [("panel_walkins", 9), ("panel_walkin", 11)])
def test_pages_cost_the_same_for_one_and_for_three(
    staff, event, django_assert_num_queries, name, expected
):
    body = make_body()
    walkin = make_walkin(event, body=body)
    url = page(name, event, *([walkin.pk] if name == "panel_walkin" else []))
    for number in range(3):
        make_person(body, given_names="Ana", first_surname="Ruiz")
        if number:
            make_walkin(event, body=body)
        if number != 1:
            with django_assert_num_queries(expected):
                staff.get(url)
