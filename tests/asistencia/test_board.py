"""The page of an event while it happens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia.board import _chart
from asistencia.models import Scan
from bitacora.models import Entry
from jornadas.models import Event
from tests.jornadas.reading import words
from tests.make import (
    make_device,
    make_event,
    make_organizer,
    make_registration,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(starts_in=timedelta(minutes=5), seats_in_person=3)


@pytest.fixture
def gate(client):
    return sign_in(client, make_user(None, "gate"))


def read(registration, *, gate="Norte", result=Scan.Result.ADMITTED, **fields):
    event = registration.event
    device = event.devices.filter(gate=gate).first() or make_device(event, token=gate, gate=gate)
    return Scan.objects.create(
        event=event,
        device=device,
        registration=registration,
        session=event.sessions.first(),
        code=registration.code,
        result=result,
        scanned_at=timezone.now(),
        **fields,
    )


def shown(client, event) -> dict:
    board = client.get(f"/panel/eventos/{event.slug}/en-vivo/").context
    return {name: board[name] for name in ("entered", "inside", "expected", "came")}


def test_it_counts_who_is_expected_who_came_and_who_is_inside(gate, event):
    one, two, three, _ = (make_registration(event) for _ in range(4))
    read(one)
    read(two, gate="Sur")
    read(two, gate="Sur", result=Scan.Result.EXIT)
    read(three, undone_at=timezone.now(), undone_by="puerta")
    assert shown(gate, event) == {"entered": 2, "inside": 1, "expected": 3, "came": 2}
    page = gate.get(f"/panel/eventos/{event.slug}/en-vivo/")
    assert [(g.name, g.entries) for g in page.context["gates"]] == [("Norte", 1), ("Sur", 1)]
    assert page.context["event"].waiting == 1


def test_somebody_who_comes_back_is_one_person(gate, event):
    one = make_registration(event)
    read(one)
    read(one, result=Scan.Result.EXIT)
    read(one, visit=2)
    assert shown(gate, event) == {"entered": 1, "inside": 1, "expected": 1, "came": 1}


def test_who_takes_part_online_is_not_expected_at_the_door(gate):
    event = make_event(modality=Event.Modality.HYBRID, starts_in=timedelta(0), seats_online=4)
    make_registration(event, mode="online")
    make_registration(event, mode="in_person")
    assert shown(gate, event)["expected"] == 1


def test_before_anybody_comes_it_says_what_to_do(gate, event):
    page = words(gate.get(f"/panel/eventos/{event.slug}/en-vivo/"))
    assert "Todavía no entra nadie. Empareja un teléfono en Puertas para leer los pases." in page


def test_on_another_day_it_says_that_there_is_no_session(gate):
    page = words(gate.get(f"/panel/eventos/{make_event().slug}/en-vivo/"))
    assert "Hoy no hay sesión" in page


def test_the_fragment_is_only_the_numbers(gate, event):
    read(make_registration(event))
    answer = gate.get(f"/panel/eventos/{event.slug}/en-vivo/ahora/").content.decode()
    assert ["<html" in answer, "Personas esperadas" in answer] == [False, True]


def test_opening_it_is_recorded_and_its_renewal_is_not(gate, event):
    read(make_registration(event))
    for page in ("", "ahora/", "ahora/"):
        gate.get(f"/panel/eventos/{event.slug}/en-vivo/{page}")
    assert list(Entry.objects.looks().values_list("action", "people")) == [("people.listed", 1)]


def test_the_fragment_costs_five_queries_beside_the_account(gate, event, django_assert_num_queries):
    read(make_registration(event))
    url = f"/panel/eventos/{event.slug}/en-vivo/ahora/"
    # Session, account, roles and person; then event, its sessions, inside, gates and the latest.
    with django_assert_num_queries(8):
        gate.get(url)
    for _ in range(2):
        read(make_registration(event))
    with django_assert_num_queries(8):
        gate.get(url)


def test_arrivals_fall_into_intervals():
    start = timezone.make_aware(timezone.datetime(2026, 3, 5, 8, 57))
    minutes = [
        ("N", start, 2),
        ("S", start + timedelta(minutes=2), 1),
        ("N", start + timedelta(minutes=9), 4),
    ]
    chart = _chart(minutes)
    assert [chart.minutes, chart.highest, [bar.entries for bar in chart.bars]] == [5, 4, [3, 0, 4]]
    assert [f"{timezone.localtime(bar.start):%H:%M}" for bar in chart.bars] == [
        "08:55",
        "09:00",
        "09:05",
    ]


@pytest.mark.parametrize("hours", [1, 8, 30, 24 * 40])
def test_however_long_it_takes_the_chart_stays_legible(hours):
    start = timezone.now()
    chart = _chart([("N", start, 1), ("N", start + timedelta(hours=hours), 1)])
    assert [len(chart.bars) <= 38, sum(bar.entries for bar in chart.bars)] == [True, 2]


def test_no_arrivals_no_chart():
    assert _chart([]) is None


@pytest.mark.parametrize("page", ["", "ahora/"])
def test_a_stranger_sees_nothing(client, event, page):
    url = f"/panel/eventos/{event.slug}/en-vivo/{page}"
    elsewhere = make_user(None, "staff")
    elsewhere.role_grants.update(organizer=make_organizer("ajeno"))
    for user in (make_user(None, "jury"), elsewhere):
        assert sign_in(client, user).get(url).status_code == 404
