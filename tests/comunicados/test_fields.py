"""Fields in braces: replaced as text, and refused where nobody knows them."""

import pytest

from comunicados import fields
from comunicados.forms import AnnouncementForm, OficioForm
from comunicados.paper import of_body
from jornadas.models import Venue
from jornadas.models.events import Mode
from tests.make import make_body, make_event, make_person, make_registration


def test_fields_are_replaced_once_whatever_their_values_hold():
    values = {"nombre": "{evento}", "evento": "Jornada"}
    assert fields.fill("{nombre} va a { Evento }, {otro} y {", values) == (
        "{evento} va a Jornada, {otro} y {"
    )


def test_unknown_fields_are_told_as_they_were_typed_each_once():
    text = "{nombre} {Apellido} {% now %} {Apellido} {}"
    assert fields.unknown(text, {"nombre"}) == ["{Apellido}", "{% now %}", "{}"]


@pytest.mark.django_db
def test_a_text_with_an_unknown_field_is_refused_by_name():
    form = AnnouncementForm(
        {"subject": "Hola, {apodo}", "text": "{cargo} {nombre} {area}", "audience": "confirmed"},
        event=make_event(),
    )
    known = "{nombre}, {evento}, {fecha}, {lugar}, {sujeto_obligado}, {pase}"
    assert form.errors == {
        "subject": [f"Hay un campo que no existe: {{apodo}}. Los que puedes usar son {known}."],
        "text": [
            f"Hay campos que no existen: {{cargo}}, {{area}}. Los que puedes usar son {known}."
        ],
    }


@pytest.mark.django_db
def test_an_oficio_knows_neither_name_nor_pass():
    form = OficioForm({"subject": "Invitación", "text": "{pase}"}, event=make_event())
    assert form.errors == {
        "text": [
            "Hay un campo que no existe: {pase}. Los que puedes usar son {evento}, {fecha}, "
            "{lugar}, {sujeto_obligado}."
        ]
    }


@pytest.mark.django_db
def test_nobody_is_absent_from_what_is_still_to_come():
    form = AnnouncementForm(
        {"subject": "Aviso", "text": "Hola", "audience": "absent"}, event=make_event()
    )
    assert form.errors == {
        "audience": ["El evento todavía no termina: aún no se sabe quién no asistió."]
    }


@pytest.mark.django_db
def test_values_are_those_of_the_person_and_of_how_they_take_part(settings):
    settings.SITE_URL = "https://jornadas.example"
    event = make_event(title="Jornada ñ", modality="hybrid", sessions=1)
    venue = Venue.objects.create(name="Auditorio", address="Calle 1,\nMetepec")
    event.sessions.update(venue=venue, day="2027-11-04", starts_at=None, ends_at=None)
    body = make_body("Ayuntamiento de Ocuilan")
    here, away = (
        make_registration(event, make_person(body, given_names=name), mode=mode)
        for name, mode in [("Íñigo", Mode.IN_PERSON), ("Zoé", Mode.ONLINE)]
    )
    assert fields.of_registration(here, event) == {
        "nombre": "Íñigo",
        "evento": "Jornada ñ",
        "fecha": "jueves 4 de noviembre de 2027, hora por confirmar",
        "lugar": "Auditorio, Calle 1, Metepec",
        "sujeto_obligado": "Ayuntamiento de Ocuilan",
        "pase": f"https://jornadas.example/pase/{here.code}/",
    }
    assert fields.of_registration(away, event)["lugar"] == "en línea"
    assert fields.of_event(event)["lugar"] == "Auditorio, Calle 1, Metepec y en línea"


def test_a_body_is_named_after_the_preposition_it_asks_for():
    assert [
        of_body(name)
        for name in ["Ayuntamiento de Ozumba", "Secretaría de Salud", "Morena", "Servicios X"]
    ] == [
        "del Ayuntamiento de Ozumba",
        "de la Secretaría de Salud",
        "de Morena",
        "de los Servicios X",
    ]
