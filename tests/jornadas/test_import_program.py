"""A programme from a file: what would change is told first, then all of it or nothing."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bitacora.models import Entry
from documentos.spreadsheets import Unreadable, write_xlsx
from jornadas import program_sheet
from jornadas.approved import CALENDAR, load_approved_programme
from jornadas.importing import apply, find_program, plan
from jornadas.models import Event, Program, Session, Speaker, Venue
from jornadas.program_sheet import Row, read_day, read_hour, read_ordinal, read_program
from jornadas.refusal import Refusal
from padron.roles import Role
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

HEADER = ["Grupo", "Ordinal", "Título", "Cargo ponente", "Ponente", "Fecha", "Hora", "Hora fin",
          "Sede", "Liga", "Modalidad", "Lugares", "Estado", "Nota"]  # fmt: skip
ROW = ["1", "1", "Primera Jornada", "Comisionada", "Ana", "24/11/2026", "13:30", "15:30",
       "Auditorio", "", "Presencial", "120", "aprobada", "Ojo"]  # fmt: skip


@pytest.fixture
def program():
    program = make_program(slug="p", starts_on="2026-01-01", ends_on="2026-12-31")
    make_group(program, make_sector(), number=1, name="Grupo 1", slug="grupo-1")
    return Program.objects.get()


def write(path, *rows, header=HEADER):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def run(path, *args) -> dict:
    said = io.StringIO()
    call_command("import_program", str(path), *args, stdout=said)
    return json.loads(said.getvalue())


def summary(**more) -> dict:
    return {
        "program": "p",
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "rejected": [],
        "warnings": [],
        "dry_run": False,
    } | more


@pytest.mark.django_db
def test_the_approved_calendar_changes_nothing_in_the_approved_programme():
    make_sector()
    load_approved_programme(make_organizer())
    assert run(CALENDAR) == summary(program="jornadas-2021-2022", unchanged=10)


@pytest.mark.django_db
def test_events_are_created_as_drafts_then_recognised(program, tmp_path):
    path = write(tmp_path / "programa.csv", ROW)
    assert run(path, "--dry-run") == summary(created=1, dry_run=True)
    assert Event.objects.count() == 0
    assert run(path) == summary(created=1)
    event = Event.objects.get()
    session = event.sessions.get()
    assert (event.slug, event.status, event.modality, event.seats_in_person, event.note) == (
        "primera-jornada-grupo-1",
        "draft",
        "in_person",
        120,
        "Ojo",
    )
    assert [str(group) for group in event.groups.all()] == ["Grupo 1"]
    assert [str(s) for s in session.speakers.all()] == ["Comisionada Ana"]
    assert (session.day, session.venue.name) == (date(2026, 11, 24), "Auditorio")
    assert timezone.localtime(session.starts_at).isoformat() == "2026-11-24T13:30:00-06:00"
    assert timezone.localtime(session.ends_at).isoformat() == "2026-11-24T15:30:00-06:00"
    assert run(path) == summary(unchanged=1)
    row = [*ROW]
    row[2], row[5] = "Jornada Primera", "25/11/2026"
    assert run(write(path, row)) == summary(updated=1)
    event.refresh_from_db()
    assert (event.title, event.sessions.get().day) == ("Jornada Primera", date(2026, 11, 25))
    assert event.slug == "primera-jornada-grupo-1"


@pytest.mark.django_db
def test_blank_cells_and_missing_columns_leave_what_is_known(program, tmp_path):
    run(write(tmp_path / "a.csv", ROW))
    short = write(tmp_path / "b.csv", ["1", "1", ""], header=["grupo", "ordinal", "título"])
    assert run(short, "--program", "p") == summary(unchanged=1)


@pytest.mark.django_db
def test_one_row_that_cannot_be_used_stops_all(program, tmp_path):
    bad = ["1", "2", "Segunda", "", "", "31/02/2026", "", "", "", "", "", "", "", ""]
    path = write(tmp_path / "programa.csv", ROW, bad)
    said, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as status:
        call_command("import_program", str(path), "--program", "p", stdout=said, stderr=err)
    assert status.value.code == 1
    assert json.loads(said.getvalue())["rejected"] == [
        {
            "row": 3,
            "reason": "No se entiende la fecha «31/02/2026»; escríbela como 04/11/2026.",
        }
    ]
    assert err.getvalue().strip() == "Hay filas que no se pueden usar; no se guardó nada."
    assert (Event.objects.count(), Speaker.objects.count(), Venue.objects.count()) == (0, 0, 0)


def reasons(program, *rows) -> list[str]:
    made = plan([Row(n, values) for n, values in enumerate(rows, start=2)], program)
    return [outcome.reason for outcome in made.outcomes]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"ordinal": ""}, "Falta el ordinal."),
        ({"title": ""}, "Falta el título."),
        ({"group": "7"}, "El programa no tiene el grupo «7». Sus grupos: Grupo 1."),
        ({"starts": "10:00"}, "Tiene hora, pero no fecha."),
        ({"day": "2026-11-24", "ends": "10:00"}, "Tiene hora de término, pero no de inicio."),
        (
            {"day": "2026-11-24", "starts": "10:00", "ends": "09:00"},
            "Termina antes de empezar.",
        ),
        ({"link": "zoom"}, "La liga «zoom» no es una dirección completa."),
        (
            {"seats": "9"},
            "Los lugares no corresponden a la modalidad. Di cuál es en su columna.",
        ),
        ({"state": "cancelada"}, "Un evento no se cancela con un archivo; hazlo en su página."),
        ({"state": "?x"}, "No se entiende el estado «?x»; usa aprobada o por confirmar."),
        (
            {"modality": "astral"},
            "No se entiende la modalidad «astral»; usa: presencial, virtual, en linea, remota, "
            "hibrida, mixta, por confirmar.",
        ),
        ({"title": "x" * 201}, "El título tiene más de 200 letras."),
    ],
)
def test_each_rejection_says_why(program, values, reason):
    row = {"group": "1", "ordinal": "1", "title": "Primera"} | values
    assert reasons(program, row) == [reason]


@pytest.mark.django_db
def test_the_same_event_twice_in_a_file(program):
    row = {"group": "Grupo 1", "ordinal": "1", "title": "Primera"}
    assert reasons(program, row, row) == ["", "Repite el grupo y el ordinal de la fila 2."]


@pytest.mark.django_db
def test_a_file_does_not_take_seats_from_people(program):
    event = make_event(program=program, groups=program.groups.all(), ordinal=1, sessions=1)
    body = make_body(sector=event.groups.get().sectors.get())
    make_registration(event, make_person(body))
    row = {"group": "1", "ordinal": "1", "title": event.title, "seats": "3"}
    assert reasons(program, row) == [
        "Ya tiene inscripciones; cambia modalidad y lugares en su página."
    ]


@pytest.mark.django_db
def test_an_event_of_several_sessions_is_not_moved_by_one_row(program):
    make_event(program=program, groups=program.groups.all(), ordinal=1, sessions=2, title="T")
    row = {"group": "1", "ordinal": "1", "title": "T", "day": "2026-11-24"}
    assert reasons(program, row) == ["El evento tiene varias sesiones; cámbialas en su página."]


@pytest.mark.django_db
def test_conflicts_are_told_and_recorded(program):
    row = {"group": "1", "ordinal": "1", "title": "Primera", "day": "2026-11-22"}
    made = plan([Row(2, row)], program)
    assert made.warnings == ["Fila 2: El 22 de noviembre de 2026 es domingo."]
    apply(made, by="prueba")
    entry = Entry.objects.get(action="program.imported")
    assert entry.detail == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "despite": ["Fila 2: El 22 de noviembre de 2026 es domingo."],
    }


@pytest.mark.django_db
def test_the_programme_is_the_one_said_named_or_of_those_dates(program):
    other = make_program(slug="q", name="Otro", starts_on="2021-01-01", ends_on="2021-12-31")
    programs = Program.objects.all()
    dated = [Row(2, {"day": "2021-11-04"}), Row(3, {"day": ""})]
    assert find_program(dated, programs) == other
    assert find_program(dated, programs, "p") == program
    assert find_program([Row(2, {"program": "OTRO"})], programs) == other
    for rows, slug in (([Row(2, {})], ""), (dated, "nada"), ([Row(2, {"day": "1999-01-01"})], "")):
        with pytest.raises(Refusal):
            find_program(rows, programs, slug)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("04/11/2021", "2021-11-04"),
        ("2021-11-04", "2021-11-04"),
        ("4-11-2021", "2021-11-04"),
        ("jueves 4 de noviembre de 2021", "2021-11-04"),
        ("1º de febrero del 2022", "2022-02-01"),
        (date(2021, 11, 4), "2021-11-04"),
        ("Por confirmar", ""),
        (None, ""),
    ],
)
def test_dates_as_people_write_them(cell, day):
    assert read_day(cell) == day


@pytest.mark.parametrize(
    ("cell", "hour"),
    [("13:30", "13:30"), ("13:30 horas", "13:30"), ("9.05 h", "09:05"), (0.5625, "13:30"),
     ("13:30:00", "13:30"), ("por confirmar", ""), (None, "")],
)  # fmt: skip
def test_hours_as_people_write_them(cell, hour):
    assert read_hour(cell) == hour


@pytest.mark.parametrize(
    ("cell", "ordinal"), [(1, "1"), ("1ª", "1"), ("Primera", "1"), ("décima", "10"), ("", "")]
)
def test_ordinals_as_people_write_them(cell, ordinal):
    assert read_ordinal(cell) == ordinal


def test_a_workbook_with_a_banner_above_its_header(tmp_path):
    path = tmp_path / "programa.xlsx"
    rows = [["", ""], ["Ordinal", "Evento", "Día"], [1, "Primera", date(2026, 11, 24)], [None]]
    write_xlsx(path, ["Jornadas 2026", ""], rows)
    assert read_program(path) == [Row(4, {"ordinal": "1", "title": "Primera", "day": "2026-11-24"})]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vac"),
        (b"a,b\n1,2\n", "encabezados"),
        (b"ordinal,titulo\n", "no hay filas"),
        (b"%PDF-1.4 x", "no es una hoja"),
    ],
)
def test_files_that_hold_no_programme(tmp_path, content, said):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as reason:
        read_program(path)
    assert said in str(reason.value)


@pytest.mark.django_db
@pytest.mark.parametrize("args", [["/no/existe.csv"], []])
def test_the_command_says_what_it_lacks(args, tmp_path):
    path = write(tmp_path / "a.csv", ROW)
    with pytest.raises(CommandError):
        call_command("import_program", *(args or [str(path)]))


cells = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.dates(), st.datetimes(),
    st.sampled_from(["1", "13:30", "2026-11-24", "presencial", "híbrida", "=1+1", "9" * 40]),
)  # fmt: skip


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.dictionaries(st.sampled_from(sorted(program_sheet.HEADINGS)), cells))
def test_whatever_the_cells_hold_a_row_is_planned_or_rejected(program, found):
    row = program_sheet._row(2, found)
    made = plan([row], program)
    (outcome,) = made.outcomes
    assert outcome.action in ("created", "rejected")
    assert bool(outcome.reason) is (outcome.action == "rejected")
    if made.is_savable:
        before = Event.objects.count()
        apply(made, by="prueba")
        assert Event.objects.count() == before + 1
        Event.objects.all().delete()


def upload(client, content: bytes, name="programa.csv", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("panel_program_import"), {"program": "p", "file": file, **data})


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


@pytest.mark.django_db
def test_the_page_shows_first_and_saves_what_was_shown(staff, program, tmp_path):
    content = write(tmp_path / "a.csv", ROW).read_bytes()
    page = upload(staff, content)
    assert page.context["summary"]["created"] == 1
    assert Event.objects.count() == 0
    data = {"packed": page.context["packed"], "seen": page.context["seen"]}
    saved = staff.post(reverse("panel_program_import_save"), data)
    assert saved.url == reverse("panel_events") + "?programa=p&cuando=all"
    assert Event.objects.get().title == "Primera Jornada"
    # The same again, now that it would change nothing: shown, not saved.
    again = staff.post(reverse("panel_program_import_save"), data)
    assert again.context["summary"]["unchanged"] == 1


@pytest.mark.django_db
def test_a_preview_is_of_who_saw_it_and_of_nobody_else(staff, program, tmp_path, client):
    page = upload(staff, write(tmp_path / "a.csv", ROW).read_bytes())
    data = {"packed": page.context["packed"], "seen": page.context["seen"]}
    sign_in(client, make_user(None, Role.STAFF))
    for packed in (data["packed"], "rubbish", ""):
        answer = client.post(reverse("panel_program_import_save"), data | {"packed": packed})
        assert answer.url == reverse("panel_program_import")
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_the_page_tells_what_is_wrong_with_a_file(staff, program):
    page = upload(staff, b"%PDF-1.4")
    assert page.status_code == 200
    (said,) = page.context["form"].errors["file"]
    assert said == "El archivo no es una hoja de cálculo. Se leen .xlsx, .xls, .ods y .csv."
    page = upload(staff, b"ordinal,titulo,fecha\n1,Primera,nunca\n")
    assert [o.reason for o in page.context["plan"].outcomes] == [
        "No se entiende la fecha «nunca»; escríbela como 04/11/2026."
    ]
    assert "packed" not in page.content.decode()
    assert Session.objects.count() == 0
