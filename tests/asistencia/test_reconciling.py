"""Who came without a registration is put in order: chosen, corrected, undone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia import roster
from asistencia.models import Scan
from asistencia.presence import presences
from asistencia.walkins import reconcile, reopen, undo_with_reason
from bitacora.models import Entry
from correo.models import Message
from jornadas.models import Event, Registration
from jornadas.refusal import Refusal
from tests.make import make_body, make_event, make_person, make_registration

from .conftest import Gate, begin
from .walkin_story import come, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(event):
    begin(event)
    return Gate(event)


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
