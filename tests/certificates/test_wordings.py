"""What a constancia says: filled with the facts, changed as a new version, never after the fact."""

from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError

from certificates import wordings
from certificates.designs import DESIGNS
from certificates.issuing import issue
from certificates.models import Kind, Wording
from certificates.words import days_in_words, duration_in_words, named, on_days, place_of
from jornadas.models import Event
from tests.certificates.attended import make_attended, make_past, make_speaker
from tests.make import make_organizer, make_user, sign_in


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        ([date(2021, 11, 4)], "el 4 de noviembre de 2021"),
        ([date(2021, 11, 5), date(2021, 11, 4)], "los días 4 y 5 de noviembre de 2021"),
        (
            [date(2021, 10, 30), date(2021, 11, 4), date(2021, 11, 5)],
            "los días 30 de octubre y 4 y 5 de noviembre de 2021",
        ),
        (
            [date(2021, 12, 30), date(2022, 1, 4)],
            "los días 30 de diciembre de 2021 y 4 de enero de 2022",
        ),
    ],
)
def test_days_are_told_as_an_office_tells_them(days, words):
    assert on_days(days) == words
    assert days_in_words(days) == words.removeprefix("el ").removeprefix("los días ")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(None, ""), (0, ""), (45, "45 minutos"), (60, "1 hora"), (150, "2 horas y 30 minutos")],
)
def test_a_duration_in_words(minutes, words):
    assert duration_in_words(minutes) == words


def test_the_place_is_town_and_state_of_the_address():
    address = "Carretera a Ixtapan # 1,\nColonia Centro; Metepec, Estado de México, C.P. 52166"
    assert [place_of(address), place_of(""), place_of("Toluca")] == [
        "Metepec, Estado de México",
        "",
        "Toluca",
    ]


def test_an_event_is_named_with_its_article():
    assert [named("foro", "a"), named("jornada", "a"), named("taller", "en")] == [
        "al foro",
        "a la jornada",
        "en el taller",
    ]


def test_what_is_not_known_leaves_no_hole_in_the_sentence():
    text = "Por asistir {fechas}[, con una duración de {duracion}][ en modalidad {modalidad}]."
    facts = {"fechas": "el 4 de mayo", "duracion": "", "modalidad": "virtual"}
    assert wordings.fill(text, facts) == "Por asistir el 4 de mayo en modalidad virtual."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A {nombres}", "No conocemos el dato {nombres}. ¿Quisiste decir {nombre}?"),
        ("A {xyz}", "No conocemos el dato {xyz}. Usa uno de la lista."),
        ("A {nombre", "Hay una llave { o } sin su pareja."),
        ("A [nombre", "Hay un corchete [ o ] sin su pareja, o uno dentro de otro."),
    ],
)
def test_a_text_that_cannot_be_filled_is_refused_with_what_to_mend(text, words):
    with pytest.raises(ValidationError) as refused:
        wordings.check(text)
    assert refused.value.messages == [words]


def test_every_text_by_custom_can_be_filled():
    for text in wordings.TEXTS.values():
        wordings.check(text)


def test_every_design_has_its_picture():
    for design in DESIGNS.values():
        assert finders.find(f"certificates/{design.SLUG}-{design.LAYOUT}.png")


@pytest.mark.django_db
def test_a_new_version_holds_for_what_comes_and_changes_nothing_issued():
    event = make_past()
    first = issue(registration=make_attended(event), by="prueba")
    facts = {"heading": "RECONOCIMIENTO", "text": "A {nombre}, por venir.", "design": "marco"}
    wordings.rewrite(organizer=first.organizer, kind=Kind.ATTENDANCE, by="prueba", **facts)
    second = issue(
        registration=make_attended(event, given_names="Eva", first_surname="Beta"), by="x"
    )
    said = second.facts["wording"]
    assert said == {
        "heading": "RECONOCIMIENTO",
        "text": "A Eva Beta, por venir.",
        "version": 1,
        "design": "marco",
        "layout": DESIGNS["marco"].LAYOUT,
    }
    before = first.snapshot
    first.refresh_from_db()
    assert (first.snapshot, first.facts["wording"]["version"]) == (before, 0)


@pytest.mark.django_db
def test_a_speaker_is_certified_for_their_own_sessions():
    event = make_past(sessions=2)
    event.sessions.filter(number=2).update(title="Datos abiertos")
    one = issue(speaker=make_speaker(event, 2), event=event, by="prueba")
    second = event.sessions.get(number=2)
    assert (one.facts["event"]["minutes"], one.facts["event"]["days"]) == (
        120,
        [second.day.isoformat()],
    )
    assert "con el tema «Datos abiertos»" in one.facts["wording"]["text"]


@pytest.fixture
def page(client):
    make_organizer()
    sign_in(client, make_user(None, "staff"))
    return "/panel/constancias/textos/infoem/attendance/"


TYPED = {"heading": "CONSTANCIA", "text": "Por venir {fechas}.", "design": "sobrio"}


@pytest.mark.django_db
def test_staff_write_a_version_and_an_unknown_name_is_told_at_the_field(client, page):
    answer = client.post(page, TYPED | {"text": "A {nadie}"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])
    client.post(page, TYPED)
    client.post(page, TYPED | {"text": "Por estar."})
    assert list(Wording.objects.order_by("version").values_list("version", "text")) == [
        (1, "Por venir {fechas}."),
        (2, "Por estar."),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("is_there", [True, False], ids=["an event", "none yet"])
def test_it_is_looked_at_beforehand_and_nothing_is_kept(client, page, is_there):
    if is_there:
        make_attended(make_past())
    answer = client.post(f"{page}vista/", TYPED)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert not Wording.objects.exists()
    assert Event.objects.count() == is_there
