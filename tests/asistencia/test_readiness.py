"""Whether a device is ready: rule by rule, told through the API, shown in the panel."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from asistencia import readiness
from asistencia.models import Device
from asistencia.practice import PASSES
from asistencia.readiness_rules import SUBJECTS
from bitacora.models import Entry
from padron.roles import Role
from tests.make import make_registration, make_user

from .conftest import Gate
from .readiness_samples import READY, SAMPLES

HEALTH = {
    "battery": 0.82,
    "charging": False,
    "camera": "granted",
    "storage_free": 1_200_000_000,
    "persisted": True,
    "roster_size": 1,
    "queue": 0,
    "clock_offset_ms": -350,
    "secure": True,
    "installed": True,
}


# ---- Rule by rule -----------------------------------------------------------------------------


@pytest.mark.parametrize(("subject", "differs", "light", "says"), SAMPLES)
def test_each_rule_says_what_it_should(subject, differs, light, says):
    [check] = [check for check in readiness.judge(READY | differs) if check.key == subject]
    assert check.light == light
    if says:
        assert check.says == says
    if light in ("yellow", "red"):
        assert check.do


def test_every_rule_speaks_in_some_sample_and_the_last_of_each_subject_always_holds():
    heard = {
        (subject, check.says.translate(str.maketrans("", "", "0123456789,")))
        for subject, differs, _, _ in SAMPLES
        for check in readiness.judge(READY | differs)
        if check.key == subject
    }
    # The camera and the scanner say the same of both kinds of scanner that were tried.
    rules = {(subject.key, rule.says) for subject in SUBJECTS for rule in subject.rules}
    assert len(heard) >= len(rules)
    assert all(not subject.rules[-1].when for subject in SUBJECTS)


@pytest.mark.parametrize(
    ("differs", "light"),
    [
        ({}, "green"),
        ({"battery": None, "camera": None}, "green"),
        ({"practised": 0}, "yellow"),
        ({"practised": 0, "battery": 0.01}, "red"),
    ],
)
def test_the_light_of_a_device_is_the_worst_of_its_checks(differs, light):
    assert readiness.worst(readiness.judge(READY | differs)) == light


def test_nothing_known_is_no_green_light():
    assert readiness.worst(readiness.judge({})) == "yellow"


def test_the_rules_go_to_the_phone_as_they_are():
    assert json.loads(json.dumps(readiness.as_data()))[0]["key"] == "contact"


# ---- What a device says of itself ----------------------------------------------------------------


@pytest.mark.django_db
def test_a_device_says_how_it_is_and_the_last_time_counts(gate):
    for battery in (0.9, 0.4):
        answer = gate.post("health", HEALTH | {"battery": battery})
        assert answer.status_code == 200
        assert list(answer.json()) == ["server_time"]
    gate.device.refresh_from_db()
    assert {name: gate.device.health[name] for name in HEALTH} == HEALTH | {"battery": 0.4}
    assert timezone.now() - gate.device.health_at < timedelta(minutes=1)
    # Once a minute from every phone: no matter for the record.
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_what_the_browser_does_not_tell_may_be_left_out(gate):
    assert gate.post("health", {"queue": 0}).status_code == 200
    assert gate.post("health", dict.fromkeys(HEALTH) | {"queue": 3}).status_code == 200
    gate.device.refresh_from_db()
    assert gate.device.health["queue"] == 3


RUBBISH = [
    {"battery": 2},
    {"battery": -1},
    {"battery": "mucha"},
    {"camera": "rota"},
    {"camera": ["granted"]},
    {"storage_free": -1},
    {"storage_free": 10**30},
    {"roster_size": 10**9},
    {"roster_at": "ayer"},
    {"roster_at": "0001-01-01T00:00:00+14:00"},
    {"roster_at": "9999-12-31T23:59:59-12:00"},
    {"roster_version": "1\x00.2.3"},
    {"roster_version": "x" * 61},
    {"version": "<script>"},
    {"queue": 1.5},
    {"queue": {"a": 1}},
    {"clock_offset_ms": 10**40},
    {"tried": ["volando"]},
    {"tried": ["camera"] * 5},
    {"scanner": 7},
    {"secure": "quizá"},
    {"queue": None},
    {},
    [],
    None,
    "x",
    7,
]


@pytest.mark.django_db
@pytest.mark.parametrize("body", RUBBISH, ids=lambda body: json.dumps(body)[:40])
def test_rubbish_is_refused_in_words_and_changes_nothing(gate, body):
    body = {"queue": 0} | body if body and isinstance(body, dict) else body
    answer = gate.post("health", json.dumps(body))
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert Device.objects.get().health == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["{", "", "[1,", '{"battery": NaN}', '{"battery": Infinity}', "\x00"]
)
def test_what_is_no_json_is_refused_too(gate, body):
    assert gate.post("health", body).status_code in (400, 422)
    assert Device.objects.get().health == {}


@pytest.mark.django_db
def test_health_is_for_paired_devices(gate, client):
    answer = client.post("/api/v1/checkin/health", HEALTH, content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.django_db
def test_a_device_learns_the_practice_passes(gate):
    assert gate.get("status").json()["practice"] == [one.code for one in PASSES]


# ---- The panel -----------------------------------------------------------------------------------


@pytest.fixture
def doorkeeper(client, event):
    user = make_user(None, Role.GATE)
    client.force_login(user)
    return user


def url(name, event, *more):
    return reverse(name, args=[event.slug, *more])


def lights(client, event) -> dict[str, str]:
    rows = client.get(url("panel_devices", event)).context["rows"]
    return {row.device.gate: row.tag.words if row.checks else "–" for row in rows}


def get_ready(gate, **differs):
    make_registration(gate.event)
    cursor = gate.get("roster").json()["cursor"]
    gate.send(*(gate.reading(one.code) for one in PASSES))
    at = timezone.now().isoformat()
    told = HEALTH | {"roster_version": cursor, "roster_at": at} | differs
    assert gate.post("health", told).status_code == 200


@pytest.mark.django_db
def test_each_device_has_its_light(client, doorkeeper, event, gate):
    get_ready(gate)
    Gate(event, token="otro", name="Puerta sur")
    empty = Gate(event, token="vacío", name="Sin batería")
    empty.post("health", {"battery": 0.03, "queue": 0})
    gone = Gate(event, token="ido", name="Retirada")
    Device.objects.filter(pk=gone.device.pk).update(revoked_at=timezone.now())
    assert lights(client, event) == {
        "Puerta norte": "Listo",
        "Puerta sur": "Revisar",
        "Retirada": "–",
        "Sin batería": "No está listo",
    }
    page = client.get(url("panel_devices", event)).content.decode()
    assert "Le queda 3 % de batería." in page
    assert gate.device.pin in page
    assert gone.device.pin not in page
    fragment = client.get(f"{url('panel_devices', event)}?fragmento").content.decode()
    assert "Le queda 3 % de batería." in fragment
    assert "<html" not in fragment


@pytest.mark.django_db
def test_what_a_device_says_grows_old(client, doorkeeper, event, gate):
    get_ready(gate, queue=3)
    Device.objects.update(last_seen_at=timezone.now() - timedelta(minutes=12))
    page = client.get(url("panel_device", event, gate.device.pk)).content.decode()
    assert "No se comunica desde hace 12 minutos y tiene 3 lecturas sin enviar." in page
    revoke = client.get(url("panel_device_revoke", event, gate.device.pk)).content.decode()
    assert "tenía 3 lecturas sin enviar" in revoke
    assert lights(client, event) == {"Puerta norte": "No está listo"}


@pytest.mark.django_db
def test_a_list_that_lacks_a_change_is_told(client, doorkeeper, event, gate):
    at = (timezone.now() - timedelta(minutes=4)).isoformat()
    get_ready(gate, roster_at=at)
    page = url("panel_device", event, gate.device.pk)
    assert "Tiene a 1 persona en su lista" in client.get(page).content.decode()
    make_registration(event)
    assert "Le falta lo que cambió en la lista" in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_clock_that_is_wrong_is_told_and_which_way(client, doorkeeper, event, gate):
    get_ready(gate, clock_offset_ms=5 * 60_000)
    page = client.get(url("panel_device", event, gate.device.pk)).content.decode()
    assert "Su reloj está 5 minutos atrasado." in page


@pytest.mark.django_db
def test_the_drill_shows_three_passes_and_what_each_device_tried(client, doorkeeper, event, gate):
    page = client.get(url("panel_drill", event)).content.decode()
    assert page.count("<svg width=") == 3
    assert all(one.spoken_code in page for one in PASSES)
    gate.scan(PASSES[1].code)
    gate.post("health", {"tried": ["scanner"], "queue": 0})
    Gate(event, token="otro", name="Puerta sur")
    tried = client.get(url("panel_drill", event)).context["tried"]
    assert {one.device.gate: [done for _, done in one.passes] for one in tried} == {
        "Puerta norte": [False, True, False],
        "Puerta sur": [False, False, False],
    }
    assert [done for _, done in tried[0].ways] == [False, True, False, False]
    fragment = client.get(f"{url('panel_drill', event)}?fragmento").content.decode()
    assert "Faltan pases" in fragment
    assert "<html" not in fragment
    gate.send(gate.reading(PASSES[0].code), gate.reading(PASSES[2].code))
    assert "Leyó los tres pases" in client.get(url("panel_drill", event)).content.decode()


@pytest.mark.django_db
def test_practice_is_no_reading_in_the_list_of_devices(client, doorkeeper, event, gate):
    gate.scan(make_registration(event).code)
    gate.send(*(gate.reading(PASSES[0].code) for _ in range(3)))
    [row] = client.get(url("panel_devices", event)).context["rows"]
    assert (row.device.readings, row.device.practised) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["panel_drill", "panel_device"])
def test_these_pages_are_for_whoever_looks_after_the_door(client, event, gate, name):
    more = [gate.device.pk] if name == "panel_device" else []
    page = url(name, event, *more)
    assert client.get(page).status_code == 302
    client.force_login(make_user())
    assert client.get(page).status_code == 404
    client.force_login(make_user(None, Role.GATE))
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 405


@pytest.mark.django_db
def test_a_device_of_another_event_is_not_shown(client, doorkeeper, event, gate):
    assert client.get(url("panel_device", event, gate.device.pk + 99)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "expected"), [("panel_drill", 8), ("panel_device", 9)])
def test_pages_cost_the_same_for_one_and_for_three(
    client, doorkeeper, event, django_assert_num_queries, name, expected
):
    for number in range(3):
        one = Gate(event, token=f"t{number}", name=f"Puerta {number}")
        get_ready(one)
        more = [one.device.pk] if name == "panel_device" else []
        if number != 1:
            with django_assert_num_queries(expected):
                client.get(url(name, event, *more))


def test_the_scanner_is_tried_by_anybody(client, db):
    page = client.get("/control/lector/")
    assert page.status_code == 200
    assert 'data-expected="LECTOR:yzYZ-aqAQ_wmWM/1234567890?fin;"' in page.content.decode()
