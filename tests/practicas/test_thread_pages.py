"""The thread as staff read it, and as the enlace of a body reads their own."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bitacora.models import Entry
from jornadas.models import Session
from padron.models import Municipality
from practicas.models import Dictamen, Recognition
from talleres.models import Ficha, Workshop
from tests.asistencia.facts import by_hand, read
from tests.make import (
    make_body,
    make_enlace,
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
from tests.practicas.make import make_call, make_proposal

pytestmark = pytest.mark.django_db


def past(days, *, kind="jornada", people=(), **fields):
    """An event of two hours that ended `days` ago, with these people in it."""
    event = make_event(kind=kind, **fields)
    registrations = [make_registration(event, person) for person in people]
    # In the morning, so that its day is the same at whatever hour this is asked.
    start = timezone.localtime() - timedelta(days=days)
    start = start.replace(hour=9, minute=0, second=0, microsecond=0)
    Session.objects.filter(event=event).update(
        day=timezone.localdate(start), starts_at=start, ends_at=start + timedelta(hours=2)
    )
    for one in registrations:
        read(one, start)
    return event


def make_ficha(body, event, days):
    return Ficha.objects.create(
        workshop=Workshop.objects.get_or_create(event=event)[0],
        body=body,
        title="Rutas seguras",
        state="finished",
        finished_at=timezone.now() - timedelta(days=days),
    )


def all_the_way(name="Ayuntamiento de Acolman"):
    """A body that attended, completed, wrote and sent; its practice is recognised tomorrow."""
    body = make_body(name)
    past(40, people=[make_person(body)], title="Primera jornada")
    workshop = past(30, kind="taller", people=[make_person(body)], title="Taller de mapas")
    make_ficha(body, workshop, 28)
    call = make_call(title="Convocatoria de prueba")
    sent = timezone.now() - timedelta(days=8)
    proposal = make_proposal(call, body, title="Mapa de rutas", sent_at=sent)
    call.results_at = timezone.now() + timedelta(days=1)
    call.save()
    Dictamen.objects.create(call=call, folio="D/1", facts={}, published_at=call.results_at)
    Recognition.objects.create(
        proposal=proposal, body=body, slug="mapa", title="Mapa de rutas", summary="-",
        starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=365),
    )  # fmt: skip
    return body


@pytest.fixture
def staff(client):
    user = make_user(None, "staff")
    return sign_in(client, user)


def sheet(response):
    book = load_workbook(io.BytesIO(response.content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def names(response):
    return [row.body.name for row in response.context["page"]]


def test_the_report_tells_how_many_took_each_step_in_chart_and_table(staff):
    all_the_way()
    make_body("Ayuntamiento de Toluca")
    found = staff.get(reverse("panel_thread"))
    html = found.content.decode()
    assert "Asistió a una jornada: Sin grupo, 1 de 2." in html
    assert "Tiene una práctica reconocida: Sin grupo, 0 de 2." in html
    assert [
        (str(step["all"].step), step["all"].count, step["all"].lapse)
        for step in found.context["numbers"]
    ] == [
        ("jornada", 1, None), ("taller", 1, 10), ("ficha", 1, 2), ("propuesta", 1, 20),
        ("reconocimiento", 0, None),
    ]  # fmt: skip
    assert [(reached, count) for reached, _, count in found.context["stopped"]] == [
        ("ninguno", 1), ("jornada", 0), ("taller", 0), ("ficha", 0), ("propuesta", 1),
    ]  # fmt: skip


def test_nothing_of_what_is_drawn_needs_a_style_of_its_own(staff):
    all_the_way()
    html = staff.get(reverse("panel_thread")).content.decode()
    assert "style=" not in html
    assert '<svg viewBox="0 0 400 ' in html


def test_results_do_not_leak_through_the_report_a_sheet_or_the_page_of_a_body(client):
    body = all_the_way()
    enlace = make_user(make_enlace(body))
    staff = make_user(None, "staff")
    pages = [
        (staff, reverse("panel_thread_body", args=[body.pk])),
        (enlace, reverse("enlace_thread")),
    ]
    for user, page in pages:
        html = sign_in(client, user).get(page).content.decode()
        assert html.count("Todavía no") == 1
        assert "Vigente del" not in html
    rows = sheet(sign_in(client, staff).get(reverse("panel_thread_xlsx")))
    assert rows[1][-1] == "Envió una propuesta"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ayuntamiento de Acolman", "Ayuntamiento de Toluca", "Fiscalía General"]),
        ("q=acolman", ["Ayuntamiento de Acolman"]),
        ("q=T-&paso=propuesta", ["Ayuntamiento de Acolman"]),
        ("sector=fiscalia", ["Fiscalía General"]),
        ("municipio=15106", ["Ayuntamiento de Toluca"]),
        ("paso=ninguno", ["Ayuntamiento de Toluca", "Fiscalía General"]),
        ("anio=1999", ["Ayuntamiento de Acolman", "Ayuntamiento de Toluca", "Fiscalía General"]),
        ("grupo=x&paso=y&page=z", ["Ayuntamiento de Acolman", "Ayuntamiento de Toluca",
                                   "Fiscalía General"]),
        ("q=nadie", []),
    ],
)  # fmt: skip
def test_filters_choose_bodies_and_what_is_not_understood_filters_nothing(staff, query, expected):
    all_the_way()
    toluca = Municipality.objects.create(inegi_key="15106", name="Toluca", population=910608)
    make_body("Ayuntamiento de Toluca", municipality=toluca)
    make_body("Fiscalía General", sector=make_sector("fiscalia"))
    assert names(staff.get(f"{reverse('panel_thread')}?{query}")) == expected


def test_a_group_and_a_year_choose_too(staff):
    body = all_the_way()
    program = make_program(starts_on="2020-01-01")
    mine = make_group(program, body.sector, name="Grupo 1")
    make_body("Fiscalía General", sector=make_sector("fiscalia"))
    found = staff.get(f"{reverse('panel_thread')}?grupo={mine.pk}")
    assert names(found) == ["Ayuntamiento de Acolman"]
    year = timezone.localdate(timezone.now() - timedelta(days=8)).year
    found = staff.get(f"{reverse('panel_thread')}?anio={year}&grupo={mine.pk}")
    assert [total.year for total in found.context["thread"].by_group_and_year] == [year]


def test_by_municipality_it_adds_up(staff):
    toluca = Municipality.objects.create(inegi_key="15106", name="Toluca", population=910608)
    for _ in range(2):
        past(3, people=[make_person(make_body(municipality=toluca))])
    found = staff.get(f"{reverse('panel_thread')}?por=municipio")
    [total] = found.context["page"]
    assert (total.label, total.bodies, total.figures[0].count) == ("Toluca", 2, 2)
    rows = sheet(staff.get(f"{reverse('panel_thread_xlsx')}?por=municipio"))
    assert rows[1][1:4] == ["Toluca", 2, 2]
    rows = sheet(staff.get(f"{reverse('panel_thread_xlsx')}?por=grupo"))
    assert rows[1][1:4] == ["Sin grupo", 2, 2]


def test_the_sheet_has_a_row_for_each_body_with_its_days(staff):
    all_the_way()
    rows = sheet(staff.get(reverse("panel_thread_xlsx")))
    day = timezone.localdate(timezone.now() - timedelta(days=8))
    assert rows[0][5:] == [
        "Jornada", "Taller", "Días hasta taller", "Ficha", "Días hasta ficha", "Propuesta",
        "Días hasta propuesta", "Reconocimiento", "Días hasta reconocimiento", "Último paso",
    ]  # fmt: skip
    assert rows[1][1] == "Ayuntamiento de Acolman"
    assert rows[1][7] == 10
    assert rows[1][10].date() == day
    assert Entry.objects.filter(action="thread.exported").count() == 1


def test_those_who_stopped_are_listed_with_their_enlace_and_it_is_recorded(staff):
    body = all_the_way()
    make_enlace(body, given_names="Rosa", first_surname="Luna", email="rosa@example.org")
    make_body("Ayuntamiento de Toluca")
    page = staff.get(reverse("panel_thread_stopped", args=["propuesta"]))
    html = page.content.decode()
    assert "Rosa Luna" in html
    assert "rosa@example.org" in html
    assert "Ayuntamiento de Toluca" not in html
    entry = Entry.objects.get(action="people.listed")
    assert (entry.people, entry.detail) == (1, {"list": "hilo: propuesta"})
    rows = sheet(staff.get(reverse("panel_thread_stopped_xlsx", args=["propuesta"])))
    assert [rows[1][0], *rows[1][-3:]] == [
        "Ayuntamiento de Acolman", "Tiene una práctica reconocida", "Rosa Luna",
        "rosa@example.org",
    ]  # fmt: skip
    assert Entry.objects.filter(action="people.listed").count() == 2


def test_a_body_without_an_enlace_is_listed_and_nobody_was(staff):
    make_body("Ayuntamiento de Toluca")
    html = staff.get(reverse("panel_thread_stopped", args=["ninguno"])).content.decode()
    assert "Ayuntamiento de Toluca" in html
    assert "Sin enlace" in html
    assert not Entry.objects.filter(action="people.listed").exists()


@pytest.mark.parametrize("reached", ["reconocimiento", "otro"])
def test_nobody_stopped_at_the_last_step_nor_at_one_that_is_none(staff, reached):
    assert staff.get(f"/panel/hilo/se-quedaron/{reached}/").status_code == 404


def test_the_page_of_a_body_names_what_its_thread_is_made_of(staff):
    body = all_the_way()
    extra = past(20, people=[make_person(body), make_person(body)], title="Segunda jornada")
    past(10, people=[make_person(make_body())], title="Jornada ajena")
    html = staff.get(reverse("panel_thread_body", args=[body.pk])).content.decode()
    for told in ["Primera jornada", "Segunda jornada", "2 personas", "Taller de mapas",
                 "Rutas seguras", "Mapa de rutas", "Convocatoria de prueba"]:  # fmt: skip
        assert told in html
    assert "Jornada ajena" not in html
    assert extra.get_absolute_url() in html


def test_an_enlace_sees_their_own_body_and_nobody_elses(client):
    mine, other = all_the_way(), make_body("Ayuntamiento de Toluca")
    past(5, people=[make_person(other)], title="Jornada ajena")
    user = make_user(make_enlace(mine))
    html = sign_in(client, user).get(reverse("enlace_thread")).content.decode()
    assert "Ayuntamiento de Acolman" in html
    assert "Taller de mapas" in html
    for foreign in ("Ayuntamiento de Toluca", "Jornada ajena"):
        assert foreign not in html


def test_an_enlace_of_a_body_that_did_nothing_is_told_what_comes_next(client):
    user = make_user(make_enlace(make_body()))
    html = sign_in(client, user).get(reverse("enlace_thread")).content.decode()
    assert "Inscribe a tu gente en una jornada." in html
    assert reverse("jornadas:calendar") in html


def test_what_staff_wrote_down_counts_on_the_page_of_a_body_too(staff):
    body = make_body()
    event = past(5)
    type(event).objects.filter(pk=event.pk).update(registration_closes_at=None)
    Session.objects.filter(event=event).update(day="2099-01-01", starts_at=None, ends_at=None)
    one = make_registration(event, make_person(body))
    Session.objects.filter(event=event).update(day=date(2026, 1, 5))
    by_hand(one)
    html = staff.get(reverse("panel_thread_body", args=[body.pk])).content.decode()
    assert "05/01/2026. 1 persona" in html


def _many(count):
    make_organizer()
    for n in range(count):
        body = all_the_way(f"Ayuntamiento {n}") if n == 0 else make_body(f"Ayuntamiento {n}")
        past(3, people=[make_person(body)])
        make_enlace(body)
    return body


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "arguments", "queries"),
    [
        ("panel_thread", [], 10),
        ("panel_thread_stopped", ["jornada"], 13),
    ],
)
def test_pages_cost_the_same_for_one_and_for_three(
    staff, django_assert_num_queries, count, name, arguments, queries
):
    _many(count + 1)
    with django_assert_num_queries(queries):
        assert staff.get(reverse(name, args=arguments)).status_code == 200


@pytest.mark.parametrize("events", [1, 3])
def test_the_page_of_a_body_costs_the_same(staff, django_assert_num_queries, events):
    body = all_the_way()
    for _ in range(events):
        past(3, people=[make_person(body)])
    with django_assert_num_queries(15):
        staff.get(reverse("panel_thread_body", args=[body.pk]))


def test_the_first_day_is_that_of_the_institutions_zone(staff):
    body = make_body()
    make_proposal(make_call(), body, sent_at=datetime(2026, 1, 1, 3, tzinfo=UTC))
    rows = sheet(staff.get(reverse("panel_thread_xlsx")))
    assert rows[1][10].date() == date(2025, 12, 31)
