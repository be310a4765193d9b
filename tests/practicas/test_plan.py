"""The work plan: loaded as printed with its months empty, marked and cleared by staff."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from bitacora.models import Entry
from jornadas.refusal import Refusal
from practicas import plan
from practicas.models import PlanAction, PlanLine, PlanMonth
from tests.make import make_organizer, make_user, sign_in

pytestmark = pytest.mark.django_db

SEPTEMBER, AUGUST = date(2021, 9, 1), date(2022, 8, 1)


@pytest.fixture
def action():
    plan.load(make_organizer(), by="prueba")
    return PlanAction.objects.get(
        line__section="Transparencia Proactiva", line__number=1, letter="b"
    )


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, "staff", email="personal@example.org"))


def address(action, month=SEPTEMBER, name="panel_plan_mark"):
    return reverse(name, args=[action.pk, month.year, month.month])


def test_the_plan_is_loaded_as_printed_and_no_month_is_invented(action):
    lines = [
        (line.section, line.number, [one.letter for one in line.actions.all()])
        for line in PlanLine.objects.all()
    ]
    assert lines == [
        ("Gobierno Abierto", 1, ["a", "b", "c", "d", "e"]),
        ("Gobierno Abierto", 2, ["a", "b", "c"]),
        ("Gobierno Abierto", 3, ["a", "b", "c", "d", "e"]),
        ("Gobierno Abierto", 4, ["a", "b"]),
        ("Gobierno Abierto", 5, [""]),
        ("Transparencia Proactiva", 1, ["a", "b", "c", "d"]),
        ("Transparencia Proactiva", 2, ["a", "b", "c"]),
        ("Transparencia Proactiva", 3, ["a", "b", "c"]),
        ("Transparencia Proactiva", 4, ["a", "b"]),
    ]
    assert action.text == "Jornadas de Sensibilización sobre información pública útil."
    assert PlanMonth.objects.count() == 0
    months = plan.months_of(action.line)
    assert (months[0], months[4], months[-1], len(months)) == (
        SEPTEMBER, date(2022, 1, 1), AUGUST, 12,
    )  # fmt: skip


def test_it_is_not_loaded_twice_by_action_command_or_button(action, staff):
    with pytest.raises(Refusal, match="ya está cargado"):
        plan.load(make_organizer(), by="prueba")
    with pytest.raises(CommandError, match="ya está cargado"):
        call_command("load_plan")
    page = staff.post(reverse("panel_plan_load"), follow=True)
    assert "ya está cargado" in page.content.decode()
    assert PlanAction.objects.count() == 28


def test_the_command_loads_it_for_the_institution_that_is_said(capsys):
    with pytest.raises(CommandError, match="ninguna"):
        call_command("load_plan")
    make_organizer()
    other = make_organizer("otra")
    with pytest.raises(CommandError, match="infoem, otra"):
        call_command("load_plan")
    call_command("load_plan", "--institution", "otra")
    assert capsys.readouterr().out == "Plan de Trabajo 2021-2022: 28 acciones, sin meses.\n"
    assert {line.organizer for line in PlanLine.objects.all()} == {other}


def test_a_mark_says_what_when_and_who_and_another_takes_its_place(action):
    plan.mark(action=action, month=SEPTEMBER, state="planned", by="Rosa")
    plan.mark(action=action, month=SEPTEMBER, state="done", note=" Oficio 12 ", by="Luis")
    [mark] = action.months.all()
    assert (mark.state, mark.note, mark.made_by) == ("done", "Oficio 12", "Luis")
    told = (
        Entry.objects.filter(action="plan.marked").order_by("pk").values_list("detail", flat=True)
    )
    assert list(told) == [
        {"month": "2021-09", "state": "planned", "before": ""},
        {"month": "2021-09", "state": "done", "before": "planned"},
    ]


@pytest.mark.parametrize("month", [date(2021, 8, 1), date(2022, 9, 1), date(2021, 9, 2)])
def test_a_month_that_is_not_of_the_plan_is_refused(action, month):
    with pytest.raises(Refusal, match="septiembre de 2021 a agosto de 2022"):
        plan.mark(action=action, month=month, state="done", by="Rosa")
    assert not action.months.exists()


def test_a_mark_that_is_taken_away_is_kept_in_the_record_alone(action):
    plan.mark(action=action, month=AUGUST, state="done", by="Rosa")
    plan.unmark(action=action, month=AUGUST, by="Luis")
    assert not action.months.exists()
    entry = Entry.objects.get(action="plan.unmarked")
    assert (entry.actor_label, entry.detail) == ("Luis", {"month": "2022-08", "state": "done"})
    with pytest.raises(Refusal, match="ya no tiene marca"):
        plan.unmark(action=action, month=AUGUST, by="Luis")


def test_an_empty_page_offers_the_plan_and_says_why_its_months_are_empty(staff):
    page = staff.get(reverse("panel_plan")).content.decode()
    assert "Cargar el Plan de Trabajo 2021-2022" in page
    page = staff.post(reverse("panel_plan_load"), follow=True).content.decode()
    assert "Se cargaron 28 acciones" in page
    assert "se perdió el sombreado" in page
    assert "0 meses programados y 0 realizados" in page


def test_staff_mark_a_month_and_clear_it_again(action, staff):
    page = staff.post(address(action), {"state": "done", "note": "Cuatro jornadas"}, follow=True)
    html = page.content.decode()
    assert "Septiembre de 2021: realizada. Cuatro jornadas" in html
    assert "personal@example.org" in html
    assert "1 realizado" in html
    # Asked first, and a page that is only looked at changes nothing.
    asked = staff.get(address(action, name="panel_plan_unmark")).content.decode()
    assert "¿Quitar la marca de septiembre de 2021?" in asked
    assert action.months.count() == 1
    staff.post(address(action, name="panel_plan_unmark"))
    assert action.months.count() == 0


def test_a_mark_without_its_state_is_told_beside_the_field_and_the_note_is_kept(action, staff):
    html = staff.post(address(action), {"note": "Oficio 12"}).content.decode()
    assert "Elige si está programada o si ya se realizó." in html
    assert "Oficio 12" in html
    assert not action.months.exists()


def test_another_institutions_plan_does_not_exist_and_neither_does_another_month(action, client):
    other = make_organizer("otra")
    foreign = make_user(None, email="otra@example.org")
    foreign.role_grants.create(role="staff", organizer=other)
    client = sign_in(client, foreign)
    assert client.get(address(action)).status_code == 404
    assert client.post(address(action), {"state": "done"}).status_code == 404
    assert "Jornadas de Sensibilización" not in client.get(reverse("panel_plan")).content.decode()
    client = sign_in(client, make_user(None, "staff"))
    assert client.get(address(action, date(2020, 9, 1))).status_code == 404
    assert client.get(address(action, name="panel_plan_unmark")).status_code == 404  # unmarked


def test_the_sheet_has_a_row_for_each_action_and_a_column_for_each_month(action, staff):
    plan.mark(action=action, month=SEPTEMBER, state="done", note="=1+1", by="Rosa")
    answer = staff.get(reverse("panel_plan_xlsx"))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 29
    assert rows[0][6] == "septiembre de 2021"
    assert rows[0][17] == "agosto de 2022"
    [row] = [row for row in rows if row[5] == action.text]
    assert row[6:8] == ("Realizada: =1+1", None)


@pytest.mark.parametrize("marks", [1, 3])
def test_the_page_costs_the_same_however_many_marks(
    action, staff, django_assert_num_queries, marks
):
    for month in plan.months_of(action.line)[:marks]:
        plan.mark(action=action, month=month, state="done", by="Rosa")
    with django_assert_num_queries(8):
        staff.get(reverse("panel_plan"))
