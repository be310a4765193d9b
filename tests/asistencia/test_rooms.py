"""A full room: a changing code on the projector, and people's own phones."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from asistencia import rooms
from asistencia.models import Device, RoomCode, Scan
from bitacora.models import Entry
from jornadas.models import Event
from jornadas.refusal import Refusal
from jornadas.registration import cancel
from padron.roles import Role
from tests.jornadas.reading import words
from tests.make import make_event, make_person, make_registration, make_user

from .conftest import Gate, begin

pytestmark = pytest.mark.django_db

# A moment at which a code has just begun to be shown.
NOW = timezone.now().replace(second=0, microsecond=0)
CLOSED = "Ahora no se registra la llegada con el teléfono. Muestra tu pase en la entrada."


@pytest.fixture
def event(db):
    event = make_event(seats_in_person=2, title="Foro de arranque")
    begin(event)
    return event


@pytest.fixture
def room(event):
    return rooms.open_room(event=event, by="Ana")


@pytest.fixture
def me(client, event):
    """Somebody with a seat, signed in with their phone."""
    cache.clear()
    registration = make_registration(event)
    client.force_login(make_user(registration.person))
    return registration


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def page(client, event, **query):
    return client.get(reverse("arrival", args=[event.slug]), query)


def confirm(client, event, code):
    return client.post(reverse("arrival", args=[event.slug]), {"code": code})


def kept():
    return list(Scan.objects.values_list("result", "device__gate"))


def test_a_code_is_good_while_it_is_shown_and_for_a_minute_more(room):
    code = rooms.code_at(room, NOW)
    assert rooms.code_at(room, later(29)) == code
    assert rooms.code_at(room, later(30)) != code
    assert [rooms.is_good(room, code, later(s)) for s in (-1, 0, 89, 90)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_code_is_read_however_it_is_typed_and_is_of_one_event_and_one_opening(event, room):
    code = rooms.code_at(room, NOW)
    assert rooms.is_good(room, f" {code[:3].lower()}-{code[3:].lower()} ", NOW)
    assert not any(rooms.is_good(room, text, NOW) for text in ("", code[:5], code + "0", "ñ" * 6))
    other = rooms.open_room(event=make_event(), by="Ana")
    assert not rooms.is_good(other, code, NOW)
    rooms.close_room(event=event, by="Ana")
    assert not rooms.is_good(rooms.open_room(event=event, by="Ana"), code, NOW)


def test_it_is_off_until_somebody_opens_it(client, me, event):
    assert not RoomCode.objects.exists()
    assert CLOSED in words(page(client, event))
    with pytest.raises(Refusal, match="Ahora no se registra"):
        rooms.arrive(registration=me, code="ABC234", by="yo")
    assert kept() == []


def test_somebody_confirms_with_the_code_of_the_screen_and_twice_is_once(client, me, event, room):
    code = rooms.code_at(room, timezone.now())
    assert f'value="{code}"' in page(client, event, c=code).content.decode()
    for _ in range(2):
        assert confirm(client, event, code).status_code == 302
    assert "Tu llegada quedó registrada" in words(page(client, event))
    assert kept() == [("admitted", "Con su teléfono")]
    assert Entry.objects.filter(action="room.entered", thing_id=str(me.pk)).count() == 1


def test_looking_at_the_page_registers_nothing(client, me, event, room):
    page(client, event, c=rooms.code_at(room, timezone.now()))
    assert kept() == []


def test_who_has_to_sign_in_first_comes_back_with_the_code(client, event, room):
    answer = page(client, event, c="ABC234")
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next=/llegada/{event.slug}/%3Fc%3DABC234")


def test_a_code_that_has_passed_is_asked_for_again(client, me, event, room):
    old = rooms.code_at(room, timezone.now() - timedelta(minutes=3))
    assert rooms.CHANGED in words(confirm(client, event, old))
    assert kept() == []


def test_tries_are_few_and_only_wrong_ones_count(client, me, event, room):
    for _ in range(10):
        assert rooms.CHANGED in words(confirm(client, event, "000000"))
    good = rooms.code_at(room, timezone.now())
    assert "Fueron demasiados códigos equivocados." in words(confirm(client, event, good))
    assert kept() == []


def test_who_came_in_by_a_door_is_told_so_and_nothing_is_written(client, me, event, room):
    Gate(event).scan(me.code, at=1)
    text = words(page(client, event))
    assert "Tu llegada quedó registrada" in text
    assert "por Puerta norte." in text
    confirm(client, event, rooms.code_at(room, timezone.now()))
    assert kept() == [("admitted", "Puerta norte")]


def test_who_left_by_a_door_may_come_back_with_the_phone(client, me, event, room):
    gate = Gate(event)
    gate.scan(me.code, at=1)
    gate.scan(me.code, at=2, direction="exit")
    confirm(client, event, rooms.code_at(room, timezone.now()))
    assert gate.get("status").json()["counts"]["inside"] == 1


def test_the_door_tells_that_somebody_came_in_with_the_phone(client, me, event, room):
    confirm(client, event, rooms.code_at(room, timezone.now()))
    answer = Gate(event).scan(me.code, at=40)
    assert answer["result"] == "duplicate"
    assert "con su propio teléfono. Confirma que sea la misma persona." in answer["message"]


def test_without_a_seat_in_the_room_nobody_comes_in(client):
    event = make_event(seats_in_person=2)
    _, gone, waiting = (make_registration(event) for _ in range(3))
    late = make_registration(event)
    for one in (late, gone):
        cancel(registration=one, by="sistema")  # `waiting` gets the seat of `gone`
    line = make_registration(event)
    begin(event)
    code = rooms.code_at(rooms.open_room(event=event, by="Ana"), timezone.now())
    without = "No tienes una inscripción a este evento."
    for person, said in [
        (line.person, "Estás en lista de espera"),
        (gone.person, without),
        (make_person(), without),
        (None, without),
    ]:
        client.force_login(make_user(person))
        assert said in words(confirm(client, event, code))
    assert kept() == []
    client.force_login(make_user(waiting.person))
    assert confirm(client, event, code).status_code == 302


def test_who_takes_part_online_and_who_comes_on_another_day_are_told_so(client):
    event = make_event(modality=Event.Modality.HYBRID, seats_online=4)
    room = rooms.open_room(event=event, by="Ana")
    person = make_person()
    online = make_registration(event, person, mode="online")
    client.force_login(make_user(person))
    code = rooms.code_at(room, timezone.now())
    assert "Te inscribiste en línea." in words(confirm(client, event, code))
    online.mode = "in_person"
    online.save()
    assert "Hoy no hay sesión de este evento." in words(confirm(client, event, code))
    assert kept() == []


def test_an_event_that_is_only_online_or_cancelled_has_no_room():
    for event in (
        make_event(modality=Event.Modality.ONLINE),
        make_event(status=Event.Status.CANCELLED),
    ):
        with pytest.raises(Refusal):
            rooms.open_room(event=event, by="Ana")
    assert not RoomCode.objects.exists()


def test_staff_open_and_close_it_after_a_question(client, event):
    client.force_login(make_user(None, Role.GATE))

    def address(name):
        return reverse(name, args=[event.slug])

    assert "¿Abrir el registro con el propio teléfono?" in words(
        client.get(address("panel_room_open"))
    )
    assert "está cerrado" in client.get(address("panel_room_screen")).content.decode()
    for _ in range(2):
        client.post(address("panel_room_open"))
    assert Device.objects.get().is_own_phone
    shown = client.get(address("panel_room_screen_now")).content.decode()
    code = rooms.code_at(rooms.open_code(event), timezone.now())
    assert f"{code[:3]} {code[3:]}" in shown
    assert "<svg" in shown
    assert rooms.open_code(event).secret not in shown
    for _ in range(2):
        client.post(address("panel_room_close"))
    assert "está cerrado" in client.get(address("panel_room_screen_now")).content.decode()
    done = Entry.objects.filter(action__startswith="room.").order_by("pk")
    assert list(done.values_list("action", flat=True)) == ["room.opened", "room.closed"]


def test_staff_see_how_many_came_so(client, event, room):
    registration = make_registration(event)
    rooms.arrive(registration=registration, code=rooms.code_at(room, timezone.now()), by="yo")
    client.force_login(make_user(None, Role.GATE))
    assert client.get(reverse("panel_room", args=[event.slug])).context["came_so"] == 1
    found = client.get(reverse("panel_scans", args=[event.slug]), {"gate": "Con su teléfono"})
    assert [scan.registration for scan in found.context["page_obj"]] == [registration]
