"""Mi espacio: what is mine here, from the passes to come to the attendance registered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia.models import Scan
from bitacora.models import Entry
from jornadas.models import Session
from tests.jornadas.reading import heading, words
from tests.make import (
    make_body,
    make_device,
    make_enlace,
    make_event,
    make_person,
    make_registration,
    make_sector,
    make_user,
)

pytestmark = pytest.mark.django_db


def enter(client, person=None):
    person = person or make_person()
    client.force_login(make_user(person))
    return person


def let_pass(event):
    """A month goes by."""
    for session in event.sessions.all():
        Session.objects.filter(pk=session.pk).update(
            day=session.day - timedelta(days=30),
            starts_at=session.starts_at - timedelta(days=30),
            ends_at=session.ends_at - timedelta(days=30),
        )


def admit(registration):
    session = Session.objects.get(event=registration.event)
    Scan.objects.create(
        event=registration.event,
        device=make_device(registration.event, token=registration.code),
        registration=registration,
        session=session,
        code=registration.code,
        result=Scan.Result.ADMITTED,
        scanned_at=session.starts_at,
    )


def test_a_visitor_is_asked_to_enter(client):
    assert client.get("/mi-espacio/")["Location"].endswith("?next=/mi-espacio/")


def test_passes_and_places_in_line_to_come(client):
    person = enter(client)
    seat = make_registration(make_event(title="Con lugar"), person)
    full = make_event(title="En espera", seats_in_person=0, starts_in=timedelta(days=9))
    make_registration(full)
    make_registration(full, person)
    response = client.get("/mi-espacio/")
    page = words(response)
    assert "Lugar confirmado Con lugar" in page
    assert "En lista de espera, lugar 2 En espera" in page
    assert f"/pase/{seat.code}/" in response.content.decode()
    assert f"/pase/{seat.code}/cancelar/" in response.content.decode()


def test_what_passed_says_whether_one_was_there_and_what_counts(client):
    person = enter(client)
    attended, missed = (
        make_registration(make_event(title=title, starts_in=timedelta(days=days)), person)
        for title, days in [("Asistida", 4), ("Perdida", 5)]
    )
    for registration in (attended, missed):
        let_pass(registration.event)
    admit(attended)
    response = client.get("/mi-espacio/")
    assert [
        (line["event"].title, line["presence"].percent) for line in response.context["past"]
    ] == [("Perdida", 0), ("Asistida", 100)]
    assert "Asististe 100 % del tiempo Asistida" in words(response)
    assert "Sin asistencia registrada Perdida" in words(response)
    assert f"/mi-espacio/asistencia/{missed.code}/" in response.content.decode()


def test_only_open_events_for_my_body_and_not_yet_mine_are_suggested(client):
    mine, other = make_sector("ayuntamiento"), make_sector("sindicato")
    person = enter(client, make_person(make_body(sector=mine)))
    now = timezone.now()
    make_event(title="Para mí", sectors=[mine])
    make_event(title="De otros", sectors=[other])
    make_event(title="Aún no abre", sectors=[mine], registration_opens_at=now + timedelta(days=1))
    make_registration(
        make_event(title="Ya inscrita", sectors=[mine], starts_in=timedelta(days=2)), person
    )
    response = client.get("/mi-espacio/")
    assert [card.event.title for card in response.context["suggestions"]] == ["Para mí"]


def test_nothing_yet_says_what_to_do(client):
    enter(client)
    page = words(client.get("/mi-espacio/"))
    assert "No tienes inscripciones próximas. Ver el calendario" in page
    assert "Aquí verás los eventos a los que asististe." in page


def test_it_says_whom_to_ask_when_ones_data_are_wrong(client):
    body = make_body()
    make_enlace(body, given_names="Luis", first_surname="Núñez", email="luis@example.org")
    enter(client, make_person(body))
    assert "Pídele a tu enlace que lo corrija: Luis Núñez ( luis@example.org )" in words(
        client.get("/mi-espacio/")
    )


def test_an_account_without_a_person_is_led_to_ask_for_access(client):
    client.force_login(make_user())
    response = client.get("/mi-espacio/")
    assert "Solicitar acceso" in words(response)


def test_the_name_for_constancias_is_ones_own_to_say(client):
    person = enter(client)
    assert heading(client.get("/mi-espacio/nombre/")) == "Tu nombre en las constancias"
    answer = client.post("/mi-espacio/nombre/", {"certificate_name": "  Mtra.  Ana   Peña "})
    person.refresh_from_db()
    assert [answer["Location"], person.certificate_name] == ["/mi-espacio/", "Mtra. Ana Peña"]
    assert Entry.objects.filter(action="person.certificate_name_changed").count() == 1


def test_a_name_too_long_is_refused_at_its_field(client):
    person = enter(client)
    response = client.post("/mi-espacio/nombre/", {"certificate_name": "a" * 161})
    assert list(response.context["form"].errors) == ["certificate_name"]
    person.refresh_from_db()
    assert person.certificate_name == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, rows):
    person = enter(client)
    for number in range(rows):
        make_registration(make_event(starts_in=timedelta(days=2 + number)), person)
        past = make_registration(make_event(starts_in=timedelta(days=40 + number)), person)
        Session.objects.filter(event=past.event).update(day=timezone.localdate() - timedelta(9))
        full = make_event(starts_in=timedelta(days=60 + number), seats_in_person=0)
        make_registration(full, person)
        make_event(starts_in=timedelta(days=80 + number))
    with django_assert_num_queries(22):
        client.get("/mi-espacio/")


def test_a_name_that_is_right_is_confirmed_in_one_press(client):
    person = enter(client)
    assert client.post("/mi-espacio/nombre/confirmar/")["Location"] == "/mi-espacio/"
    shown = person.printed_name
    person.refresh_from_db()
    assert (person.printed_name, person.name_confirmed_at is not None) == (shown, True)
    # A later change of the padrón does not change what was confirmed.
    person.title = "Dra."
    assert person.printed_name == shown
    assert Entry.objects.filter(action="person.certificate_name_confirmed").count() == 1
