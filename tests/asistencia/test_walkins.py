"""Who comes without a registration: kept once, let in, counted, put in order afterwards."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia import roster
from asistencia.models import Scan, WalkIn
from asistencia.presence import presences
from asistencia.undo import AT_THE_GATE
from asistencia.walkins import reconcile, reopen, undo_with_reason
from bitacora.models import Entry
from correo.models import Message
from jornadas.models import Event, Registration
from jornadas.refusal import Refusal
from tests.make import make_body, make_event, make_person, make_registration

from .conftest import Gate, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(event):
    begin(event)
    return Gate(event)


def arrival(of=None, **fields):
    return {
        "id": str(uuid.uuid4()),
        "given_names": "Ana",
        "first_surname": "Ruiz",
        "body": of and of.pk,
        "body_said": "" if of else "Ayuntamiento de Metepec",
        "came_at": timezone.now().isoformat(),
    } | fields


def come(gate, body=None, **fields):
    answer = gate.post("walkins", arrival(body, **fields))
    assert answer.status_code == 200, answer.content
    return WalkIn.objects.get(pk=answer.json()["id"])


def status(gate) -> dict:
    told = gate.get("status").json()
    return {name: told["counts"][name] for name in ("entered", "inside", "walkins")} | {
        "capacity": told["capacity"],
        "free": told["free"],
    }


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


# ---- Reconciled with the roster ------------------------------------------------------------------


def minutes(registration) -> int:
    event = Event.objects.prefetch_related("sessions").get(pk=registration.event_id)
    [found] = presences(event, [registration], now=timezone.now() + timedelta(hours=3)).values()
    return found.minutes


def test_a_reconciled_walkin_counts_like_any_entry(gate, event):
    """The session runs an hour and began half an hour ago; they came ten minutes ago."""
    body = make_body()
    person = make_person(body, post="Titular", given_names="Ana", first_surname="Ruiz")
    made = come(gate, body, came_at=(timezone.now() - timedelta(minutes=10)).isoformat())
    made = reconcile(walkin=made, person=person, by="Eva")
    registration = Registration.objects.get()
    assert [registration.person, registration.body, registration.post, registration.status] == [
        person, body, "Titular", "confirmed",
    ]  # fmt: skip
    assert registration.source == Registration.Source.WALKIN
    assert [made.registration, made.reconciled_by] == [registration, "Eva"]
    entry = Scan.objects.get()
    assert [entry.pk, entry.result, entry.scanned_at, entry.device] == [
        made.pk, "admitted", made.came_at, gate.device,
    ]  # fmt: skip
    assert minutes(registration) in (39, 40)
    assert status(gate) == {"entered": 1, "inside": 1, "walkins": 0, "capacity": 2, "free": 1}
    [told] = gate.get("roster").json()["people"]
    assert [told["name"], told["inside"]] == ["Ana Ruiz", True]
    # The pass of who has one by now: they are inside already.
    assert gate.scan(registration.code, at=25)["result"] == "duplicate"


def test_who_was_registered_keeps_their_registration(gate, event):
    registration = make_registration(event)
    made = reconcile(walkin=come(gate), person=registration.person, by="Eva")
    assert made.registration == registration
    assert Registration.objects.get().source == Registration.Source.SELF


def test_who_waited_in_line_has_the_seat_they_took(gate, event):
    for _ in range(2):
        make_registration(event)
    waiting = make_registration(event)
    assert waiting.status == "waitlisted"
    made = come(gate, reason="Cabe una silla más")
    reconcile(walkin=made, person=waiting.person, by="Eva")
    waiting.refresh_from_db()
    assert [waiting.status, waiting.place_in_line] == ["confirmed", None]
    assert Scan.objects.get().result == "admitted"
    promoted = Entry.objects.get(action="registration.promoted")
    assert promoted.detail == {"reason": "Cabe una silla más"}


def test_who_cancelled_and_came_all_the_same_gets_another_registration(gate, event):
    registration = make_registration(event)
    Registration.objects.update(
        status="cancelled", cancelled_at=timezone.now(), cancelled_by="prueba"
    )
    made = reconcile(walkin=come(gate), person=registration.person, by="Eva")
    assert [one.status for one in event.registrations.order_by("pk")] == ["cancelled", "confirmed"]
    assert made.registration.pk != registration.pk


def test_who_came_in_with_the_pass_as_well_is_inside_once(gate, event):
    registration = make_registration(event)
    gate.scan(registration.code, at=1)
    reconcile(walkin=come(gate), person=registration.person, by="Eva")
    assert sorted(Scan.objects.values_list("result", flat=True)) == ["admitted", "duplicate"]
    assert status(gate)["entered"] == 1


def test_over_capacity_the_reason_of_the_door_serves_and_otherwise_one_is_asked(gate, event):
    for _ in range(2):
        make_registration(event)
    body = make_body()
    made = come(gate, body, offline=True)
    person = make_person(body)
    with pytest.raises(Refusal, match="Escribe por qué se le dio uno"):
        reconcile(walkin=made, person=person, by="Eva")
    reconcile(walkin=made, person=person, reason="Entró sin red", by="Eva")
    created = Entry.objects.filter(action="registration.created").latest("pk")
    assert created.detail == {"reason": "Entró sin red"}
    assert event.registrations.confirmed().count() == 3


def test_one_person_is_one_walkin(gate):
    body = make_body()
    person = make_person(body)
    reconcile(walkin=come(gate, body), person=person, by="Eva")
    with pytest.raises(Refusal, match="ya tiene otra llegada sin inscripción"):
        reconcile(walkin=come(gate, body), person=person, by="Eva")
    assert Scan.objects.count() == 1


def test_somebody_without_a_post_comes_from_where_they_said(gate):
    body = make_body()
    nobody = make_person(False)
    made = reconcile(walkin=come(gate, body, post="Asesora"), person=nobody, by="Eva")
    assert [made.registration.body, made.registration.post] == [body, "Asesora"]
    with pytest.raises(Refusal, match="no tenía una adscripción vigente"):
        reconcile(walkin=come(gate), person=make_person(False), by="Eva")


def test_at_a_cancelled_event_nobody_is_reconciled(gate):
    made = come(gate)
    Event.objects.update(status=Event.Status.CANCELLED)
    with pytest.raises(Refusal, match="se canceló"):
        reconcile(walkin=made, person=make_person(), by="Eva")
    assert not Registration.objects.exists()


def test_the_pass_is_sent_where_a_session_is_still_to_come(db):
    event = make_event(sessions=2, starts_in=timedelta(minutes=-30))
    gate, body = Gate(event), make_body()
    reconcile(walkin=come(gate, body), person=make_person(body), by="Eva")
    assert list(Message.objects.values_list("kind", flat=True)) == ["jornadas.confirmed"]
    event.sessions.filter(number=2).delete()
    reconcile(walkin=come(gate, body), person=make_person(body), by="Eva")
    assert Message.objects.count() == 1


# ---- Corrected and undone in the panel -----------------------------------------------------------


def test_a_wrong_person_is_corrected_and_the_right_one_chosen(gate, event):
    body = make_body()
    wrong, right = make_person(body), make_person(body)
    made = reconcile(walkin=come(gate, body), person=wrong, by="Eva")
    with pytest.raises(Refusal, match="Escribe por qué"):
        reopen(walkin=made, reason=" ", by="Eva")
    made = reopen(walkin=made, reason="Era su tocaya", by="Eva")
    assert [made.registration, made.reconciled_at] == [None, None]
    assert event.registrations.get().status == "cancelled"
    assert not Scan.objects.standing().exists()
    assert status(gate)["walkins"] == 1
    made = reconcile(walkin=made, person=right, by="Eva")
    assert Scan.objects.admitted().get().registration == made.registration
    assert made.registration.person == right
    assert status(gate) == {"entered": 1, "inside": 1, "walkins": 0, "capacity": 2, "free": 1}
    # And back to whom it was said to be first: another entry, not the one that was undone.
    made = reopen(walkin=made, reason="Sí era", by="Eva")
    made = reconcile(walkin=made, person=wrong, by="Eva")
    assert Scan.objects.admitted().get().registration.person == wrong


def test_correcting_leaves_what_others_know_of_a_person(gate, event):
    """They were registered, or came in with their pass: that stays."""
    registration = make_registration(event)
    gate.scan(registration.code, at=1)
    made = reconcile(walkin=come(gate), person=registration.person, by="Eva")
    reopen(walkin=made, reason="No era", by="Eva")
    registration.refresh_from_db()
    assert registration.status == "confirmed"
    assert [scan.result for scan in Scan.objects.standing()] == ["admitted"]


@pytest.mark.parametrize("reconciled", [False, True])
def test_staff_undo_a_walkin_with_a_reason(gate, event, reconciled):
    body = make_body()
    made = come(gate, body)
    if reconciled:
        reconcile(walkin=made, person=make_person(body), by="Eva")
    with pytest.raises(Refusal, match="Escribe por qué"):
        undo_with_reason(walkin=made, reason="", by="Eva")
    made = undo_with_reason(walkin=made, reason="Se anotó dos veces", by="Eva")
    assert [made.undone_by, made.undone_reason] == ["Eva", "Se anotó dos veces"]
    assert status(gate) == {"entered": 0, "inside": 0, "walkins": 0, "capacity": 2, "free": 2}
    with pytest.raises(Refusal, match="ya estaba deshecha"):
        reconcile(walkin=made, person=make_person(body), by="Eva")
    assert Entry.objects.get(action="walkin.undone").detail == {"reason": "Se anotó dos veces"}


def test_the_counts_cost_the_same_for_one_and_for_three(gate, event, django_assert_num_queries):
    session = event.sessions.get()
    for number in range(3):
        come(gate, reason="x")
        if number != 1:
            with django_assert_num_queries(4):
                roster.counts(event, session)
