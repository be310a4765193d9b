"""Passes used at two doors, or told one thing and being another: shown for somebody to settle."""

from datetime import timedelta

import pytest
from django.urls import reverse

from asistencia.conflicts import settle, to_settle
from asistencia.models import Scan
from asistencia.undo import undo_with_reason
from bitacora.models import Entry
from jornadas.refusal import Refusal
from jornadas.registration import cancel
from padron.roles import Role
from tests.jornadas.reading import words
from tests.make import make_event, make_registration, make_user

from .conftest import Gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def south(event):
    return Gate(event, token="sur", name="Puerta sur")


@pytest.fixture
def doorkeeper(client):
    user = make_user(None, Role.GATE)
    client.force_login(user)
    return user


def waiting(event):
    found = to_settle(event).order_by("scanned_at").values_list("device__gate", "told", "result")
    return list(found)


def page(client, event, **query):
    return client.get(reverse("panel_conflicts", args=[event.slug]), query)


def test_two_phones_without_network_read_one_pass_and_whichever_arrives_first_is_the_entry(
    gate, south, event
):
    """The reading that happened first arrives last: it stays the duplicate, with both hours."""
    code = make_registration(event).code
    late, soon = gate.reading(code, at=9, told="admitted"), south.reading(code, told="admitted")
    assert gate.send(late)[0]["result"] == "admitted"
    [answer] = south.send(soon)
    assert (answer["result"], answer["first"]["gate"]) == ("duplicate", "Puerta norte")
    for _ in range(2):  # whatever is sent again
        assert [gate.send(late)[0]["result"], south.send(soon)[0]["result"]] == [
            "admitted",
            "duplicate",
        ]
    assert Scan.objects.count() == 2
    assert waiting(event) == [("Puerta sur", "admitted", "duplicate")]


def test_both_readings_are_shown_with_door_and_hour_in_the_order_in_which_they_happened(
    client, doorkeeper, gate, south, event
):
    registration = make_registration(event)
    gate.scan(registration.code, at=9, told="admitted")
    south.scan(registration.code, at=4, told="admitted")
    [case] = page(client, event).context["cases"]
    start = event.sessions.get().starts_at
    assert [(one.device.gate, one.scanned_at) for one in case.readings] == [
        ("Puerta sur", start + timedelta(minutes=4)),
        ("Puerta norte", start + timedelta(minutes=9)),
    ]
    text = words(page(client, event))
    assert registration.person.full_name in text
    assert str(registration.body) in text
    assert "Sin red, el dispositivo dijo «Admitido»; es «Ya había entrado»." in text


def test_a_pass_shown_again_at_the_same_door_is_nobodys_concern(gate, event):
    code = make_registration(event).code
    gate.scan(code)
    gate.scan(code, at=6)
    assert waiting(event) == []


def test_a_pass_used_at_two_doors_with_a_network_is_shown_too(gate, south, event):
    code = make_registration(event).code
    gate.scan(code)
    south.scan(code, at=6)
    assert waiting(event) == [("Puerta sur", "", "duplicate")]


def test_what_was_told_and_is_not_so_is_shown(gate, event):
    gone = make_registration(event)
    cancel(registration=gone, by="sistema")
    gate.scan(gone.code, at=1, told="admitted")
    gate.scan(make_registration(event).code, at=2, told="unknown")
    # Both say no: nobody was let in, nothing is to be found out.
    gate.scan(gone.code, at=3, told="unknown")
    gate.scan("nada", at=4, told="unknown")
    assert waiting(event) == [
        ("Puerta norte", "admitted", "cancelled"),
        ("Puerta norte", "unknown", "admitted"),
    ]


def test_an_exit_is_none(gate, south, event):
    code = make_registration(event).code
    gate.scan(code)
    south.scan(code, at=6, direction="exit", told="exit")
    south.scan(code, at=9, told="admitted")  # comes back: a second visit
    assert waiting(event) == []


def test_an_undone_reading_waits_for_nobody(gate, south, event):
    code = make_registration(event).code
    first = gate.scan(code)["id"]
    south.scan(code, at=6, told="duplicate")
    assert len(waiting(event)) == 1
    undo_with_reason(scan=Scan.objects.get(pk=first), reason="Era otra persona", by="Ana")
    assert waiting(event) == []


def test_somebody_says_what_happened_and_it_is_settled_once(client, doorkeeper, gate, south, event):
    code = make_registration(event).code
    gate.scan(code)
    scan = Scan.objects.get(pk=south.scan(code, at=6)["id"])
    url = reverse("panel_conflict", args=[event.slug, scan.pk])
    assert "Escribe en una frase qué pasó." in words(client.post(url, {"settlement": "  "}))
    said = {"settlement": "Salió por un documento\n y volvió"}
    assert client.post(url, said)["Location"] == reverse("panel_conflicts", args=[event.slug])
    scan.refresh_from_db()
    assert (scan.settlement, scan.settled_by) == (
        "Salió por un documento y volvió",
        str(doorkeeper),
    )
    assert Entry.objects.filter(action="scan.settled", thing_id=str(scan.pk)).count() == 1
    assert page(client, event).context["cases"] == []
    [settled] = page(client, event, estado="resueltos").context["cases"]
    assert settled.scan == scan
    again = words(client.post(url, {"settlement": "Otra cosa"}))
    assert f"{doorkeeper} ya lo resolvió: «Salió por un documento y volvió»." in again
    assert Scan.objects.get(pk=scan.pk).settlement == "Salió por un documento y volvió"


def test_settling_changes_nothing_of_who_is_inside(gate, south, event):
    code = make_registration(event).code
    gate.scan(code)
    scan = Scan.objects.get(pk=south.scan(code, at=6)["id"])
    before = gate.get("status").json()["counts"]
    settle(scan=scan, settlement="Fue la misma persona", by="Ana")
    assert gate.get("status").json()["counts"] == before
    with pytest.raises(Refusal, match="Ana ya lo resolvió"):
        settle(scan=scan, settlement="No", by="Eva")


def test_the_page_of_the_doors_tells_how_many_wait(client, doorkeeper, gate, south, event):
    doors = reverse("panel_devices", args=[event.slug])
    assert "Sin lecturas por revisar" in words(client.get(doors))
    code = make_registration(event).code
    gate.scan(code)
    south.scan(code, at=6)
    assert "1 lectura por revisar." in words(client.get(doors))


def test_a_reading_that_agrees_has_no_page(client, doorkeeper, gate, event):
    number = gate.scan(make_registration(event).code)["id"]
    assert client.get(reverse("panel_conflict", args=[event.slug, number])).status_code == 404


def test_looking_is_recorded_and_costs_the_same_for_one_and_for_three(
    client, doorkeeper, gate, south, event, django_assert_num_queries
):
    for count in (1, 2, 3):
        code = make_registration(event).code
        gate.scan(code, at=count)
        south.scan(code, at=count + 5, told="admitted")
        if count != 2:
            with django_assert_num_queries(9):
                page(client, event)
    assert list(Entry.objects.looks().values_list("people", flat=True)) == [1, 3]


def test_it_is_not_for_strangers(client, event):
    client.force_login(make_user(None, Role.JURY))
    assert page(client, event).status_code == 404
    client.force_login(make_user(None, Role.GATE))
    assert page(client, make_event()).status_code == 200
