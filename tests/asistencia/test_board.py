"""The page of an event while it happens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia import board
from asistencia.board_chart import BARS, chart
from asistencia.models import Scan, WalkIn
from bitacora.models import Entry
from jornadas.models import Event
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

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    """What one test looked at is not what another one sees."""
    board.shared.clear()


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


def test_the_fragment_costs_the_same_for_one_and_for_three(gate, event, django_assert_num_queries):
    read(make_registration(event))
    url = f"/panel/eventos/{event.slug}/en-vivo/ahora/"
    # Session, account, roles and event: who asks. Then event, sessions, gates, walk-ins,
    # inside and the latest.
    with django_assert_num_queries(10):
        gate.get(url)
    for _ in range(2):
        read(make_registration(event))
    board.shared.clear()
    with django_assert_num_queries(10):
        gate.get(url)
    # Within a second only who asks is looked at.
    with django_assert_num_queries(4):
        gate.get(url)


def test_what_was_seen_is_not_sent_again_and_what_is_new_is(gate, event):
    url = f"/panel/eventos/{event.slug}/en-vivo/ahora/"
    first = gate.get(url)
    assert first["Cache-Control"] == "private, no-cache"
    for _ in range(2):
        board.shared.clear()
        again = gate.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    read(make_registration(event))
    board.shared.clear()
    assert gate.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_answer_is_shared_for_a_second_and_never_with_who_may_not_see_it(client, event):
    url = f"/panel/eventos/{event.slug}/en-vivo/ahora/"
    seen = sign_in(client, make_user(None, "gate")).get(url)
    assert seen.status_code == 200
    stranger = sign_in(client, make_user(None, "jury"))
    assert stranger.get(url, headers={"If-None-Match": seen["ETag"]}).status_code == 404


def walk_in(event, **fields):
    device = event.devices.filter(gate="Norte").first() or make_device(event, token="Norte")
    facts = {"given_names": "Rosa", "first_surname": "Mejía"} | fields
    if "body_said" not in facts:
        facts["body"] = make_body("Ayuntamiento de Metepec")
    return WalkIn.objects.create(
        event=event,
        device=device,
        session=event.sessions.first(),
        came_at=timezone.now(),
        **facts,
    )


def test_who_comes_without_a_registration_is_counted_and_shown(gate, event):
    read(make_registration(event))
    walk_in(event)
    walk_in(event, body_said="Otro", undone_at=timezone.now(), undone_by="puerta")
    assert shown(gate, event) == {"entered": 2, "inside": 2, "expected": 1, "came": 2}
    page = gate.get(f"/panel/eventos/{event.slug}/en-vivo/")
    assert sum(bar.entries for bar in page.context["chart"].bars) == 2
    assert sum(one.entries for one in page.context["gates"]) == 2
    assert "Rosa Mejía Sin inscripción Ayuntamiento de Metepec" in words(page)


def test_each_body_is_told_with_who_has_a_seat_and_who_has_come(gate, event):
    one, other = make_body("Ayuntamiento de Ñ"), make_body("Ayuntamiento de N")
    read(make_registration(event, make_person(one)))
    make_registration(event, make_person(one))
    read(make_registration(event, make_person(other)))
    walk_in(event, body_said="Sindicato")
    found = gate.get(f"/panel/eventos/{event.slug}/en-vivo/sujetos/")
    page = gate.get(f"/panel/eventos/{event.slug}/en-vivo/")
    assert [(line.name, line.expected, line.entered) for line in page.context["bodies"]] == [
        ("Ayuntamiento de N", 1, 1),
        ("Ayuntamiento de Ñ", 2, 1),
        ("Sin sujeto obligado del catálogo", 0, 1),
    ]
    assert "Ha entrado gente de 3 de 3 sujetos obligados." in found.content.decode()


def test_arrivals_fall_into_minutes():
    start = timezone.make_aware(timezone.datetime(2026, 3, 5, 8, 57))
    minutes = [
        ("N", start, 2),
        ("S", start, 1),
        ("N", start + timedelta(minutes=3), 4),
    ]
    made = chart(minutes)
    assert [made.minutes, made.highest] == [1, 4]
    assert [bar.entries for bar in made.bars] == [3, 0, 0, 4]
    assert made.ends_at == start + timedelta(minutes=4)
    assert made.width == 15 * 20  # four bars leave room for those to come


def test_arrivals_of_a_whole_morning_fall_into_intervals():
    start = timezone.make_aware(timezone.datetime(2026, 3, 5, 8, 57))
    made = chart([("N", start, 2), ("N", start + timedelta(minutes=200), 4)])
    assert [made.minutes, made.highest, f"{timezone.localtime(made.bars[0].start):%H:%M}"] == [
        5,
        4,
        "08:55",
    ]


@pytest.mark.parametrize("hours", [1, 8, 30, 24 * 40])
def test_however_long_it_takes_the_chart_stays_legible(hours):
    start = timezone.now()
    made = chart([("N", start, 1), ("N", start + timedelta(hours=hours), 1)])
    assert [len(made.bars) <= BARS + 2, sum(bar.entries for bar in made.bars)] == [True, 2]


def test_no_arrivals_no_chart():
    assert chart([]) is None


@pytest.mark.parametrize("page", ["", "ahora/", "sujetos/"])
def test_a_stranger_sees_nothing(client, event, page):
    url = f"/panel/eventos/{event.slug}/en-vivo/{page}"
    elsewhere = make_user(None, "staff")
    elsewhere.role_grants.update(organizer=make_organizer("ajeno"))
    for user in (make_user(None, "jury"), elsewhere):
        assert sign_in(client, user).get(url).status_code == 404
