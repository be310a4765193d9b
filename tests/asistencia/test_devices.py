"""Pairing a phone, what its token opens and until when, and closing the gate to it."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from asistencia.devices import accept, invite, lasts_until, make_device, pairing_url, revoke
from asistencia.models import Device, Pairing
from asistencia.schemas import RosterOut
from bitacora.models import Entry
from jornadas.refusal import Refusal
from jornadas.registration import cancel
from tests.make import make_event, make_registration

from .conftest import Gate, begin

pytestmark = pytest.mark.django_db

NOT_PAIRED = "Este dispositivo no está emparejado. Emparéjalo con el código QR del panel."
USED_UP = (
    "Este código de emparejamiento ya se usó o venció. Genera otro en el panel, en la página "
    "Puertas del evento."
)


def secret(pairing) -> str:
    return pairing_url(pairing).partition("#")[2]


def pair(body):
    return Client().post("/api/v1/checkin/pair", body, content_type="application/json")


def status(token):
    return Client().get("/api/v1/checkin/status", headers={"Authorization": f"Bearer {token}"})


def test_a_phone_is_paired_once_and_knows_its_event_and_gate():
    event = make_event(title="Foro de arranque")
    pairing = invite(event=event, gate="  Puerta   norte ", by="Ana")
    response = pair({"secret": secret(pairing)})
    made = response.json()
    assert response.status_code == 200
    assert (made["event"]["slug"], made["event"]["title"], made["gate"]) == (
        event.slug,
        "Foro de arranque",
        "Puerta norte",
    )
    assert status(made["token"]).status_code == 200
    device = Device.objects.get()
    assert (device.paired_by, made["token"] in device.token_hash) == ("Ana", False)
    assert list(Entry.objects.filter(action="device.paired").values_list("actor_label")) == [
        ("Ana",)
    ]
    again = pair({"secret": secret(pairing)})
    assert (again.status_code, again.json()["detail"]) == (403, USED_UP)
    assert Device.objects.count() == 1


def test_the_secret_is_a_fragment_that_no_server_sees():
    url = pairing_url(invite(event=make_event(), gate="Norte", by="Ana"))
    assert url.startswith("http://testserver/control/#")
    assert len(secret(Pairing.objects.get())) > 40


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: "9" + s, lambda s: "", lambda s: "x"]
)
def test_a_secret_that_was_not_given_opens_nothing(change):
    pairing = invite(event=make_event(), gate="Norte", by="Ana")
    with pytest.raises(Refusal, match="ya se usó o venció"):
        accept(change(secret(pairing)))
    assert not Device.objects.exists()


def test_an_invitation_lasts_a_quarter_of_an_hour():
    pairing = invite(event=make_event(), gate="Norte", by="Ana")
    now = timezone.now()
    with pytest.raises(Refusal):
        accept(secret(pairing), now=now + timedelta(minutes=16))
    assert accept(secret(pairing), now=now + timedelta(minutes=14))[0].gate == "Norte"


def test_a_token_lasts_to_the_end_of_the_day_after_the_event():
    event = make_event(sessions=2)
    last = event.sessions.order_by("day").last().day
    end = timezone.localtime(lasts_until(event))
    assert (end.date() - last, end.hour, end.minute) == (timedelta(days=2), 0, 0)


def test_a_token_lasts_half_a_day_at_least():
    now = timezone.now()
    past = make_event(starts_in=timedelta(days=-30), registration_closes_at=None)
    undated = make_event(sessions=0)
    assert [lasts_until(event, now) - now for event in (past, undated)] == [timedelta(hours=12)] * 2


def test_who_is_not_paired_is_told_what_to_do():
    for headers in [{}, {"Authorization": "Bearer nada"}, {"Authorization": "Basic eDp5"}]:
        response = Client().get("/api/v1/checkin/status", headers=headers)
        assert (response.status_code, response["Content-Type"], response["WWW-Authenticate"]) == (
            401,
            "application/problem+json",
            "Bearer",
        )
        assert response.json()["detail"] == NOT_PAIRED


def test_a_revoked_device_stops_at_once_and_the_record_tells_who_did_it():
    device, token = make_device(event=make_event(), gate="Norte", by="Ana")
    assert status(token).status_code == 200
    revoke(device=device, by="Beto")
    revoke(device=device, by="Beto")
    response = status(token)
    assert response.status_code == 401
    assert response.json()["detail"].startswith("El personal retiró este dispositivo.")
    assert Entry.objects.filter(action="device.revoked", actor_label="Beto").count() == 1


def test_a_token_ends_with_its_event():
    _, token = make_device(event=make_event(), gate="Norte", by="Ana")
    Device.objects.update(expires_at=timezone.now())
    response = status(token)
    assert response.status_code == 401
    assert response.json()["detail"].startswith("El permiso de este dispositivo terminó")


def test_pair_device_prints_one_line_of_json():
    event, out = make_event(), StringIO()
    call_command("pair_device", event.slug, gate="Norte", stdout=out)
    made = json.loads(out.getvalue())
    assert out.getvalue().count("\n") == 1
    assert sorted(made) == ["expires_at", "pairing_url", "token"]
    assert status(made["token"]).json()["gate"] == "Norte"
    assert pair({"secret": made["pairing_url"].partition("#")[2]}).status_code == 200


@pytest.mark.parametrize(
    ("slug", "gate", "why"),
    [
        ("nada", "Norte", "No hay un evento con la clave «nada»."),
        ("", " ", "Escribe el nombre de la puerta después de --gate."),
    ],
)
def test_pair_device_says_what_is_wrong_and_makes_nothing(slug, gate, why):
    with pytest.raises(CommandError) as error:
        call_command("pair_device", slug or make_event().slug, gate=gate)
    assert str(error.value) == why
    assert not Device.objects.exists()


# ---- What a device may ask --------------------------------------------------------------------


def test_status_counts_people_not_scans(gate, event):
    one, two = make_registration(event), make_registration(event)
    make_registration(event)  # waits
    begin(event)
    for code, at, direction in [
        (one.code, 1, "entry"),
        (two.code, 2, "entry"),
        (one.code, 3, "exit"),
        (one.code, 4, "entry"),
        (two.code, 5, "exit"),
        (two.code, 6, "exit"),
    ]:
        gate.scan(code, at=at, direction=direction)
    said = gate.get("status").json()
    assert said["counts"] == {
        "expected": 2,
        "entered": 2,
        "inside": 1,
        "walkins": 0,
        "gates": [{"gate": "Puerta norte", "entered": 2}],
    }
    assert (said["session"]["number"], said["gate"]) == (1, "Puerta norte")
    assert abs(timezone.datetime.fromisoformat(said["server_time"]) - timezone.now()) < timedelta(
        seconds=10
    )


def people(answer):
    return {person["code"]: (person["status"], person["inside"]) for person in answer["people"]}


def test_the_roster_tells_everybody_and_then_what_changed(gate, event):
    one, two, waiting = (make_registration(event) for _ in range(3))
    full = gate.get("roster").json()
    assert (full["full"], full["has_more"]) == (True, False)
    assert people(full) == {
        one.code: ("confirmed", False),
        two.code: ("confirmed", False),
        waiting.code: ("waitlisted", False),
    }
    quiet = gate.get("roster", since=full["cursor"]).json()
    assert (quiet["full"], quiet["people"]) == (False, [])
    cancel(registration=two, by="personal")
    changed = gate.get("roster", since=quiet["cursor"]).json()
    assert people(changed) == {two.code: ("cancelled", False), waiting.code: ("confirmed", False)}


def test_an_entry_and_its_undoing_reach_the_other_gates(gate, event):
    registration = make_registration(event)
    begin(event)
    other = Gate(event, token="otro", name="Puerta sur")
    cursor = other.get("roster").json()["cursor"]
    reading = gate.reading(registration.code)
    gate.send(reading)
    told = other.get("roster", since=cursor).json()
    assert people(told) == {registration.code: ("confirmed", True)}
    gate.post("undo", {"id": reading["id"]})
    told = other.get("roster", since=told["cursor"]).json()
    assert people(told) == {registration.code: ("confirmed", False)}


@pytest.mark.parametrize(
    "cursor", ["x", "1.2", "99999999999999.1.1", "1.1.1", "-1.5.0", "1.-9e9.0"]
)
def test_a_cursor_of_no_use_gets_the_whole_list(gate, event, cursor):
    registration = make_registration(event)
    answer = gate.get("roster", since=cursor).json()
    assert (answer["full"], people(answer)) == (True, {registration.code: ("confirmed", False)})


def test_the_roster_is_what_its_description_says(gate, event):
    """It goes straight to JSON: here it is held against the schema that the document shows."""
    registration = make_registration(event)
    begin(event)
    gate.scan(registration.code)
    answer = gate.get("roster").json()
    told = RosterOut.model_validate(answer).model_dump()
    [person] = answer["people"]
    # A moment is written in more than one way.
    moment = datetime.fromisoformat(person.pop("entered_at"))
    assert told == answer | {"people": [person | {"entered_at": moment}]}


def test_a_long_roster_comes_in_pages(gate, event, monkeypatch):
    monkeypatch.setattr("asistencia.roster.changes.__kwdefaults__", {"now": None, "page": 2})
    codes = {make_registration(event).code for _ in range(5)}
    found, cursor, more = set(), "", True
    while more:
        page = gate.get("roster", since=cursor).json()
        found |= set(people(page))
        cursor, more = page["cursor"], page["has_more"]
    assert found == codes


def test_handing_out_the_roster_leaves_a_record(gate, event):
    make_registration(event)
    cursor = gate.get("roster").json()["cursor"]
    gate.get("roster", since=cursor)
    looks = Entry.objects.looks().values_list("action", "actor_label", "people")
    assert list(looks) == [("people.listed", str(gate.device), 1)]


def test_the_roster_costs_the_same_for_one_and_for_three(gate, event, django_assert_num_queries):
    gate.get("status")
    for _ in range(2):
        make_registration(event)
        # Device, sessions, people, where they are, and the record.
        with django_assert_num_queries(5):
            gate.get("roster")


# ---- Undoing ----------------------------------------------------------------------------------


def test_a_reading_is_undone_at_the_gate_and_the_pass_enters_again(gate, event):
    code = make_registration(event).code
    reading = gate.reading(code)
    gate.send(reading)
    first = gate.post("undo", {"id": reading["id"]})
    assert (first.status_code, first.json()["id"]) == (200, reading["id"])
    assert gate.post("undo", {"id": reading["id"]}).json() == first.json()
    assert Entry.objects.filter(action="scan.undone").count() == 1
    assert gate.scan(code, at=6)["result"] == "admitted"
    # The reading that was undone is still the same fact.
    assert gate.send(reading)[0]["result"] == "admitted"


def test_another_gate_or_a_quarter_of_an_hour_later_is_for_the_panel(gate, event):
    reading = gate.reading(make_registration(event).code)
    gate.send(reading)
    other = Gate(event, token="otro", name="Puerta sur")
    refused = other.post("undo", {"id": reading["id"]})
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "Esta lectura se hizo en otro dispositivo; deshazla desde ahí o en el panel.",
    )
    event.scans.update(received_at=timezone.now() - timedelta(minutes=16))
    late = gate.post("undo", {"id": reading["id"]})
    assert (late.status_code, late.json()["detail"]) == (
        409,
        "Pasaron más de 15 minutos. Pide al personal que la deshaga en el panel.",
    )
    assert event.scans.get().undone_at is None


def test_a_reading_of_another_event_cannot_be_undone(gate):
    stranger = Gate(make_event(), token="otro")
    reading = stranger.reading("nada")
    stranger.send(reading)
    assert gate.post("undo", {"id": reading["id"]}).status_code == 404


def test_a_phone_learns_its_pin_and_those_of_its_earlier_pairings_to_the_same_event():
    event, other = make_event(), make_event()
    before, _ = make_device(event=event, gate="Norte", by="Ana")
    elsewhere, _ = make_device(event=other, gate="Norte", by="Ana")
    invitation = invite(event=event, gate="Norte", by="Ana")
    made = pair({"secret": secret(invitation), "before": [before.pk, elsewhere.pk, 10**6]}).json()
    device = event.devices.get(pk=made["device"])
    assert (made["pin"], made["pins"]) == (device.pin, {str(before.pk): before.pin})
    assert len(device.pin) == 6
    assert device.pin.isdigit()
