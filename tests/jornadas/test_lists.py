"""Printed lists: everybody registered at this moment, in Spanish order, on paper and in a sheet."""

import io
import json
import re
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from bitacora.models import Entry
from documentos import typesetting
from documentos.spreadsheets import write_xlsx
from jornadas import list_sheet
from jornadas.list_marks import drawn
from jornadas.list_sheet import _content, as_pdf
from jornadas.lists import Options, as_rows, columns, make_list
from jornadas.models import Event, PrintedList, Registration
from jornadas.printed_lists import print_list
from padron.models import Organizer, OrganizerIdentity, Person
from tests.jornadas.reading import words
from tests.make import (
    make_body,
    make_event,
    make_group,
    make_organizer,
    make_person,
    make_program,
    make_registration,
    make_sector,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, as one line."""
    reader = PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def printed(event, now=None, **options) -> list[str]:
    return pages_of(as_pdf(make_list(event, Options(**options), now)))


def with_people(event, *names):
    """Registrations of people called "Surname Second, Given"."""
    for name in names:
        surnames, given = name.split(", ")
        first, _, second = surnames.partition(" ")
        person = make_person(given_names=given, first_surname=first, second_surname=second)
        make_registration(event, person)


@pytest.fixture
def event():
    return make_event(title="Segunda Jornada")


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, "staff"))


def test_everybody_is_there_in_spanish_order(event):
    with_people(
        event, "Zúñiga Ávila, Óscar", "Ñáñez Mejía, Luz", "Nuñez Ortega, Ana", "Álvarez Cruz, Eva",
        "Núñez Ortega, Beatriz", "Oropeza Ruiz, Íñigo", "Alvarez Cruz, Zoé", "Nava, Luis",
    )  # fmt: skip
    (page,) = printed(event, blank=0)
    names = [
        "Álvarez Cruz, Eva", "Alvarez Cruz, Zoé", "Nava, Luis", "Nuñez Ortega, Ana",
        "Núñez Ortega, Beatriz", "Ñáñez Mejía, Luz", "Oropeza Ruiz, Íñigo", "Zúñiga Ávila, Óscar",
    ]  # fmt: skip
    places = [page.index(f"{number} {name}") for number, name in enumerate(names, start=1)]
    assert places == sorted(places)


def test_it_says_what_when_where_for_whom_and_until_when():
    program = make_program()
    event = make_event(
        program=program,
        title="Tercera Jornada",
        groups=[make_group(program, make_sector(), name="Grupo 2")],
    )
    make_registration(event)
    now = timezone.make_aware(timezone.datetime(2026, 3, 4, 9, 5))
    event.sessions.update(
        day="2026-03-05",
        starts_at=timezone.make_aware(timezone.datetime(2026, 3, 5, 13, 30)),
        ends_at=timezone.make_aware(timezone.datetime(2026, 3, 5, 15, 0)),
    )
    (page,) = printed(event, now=now, blank=0)
    said = [
        "Instituto de Prueba",
        "Dirección de Prueba",
        "Lista de asistencia",
        "Tercera Jornada",
        "Jueves 5 de marzo de 2026, de 13:30 a 15:00 h",
        "Grupo 2",
        "1 persona",
        "No. Asistió Nombre Sujeto obligado Cargo Firma",
        "Inscripciones hasta el miércoles 4 de marzo de 2026, 09:05 h",
        "Página 1 de 1",
    ]
    assert [one for one in said if one not in page] == []


def test_the_labels_and_the_number_stand_on_every_page(event):
    people = Person.objects.bulk_create(_person(number) for number in range(90))
    _register(event, people, make_body())
    pages = printed(event)
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "No. Asistió Nombre Sujeto obligado Cargo Firma" in page
        assert f"Página {number} de {len(pages)}" in page
    whole = " ".join(pages)
    assert [n for n in range(90) if f"Apellido{n:04} Hernández" not in whole] == []


def test_a_long_name_is_never_cut(event):
    person = make_person(
        make_body(
            "Sistema Municipal para el Desarrollo Integral de la Familia de " + "Almoloya " * 15
        ),
        given_names="María Guadalupe Concepción de los Ángeles del Sagrado Corazón de Jesús y José",
        first_surname="Fernández de Córdoba y Villaseñor Gutiérrez-Altamirano",
        second_surname="A" * 60,
        post="Titular de la Unidad de Transparencia y Coordinación de " + "Archivos " * 11,
    )
    registration = make_registration(event, person)
    (page,) = printed(event, blank=0)
    page = re.sub(r"[\s\u200b]", "", page)
    long = [person.list_name, registration.body.name, registration.post]
    assert [text for text in long if re.sub(r"\s", "", text) not in page] == []


def test_the_name_of_the_institution_is_that_of_the_day_of_the_event():
    organizer = Organizer.objects.create(slug="otro")
    for name, start in (("El de antes", "2016-01-01"), ("El de después", "2026-01-01")):
        OrganizerIdentity.objects.create(
            organizer=organizer,
            name=name,
            acronym="X",
            area="Área",
            area_acronym="A",
            folio_prefix="X",
            starts_on=start,
        )
    event = make_event(program=make_program(organizer=organizer))
    event.sessions.update(day="2021-11-04", starts_at=None, ends_at=None)
    assert printed(event)[0].startswith("X Lista de asistencia")
    assert "El de antes" in printed(event)[0]


def test_only_who_has_a_seat_unless_the_line_is_asked_for():
    event = make_event(seats_in_person=1)
    with_people(event, "Primera, Ana", "Tercera, Eva", "Segunda, Luz")
    assert "Tercera" not in " ".join(printed(event))
    whole = " ".join(printed(event, waiting=True, blank=0))
    line = whole[whole.index("Lista de espera") :]
    assert [line.index("1 Tercera, Eva") < line.index("2 Segunda, Luz"), "Primera" in line] == [
        True,
        False,
    ]


def test_each_modality_has_its_list():
    event = make_event(modality=Event.Modality.HYBRID, seats_online=5)
    make_registration(event, make_person(first_surname="Sala"), mode="in_person")
    make_registration(event, make_person(first_surname="Pantalla"), mode="online")

    def surnames(mode):
        page = " ".join(printed(event, mode=mode, blank=0))
        return [name for name in ("Sala,", "Pantalla,") if name in page]

    assert [surnames(""), surnames("in_person"), surnames("online")] == [
        ["Sala,", "Pantalla,"],
        ["Sala,"],
        ["Pantalla,"],
    ]


def test_by_body_each_has_its_label_and_its_people():
    event = make_event()
    zeta, alfa = make_body("Zeta"), make_body("Álfa")
    for body, surname in ((zeta, "Aguirre"), (alfa, "Zepeda"), (alfa, "Bravo")):
        make_registration(event, make_person(body, first_surname=surname))
    (page,) = printed(event, by_body=True, blank=0)
    order = ["Álfa (2)", "1 Bravo", "2 Zepeda", "Zeta (1)", "3 Aguirre"]
    places = [page.index(text) for text in order]
    assert places == sorted(places)


def test_blank_rows_follow_the_last_number(event):
    make_registration(event)
    whole = " ".join(printed(event, blank=3))
    blank = whole[whole.index("Asistencia sin inscripción previa") :]
    assert "Firma 2 3 4" in blank


def test_the_public_version_has_neither_signature_nor_line_nor_modality():
    event = make_event(modality=Event.Modality.HYBRID, seats_online=1)
    make_registration(event, mode="online")
    make_registration(event, mode="online")
    made = make_list(event, Options(public=True, waiting=True))
    whole = " ".join(pages_of(as_pdf(made)))
    assert [w for w in ("Firma", "En línea", "espera", "sin inscripción") if w in whole] == []
    assert [column.name for column in columns(made.options)] == [
        "No.",
        "Nombre",
        "Sujeto obligado",
        "Cargo",
    ]


def test_a_list_without_people_is_still_a_list(event):
    (page,) = printed(event)
    assert "0 personas" in page


def test_one_and_three_people_cost_the_same(event, django_assert_num_queries):
    make_registration(event)
    with django_assert_num_queries(7):
        make_list(event, Options(waiting=True))
    make_registration(event)
    make_registration(event)
    with django_assert_num_queries(7):
        make_list(event, Options(waiting=True))


def test_the_sheet_says_the_same():
    event = make_event(seats_in_person=1)
    body = make_body("=Cuerpo")
    for name in ("Ana", "Eva"):
        make_registration(
            event, make_person(body, given_names=name, first_surname="Ávila", post="Jefa")
        )
    made = make_list(event, Options(waiting=True))
    target = io.BytesIO()
    write_xlsx(target, columns(made.options), as_rows(made))
    rows = [list(row) for row in load_workbook(target).active.iter_rows(values_only=True)]
    known = ["=Cuerpo", "Jefa", "Presencial"]
    assert rows == [
        ["No.", "Nombre", "Sujeto obligado", "Cargo", "Modalidad", "Situación", "Firma"],
        [1, "Ávila, Ana", *known, "Lugar confirmado", None],
        [None, "Ávila, Eva", *known, "En lista de espera, lugar 1", None],
    ]


def test_a_long_text_is_not_cut_in_the_sheet(event):
    make_registration(event, make_person(make_body("Sistema Municipal para el Desarrollo " * 3)))
    made, target = make_list(event, Options()), io.BytesIO()
    write_xlsx(target, columns(made.options), as_rows(made))
    sheet = load_workbook(target).active
    assert [sheet["C2"].alignment.wrap_text, sheet.row_dimensions[2].height] == [True, 45]


def test_a_list_to_sign_is_kept_with_the_rows_of_each_page(event, staff):
    people = Person.objects.bulk_create(_person(number) for number in range(30))
    _register(event, people, make_body())
    pdf = staff.get(f"/panel/eventos/{event.slug}/listas/lista.pdf?blancos=3").content
    (kept,) = PrintedList.objects.all()
    order = event.registrations.in_list_order().values_list("pk", flat=True)
    rows = [row[:2] for page in kept.pages for row in page["rows"]]
    assert rows == [
        *([pk, str(number)] for number, pk in enumerate(order, start=1)),
        *([None, str(number)] for number in (31, 32, 33)),
    ]
    assert len(kept.pages) == len(PdfReader(io.BytesIO(pdf)).pages)
    staff.get(f"/panel/eventos/{event.slug}/listas/lista.pdf?version=publica")
    assert PrintedList.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_at_a_door_waits_while_a_list_is_set(event, monkeypatch):
    is_held = []

    class Watched(list_sheet.Setter):
        def set(self, *data):
            is_held.append(connection.in_atomic_block)
            return super().set(*data)

    monkeypatch.setattr(list_sheet, "Setter", Watched)
    for options in (Options(), Options(public=True)):
        print_list(make_list(event, options), by="prueba")
    assert is_held == [False, False]
    assert PrintedList.objects.count() == 1


def test_staff_download_it_and_that_is_recorded(event, staff):
    make_registration(event)
    pdf = staff.get(f"/panel/eventos/{event.slug}/listas/lista.pdf")
    sheet = staff.get(f"/panel/eventos/{event.slug}/listas/lista.xlsx?blancos=0")
    assert [pdf["Content-Type"], pdf.content[:5]] == ["application/pdf", b"%PDF-"]
    assert re.search(
        rf'inline; filename="lista-{event.slug}-[\d-]+\.pdf"', pdf["Content-Disposition"]
    )
    assert sheet.content[:2] == b"PK"
    assert list(
        Entry.objects.filter(action="list.printed").order_by("pk").values_list("people", "detail")
    ) == [(1, {"format": "pdf"}), (1, {"format": "xlsx"})]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("blancos=99", "Escribe un número entero de 0 a 60."),
        ("blancos=muchos", "Escribe un número entero de 0 a 60."),
        ("sesion=7", "Esa sesión no es de este evento."),
        ("modalidad=online", "Este evento no tiene esa modalidad."),
    ],
)
def test_what_cannot_be_printed_is_said_at_its_place(event, staff, query, said):
    for kind in ("pdf", "xlsx"):
        response = staff.get(f"/panel/eventos/{event.slug}/listas/lista.{kind}?{query}")
        assert [response.status_code, said in words(response)] == [422, True]
    assert not Entry.objects.filter(action="list.printed").exists()


@pytest.mark.parametrize("page", ["", "lista.pdf", "lista.xlsx"])
def test_a_stranger_finds_no_list(event, client, page):
    url = f"/panel/eventos/{event.slug}/listas/{page}"
    assert client.get(url).status_code == 302
    for role in ("gate", "jury"):
        assert sign_in(client, make_user(None, role)).get(url).status_code == 404
    elsewhere = make_user(None, "staff")
    elsewhere.role_grants.update(organizer=make_organizer("ajeno"))
    assert sign_in(client, elsewhere).get(url).status_code == 404


def _peak_mb(child) -> float:
    """The most memory of a process, watched to its end; `ru_maxrss` holds its parent's too."""
    peak = 0
    while True:
        lines = Path(f"/proc/{child.pid}/status").read_text().splitlines()
        held = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
        if not held:  # it has ended
            return peak / 1024
        peak = held[0]
        time.sleep(0.002)


@pytest.mark.slow
def test_two_thousand_people_in_little_memory(event):
    people = Person.objects.bulk_create(_person(number) for number in range(2_000))
    _register(
        event, people, make_body("Sistema Municipal para el Desarrollo Integral de la Familia")
    )
    made = make_list(event, Options())
    pages = list_sheet.to_sign(made, "0123456789ABC")[1]
    marks = {"drawn": drawn("0123456789ABC", pages)}
    data = json.dumps(typesetting.printable(_content(made)) | marks, ensure_ascii=False)
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
        asked.write(data.encode())
        asked.seek(0)
        setter = str(typesetting.HERE / "setter.py")
        where = ["list", str(typesetting.TEMPLATES), str(typesetting.FONTS)]
        command = [sys.executable, "-I", setter, *where]
        child = subprocess.Popen(command, stdin=asked, stdout=answered, env=typesetting.FRUGAL)
        peak = _peak_mb(child)
        status = child.wait()
        answered.seek(0)
        printed = len(PdfReader(answered).pages)
    sheet = io.BytesIO()
    write_xlsx(sheet, columns(made.options), as_rows(made))
    assert [status, printed] == [0, len(pages)]
    # Rows of three lines, 118 pages; the 2,000 of `script/bench lists` take less.
    assert peak < 155
    assert load_workbook(sheet).active.max_row > 2_000


def _person(number: int) -> Person:
    person = Person(
        given_names="María Guadalupe",
        first_surname=f"Apellido{number:04}",
        second_surname="Hernández",
        email=f"n{number}@example.org",
    )
    person.set_keys()
    return person


def _register(event, people, body) -> None:
    now = timezone.now() - timedelta(minutes=1)
    Registration.objects.bulk_create(
        Registration(
            event=event,
            person=person,
            body=body,
            post="Titular de la Unidad de Transparencia",
            mode="in_person",
            status="confirmed",
            revision=number,
            created_at=now,
            confirmed_at=now,
        )
        for number, person in enumerate(people, start=1)
    )
