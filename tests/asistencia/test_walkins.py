"""Who comes without a registration: kept once, let in, counted, put in order afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia.models import WalkIn
from asistencia.undo import AT_THE_GATE
from asistencia.walkins import reconcile
from bitacora.models import Entry
from jornadas.models import Event
from tests.make import make_body, make_event, make_person, make_registration

from .conftest import Gate, begin
from .walkin_story import arrival, come, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(event):
    begin(event)
    return Gate(event)


# ---- At the door ---------------------------------------------------------------------------------


def test_somebody_without_registration_comes_in_and_is_counted_at_once(gate, event):
    body = make_body("Ayuntamiento de Toluca")
    sent = arrival(body, post="Analista", email="Ana@Example.org")
    answer = gate.post("walkins", sent)
    assert answer.json() == {
        "id": sent["id"],
        "name": "Ana Ruiz",
        "over": False,
        "message": "Adelante, Ana. Su llegada quedó registrada.",
    }
    made = WalkIn.objects.get()
    assert [made.body, made.post, made.email, made.session, made.device] == [
        body, "Analista", "ana@example.org", event.sessions.get(), gate.device,
    ]  # fmt: skip
    told = gate.get("status").json()
    assert told["counts"] == {
        "expected": 0,
        "entered": 1,
        "inside": 1,
        "walkins": 1,
        "gates": [{"gate": "Puerta norte", "entered": 1}],
    }
    assert [told["capacity"], told["free"]] == [2, 1]
    entry = Entry.objects.get(action="walkin.added")
    assert [entry.actor_label, entry.detail] == [str(gate.device), {"over": False, "reason": ""}]


def test_sent_again_it_is_the_same_person(gate):
    """Trap 8: the first answer was lost on the way."""
    sent = arrival()
    first, second = (gate.post("walkins", sent).json() for _ in range(2))
    changed = gate.post("walkins", sent | {"given_names": "Otra", "reason": "x"}).json()
    assert first == second == changed
    assert [WalkIn.objects.count(), Entry.objects.filter(action="walkin.added").count()] == [1, 1]


def test_the_id_of_another_events_walkin_is_refused(gate):
    other = make_event()
    begin(other)
    sent = arrival()
    Gate(other, token="otro").post("walkins", sent)
    answer = gate.post("walkins", sent)
    assert [answer.status_code, answer.json()["detail"]] == [
        422,
        "Esta llegada se registró en otro evento.",
    ]


def test_a_full_house_asks_for_a_reason(gate, event):
    for _ in range(2):
        make_registration(event)
    sent = arrival()
    answer = gate.post("walkins", sent)
    assert [answer.status_code, answer.json()["detail"]] == [
        409,
        "Ya no quedan lugares. Si entra de todos modos, escribe por qué: el motivo queda "
        "registrado.",
    ]
    assert not WalkIn.objects.exists()
    told = gate.post("walkins", sent | {"reason": "Viene con la presidenta"}).json()
    assert [told["over"], told["message"]] == [
        True,
        "Adelante, Ana. Entra sin lugar libre; el motivo quedó registrado.",
    ]


def test_who_waits_to_be_reconciled_holds_a_seat(gate):
    """Two seats: the third needs a reason, though nobody is registered."""
    answers = [gate.post("walkins", arrival()).status_code for _ in range(3)]
    assert answers == [200, 200, 409]
    assert status(gate) == {"entered": 2, "inside": 2, "walkins": 2, "capacity": 2, "free": 0}


@pytest.mark.parametrize(
    "late",
    [
        {"offline": True},
        {"came_at": (timezone.now() - timedelta(minutes=20)).isoformat()},
    ],
)
def test_who_is_inside_by_now_is_kept_and_flagged(gate, event, late):
    """A fact is never refused: the phone had no network and the person is in the room."""
    for _ in range(2):
        make_registration(event)
    told = gate.post("walkins", arrival(**late)).json()
    assert [told["over"], told["message"]] == [
        True,
        "Adelante, Ana. Ya no había lugar: avisa al personal.",
    ]
    assert WalkIn.objects.get().reason == ""


def test_without_a_limit_nobody_asks(gate, event):
    Event.objects.update(seats_in_person=None)
    answers = [gate.post("walkins", arrival()).json()["over"] for _ in range(3)]
    assert answers == [False, False, False]
    assert [status(gate)["capacity"], status(gate)["free"]] == [None, None]


def test_on_a_day_without_session_it_says_so(event):
    gate = Gate(event)
    told = gate.post("walkins", arrival()).json()
    assert told["message"] == (
        "Adelante, Ana. Hoy no hay sesión: se guarda, pero no cuenta como asistencia."
    )


def test_at_a_cancelled_event_it_says_so(gate):
    Event.objects.update(status=Event.Status.CANCELLED)
    told = gate.post("walkins", arrival()).json()
    assert told["message"].startswith("Este evento se canceló.")


@pytest.mark.parametrize(
    "broken",
    [
        {"given_names": " "},
        {"first_surname": "\u0000"},
        {"body_said": "", "body": None},
        {"body_said": "", "body": 10**7},
        {"id": "no"},
        {"came_at": "0001-01-01T00:00:00Z"},
        {"came_at": "ayer"},
        {"given_names": "A" * 81},
    ],
)
def test_what_is_no_arrival_is_refused_with_a_sentence(gate, broken):
    answer = gate.post("walkins", arrival(**broken))
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert not WalkIn.objects.exists()


def test_what_was_typed_in_a_hurry_is_tidied(gate):
    body = make_body("Instituto de Salud", acronym="ISEM")
    made = come(
        gate,
        given_names="  ana\tmaría ",
        body_said="isem",
        email="ana@",
        came_at="2026-01-01T09:00:00",
    )
    assert [made.given_names, made.body, made.email, made.body_said] == [
        "ana maría", body, "", "isem",
    ]  # fmt: skip


def test_bodies_are_told_for_choosing_without_network(gate, django_assert_num_queries):
    zumpango, acambay = make_body("Zumpango"), make_body("Acambay", acronym="ACA")
    make_body("De antes", is_active=False)
    gate.get("bodies")  # the first contact is noted
    with django_assert_num_queries(2):  # whose token it is, and they
        told = gate.get("bodies").json()
    assert told == [
        {"id": acambay.pk, "name": "Acambay", "acronym": "ACA"},
        {"id": zumpango.pk, "name": "Zumpango", "acronym": ""},
    ]


@pytest.mark.parametrize("path", ["walkins", "bodies"])
def test_without_a_pairing_nothing_is_told(client, path):
    send = client.post if path == "walkins" else client.get
    assert send(f"/api/v1/checkin/{path}").status_code == 401


# ---- Undone at the gate --------------------------------------------------------------------------


def undo(gate, walkin):
    return gate.post("undo", {"id": str(walkin.pk)})


def test_the_same_device_undoes_it_and_undoing_twice_is_undoing_once(gate):
    made = come(gate)
    first, second = undo(gate, made), undo(gate, made)
    assert [first.status_code, first.json()] == [200, second.json()]
    assert status(gate) == {"entered": 0, "inside": 0, "walkins": 0, "capacity": 2, "free": 2}
    assert WalkIn.objects.get().undone_by == str(gate.device)
    assert Entry.objects.filter(action="walkin.undone").count() == 1


def test_another_device_or_a_later_hour_may_not(gate, event):
    made = come(gate)
    other = Gate(event, token="otro", name="Puerta sur")
    assert undo(other, made).json()["detail"].startswith("Esta llegada se anotó en otro")
    WalkIn.objects.update(received_at=timezone.now() - AT_THE_GATE - timedelta(seconds=1))
    answer = undo(gate, made)
    assert [answer.status_code, answer.json()["detail"]] == [
        409,
        "Pasaron más de 15 minutos. Pide al personal que la deshaga en el panel.",
    ]
    assert WalkIn.objects.get().undone_at is None


def test_once_staff_said_who_it_is_the_gate_may_not(gate):
    body = make_body()
    made = come(gate, body)
    reconcile(walkin=made, person=make_person(body), by="Eva")
    assert undo(gate, made).status_code == 409
