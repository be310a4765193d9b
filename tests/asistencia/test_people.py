"""Who is registered and who has entered, in the panel."""

import io

import pytest
from openpyxl import load_workbook

from asistencia.models import Scan
from bitacora.models import Entry
from jornadas.models import Event
from tests.jornadas.reading import words
from tests.make import (
    make_body,
    make_device,
    make_event,
    make_person,
    make_registration,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, "staff"))


@pytest.fixture
def event():
    return make_event(modality=Event.Modality.HYBRID, seats_in_person=2, seats_online=5)


def people(event, *surnames, mode="in_person"):
    return [
        make_registration(event, make_person(first_surname=surname), mode=mode)
        for surname in surnames
    ]


def enter(registration):
    Scan.objects.create(
        event=registration.event,
        device=make_device(registration.event, token=registration.code),
        registration=registration,
        session=registration.event.sessions.first(),
        code=registration.code,
        result=Scan.Result.ADMITTED,
        scanned_at=registration.event.sessions.first().starts_at,
    )


def shown(staff, event, **query) -> list[str]:
    page = staff.get(f"/panel/eventos/{event.slug}/inscripciones/", query)
    return [one.person.first_surname for one in page.context["page"]]


def test_each_filter_finds_its_people(staff, event):
    alfa, _, _, eta = people(event, "Álfa", "Beta", "Zeta", "Eta")
    people(event, "Gama", mode="online")
    alfa.body = make_body("Ayuntamiento de Ñañez", acronym="ADN")
    alfa.save()
    enter(alfa)
    staff.post(f"/panel/eventos/{event.slug}/inscripciones/{eta.pk}/cancelar/")
    queries = [
        {},
        {"estado": "waitlisted"},
        {"estado": "cancelled"},
        {"estado": "todas"},
        {"modalidad": "online"},
        {"entrada": "con"},
        {"entrada": "sin"},
        {"q": "alfa"},
        {"q": "ñañez"},
        {"q": "adn"},
        {"q": alfa.code},
        {"q": "nadie"},
        {"estado": "???", "modalidad": "x", "entrada": "y"},
    ]
    assert [shown(staff, event, **query) for query in queries] == [
        ["Álfa", "Beta", "Gama", "Zeta"],
        ["Zeta"],
        ["Eta"],
        ["Álfa", "Beta", "Eta", "Gama", "Zeta"],
        ["Gama"],
        ["Álfa"],
        ["Beta", "Gama", "Zeta"],
        ["Álfa"],
        ["Álfa"],
        ["Álfa"],
        ["Álfa"],
        [],
        ["Álfa", "Beta", "Gama", "Zeta"],
    ]


def test_the_line_is_shown_in_its_order_with_places(staff, event):
    people(event, "Uno", "Dos", "Zeta", "Alfa")
    assert shown(staff, event, estado="waitlisted") == ["Zeta", "Alfa"]
    page = words(staff.get(f"/panel/eventos/{event.slug}/inscripciones/?estado=waitlisted"))
    assert page.index("En espera, lugar 1") < page.index("En espera, lugar 2")


def test_empty_pages_say_what_to_do(staff, event):
    url = f"/panel/eventos/{event.slug}/inscripciones/"
    assert "Todavía no hay inscripciones." in words(staff.get(url))
    assert "Nadie coincide con esta búsqueda." in words(staff.get(url, {"q": "zzz"}))


def test_looking_leaves_a_record(staff, event):
    people(event, "Uno", "Dos")
    shown(staff, event)
    staff.get(f"/panel/eventos/{event.slug}/inscripciones/inscripciones.xlsx")
    looks = Entry.objects.looks().order_by("pk")
    assert list(looks.values_list("action", "people")) == [
        ("people.listed", 2),
        ("list.printed", 2),
    ]


def test_the_sheet_holds_what_the_filters_show(staff, event):
    uno, _ = people(event, "Uno", "Dos")
    enter(uno)
    url = f"/panel/eventos/{event.slug}/inscripciones/inscripciones.xlsx"
    answer = staff.get(url, {"entrada": "con"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Primer apellido", "Uno"]
    assert [row[6] for row in rows] == ["Estado", "Confirmada"]


def test_one_registration_tells_its_history(staff, event):
    (uno,) = people(event, "Uno")
    enter(uno)
    url = f"/panel/eventos/{event.slug}/inscripciones/{uno.pk}/"
    staff.post(f"{url}reenviar/")
    page = words(staff.get(url))
    told = ["Se inscribió", "Se le escribió otra vez", "Admitido", "Por enviar", uno.person.email]
    assert [text for text in told if text not in page] == []


def test_one_and_three_cost_the_same(staff, event, django_assert_num_queries):
    url = f"/panel/eventos/{event.slug}/inscripciones/"
    people(event, "Uno")
    staff.get(url)
    with django_assert_num_queries(11):
        staff.get(url)
    for one in people(event, "Dos", "Tres"):
        enter(one)
    with django_assert_num_queries(11):
        staff.get(url)


@pytest.mark.parametrize("page", ["", "inscripciones.xlsx", "{pk}/"])
def test_a_stranger_finds_nobody(client, event, page):
    (uno,) = people(event, "Uno")
    url = f"/panel/eventos/{event.slug}/inscripciones/{page.format(pk=uno.pk)}"
    for user in (make_user(make_person()), make_user(None, "gate")):
        assert sign_in(client, user).get(url).status_code == 404
    assert not Entry.objects.looks().exists()
