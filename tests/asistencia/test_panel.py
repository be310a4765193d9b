"""The doors of an event in the panel: who may open them, and what each button does."""

import pytest
from django.urls import reverse
from django.utils import timezone

from asistencia.devices import accept, pairing_url
from asistencia.models import Device, Pairing, Scan
from bitacora.models import Entry
from padron.roles import Role
from tests.make import make_event, make_organizer, make_program, make_registration, make_user

from .conftest import Gate, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def doorkeeper(client, event):
    """Who looks after doors, signed in; needs no second factor."""
    user = make_user(None, Role.GATE)
    client.force_login(user)
    return user


def url(name, event, *more):
    return reverse(name, args=[event.slug, *more])


def test_a_phone_is_invited_and_its_page_tells_when_it_is_paired(client, doorkeeper, event):
    answer = client.post(url("panel_devices", event), {"gate": "Puerta norte"})
    pairing = Pairing.objects.get()
    page = url("panel_pairing", event, pairing.pk)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "<svg" in client.get(page).content.decode()
    accept(pairing_url(pairing).partition("#")[2])
    after = client.get(f"{page}?fragmento").content.decode()
    assert "Un dispositivo ya atiende «Puerta norte»" in after
    assert "<svg" not in after
    assert "Puerta norte" in client.get(url("panel_devices", event)).content.decode()


def test_a_gate_without_a_name_is_asked_for_one(client, doorkeeper, event):
    page = client.post(url("panel_devices", event), {"gate": "  "}).content.decode()
    assert "Escribe el nombre de la puerta." in page
    assert not Pairing.objects.exists()


def test_an_invitation_that_ended_shows_no_code(client, doorkeeper, event):
    client.post(url("panel_devices", event), {"gate": "Norte"})
    Pairing.objects.update(expires_at=timezone.now())
    page = client.get(url("panel_pairing", event, Pairing.objects.get().pk)).content.decode()
    assert "El código venció sin usarse." in page
    assert "<svg" not in page.partition("<main")[2].partition("qr")[2]


def test_a_device_is_revoked_after_a_question(client, doorkeeper, event):
    device = Gate(event).device
    page = url("panel_device_revoke", event, device.pk)
    assert "¿Retirar el dispositivo de «Puerta norte»?" in client.get(page).content.decode()
    assert Device.objects.get().revoked_at is None
    assert client.post(page).status_code == 302
    assert Device.objects.get().revoked_at is not None
    assert client.post(page).status_code == 404


def test_a_code_is_read_at_the_desk_and_loading_again_registers_nothing(client, doorkeeper, event):
    registration = make_registration(event)
    begin(event)
    answer = client.post(
        url("panel_desk", event), {"code": registration.code.lower(), "direction": "entry"}
    )
    for _ in range(2):
        page = client.get(answer["Location"]).content.decode()
        assert f"Adelante, {registration.person.given_names}." in page
    assert Scan.objects.get().result == "admitted"
    again = client.post(url("panel_desk", event), {"code": registration.code, "direction": "entry"})
    assert "Ya entró a la" in client.get(again["Location"]).content.decode()


@pytest.mark.parametrize("number", ["x", "0b1f6f0e-3a53-4a1c-9a1e-6d2f7c1e8a01", "%00"])
def test_a_reading_that_is_not_of_this_event_shows_nothing(client, doorkeeper, event, number):
    page = client.get(f"{url('panel_desk', event)}?lectura={number}")
    assert page.status_code == 200
    assert "Deshacer" not in page.content.decode()


def test_readings_are_listed_filtered_and_leave_a_record(client, doorkeeper, event, gate):
    one, two = make_registration(event), make_registration(event)
    for code in [one.code, two.code, one.code, "nada"]:
        gate.scan(code)
    page = url("panel_scans", event)

    def found(**query):
        answer = client.get(page, query)
        return sorted(scan.result for scan in answer.context["page_obj"])

    assert found() == ["admitted", "admitted", "duplicate", "invalid"]
    assert found(result="duplicate") == ["duplicate"]
    assert found(q=one.code.lower()) == ["admitted", "duplicate"]
    assert found(q=two.person.given_names) == ["admitted"]
    assert found(gate="Puerta norte", q=two.code) == ["admitted"]
    assert found(q="¿?") == []
    looks = list(Entry.objects.looks().values_list("action", "people"))
    assert looks == [
        ("people.listed", 2),
        ("people.listed", 1),
        ("people.listed", 1),
        ("people.listed", 1),
        ("people.listed", 1),
    ]


def test_a_reading_is_undone_with_a_reason_only(client, doorkeeper, event, gate):
    gate.scan(make_registration(event).code)
    page = url("panel_scan_undo", event, Scan.objects.get().pk)
    assert "Escribe por qué" in client.post(page, {"reason": " "}).content.decode()
    assert Scan.objects.standing().exists()
    assert client.post(page, {"reason": "Se leyó el pase de otra persona"}).status_code == 302
    assert not Scan.objects.standing().exists()
    entry = Entry.objects.get(action="scan.undone")
    assert entry.detail == {"reason": "Se leyó el pase de otra persona"}
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("name", ["panel_devices", "panel_desk", "panel_scans"])
def test_a_door_is_not_for_strangers_nor_for_other_institutions(client, event, name):
    page = url(name, event)
    assert client.get(page).status_code == 302
    client.force_login(make_user())
    assert client.get(page).status_code == 404
    client.force_login(make_user(None, Role.GATE))
    assert client.get(page).status_code == 200
    elsewhere = make_event(program=make_program(organizer=make_organizer("otro")))
    assert client.get(url(name, elsewhere)).status_code == 404


@pytest.mark.parametrize("name", ["panel_devices", "panel_desk", "panel_scans"])
def test_pages_cost_the_same_for_one_and_for_three(
    client, doorkeeper, event, django_assert_num_queries, name
):
    expected = {"panel_devices": 9, "panel_desk": 11, "panel_scans": 10}[name]
    for number in range(3):
        other = Gate(event, token=f"t{number}", name=f"Puerta {number}")
        other.scan(make_registration(event).code)
        if number != 1:
            with django_assert_num_queries(expected):
                client.get(url(name, event))
