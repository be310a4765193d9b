"""The door, told through its API: what each pass is answered, and what is kept."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia.models import Scan
from asistencia.presence import presences
from jornadas.codes import make_code, spoken
from jornadas.models import Event
from jornadas.registration import cancel
from tests.make import make_event, make_person, make_registration

from .conftest import Gate

pytestmark = pytest.mark.django_db


def kept():
    return list(Scan.objects.order_by("received_at").values_list("result", flat=True))


def who(registration):
    return {"name": registration.person.full_name, "body": registration.body.name}


def at_the_door(moment):
    at = timezone.localtime(moment)
    return f"{at.hour}:{at:%M}"


def test_a_pass_enters_once_and_the_second_time_is_told_when_and_where(gate, event):
    registration = make_registration(event)
    first = gate.reading(registration.code)
    assert gate.send(first) == [
        {
            "id": first["id"],
            "result": "admitted",
            "person": who(registration),
            "first": None,
            "message": f"Adelante, {registration.person.given_names}.",
        }
    ]
    other = Gate(event, token="otro", name="Puerta sur")
    [again] = other.send(other.reading(registration.code, at=9))
    entry = Scan.objects.get(pk=first["id"])
    assert (again["result"], again["person"]) == ("duplicate", who(registration))
    assert again["first"] == {
        "at": timezone.localtime(entry.scanned_at).isoformat(timespec="milliseconds"),
        "gate": "Puerta norte",
    }
    assert again["message"].endswith("por Puerta norte. Confirma que sea la misma persona.")
    assert at_the_door(entry.scanned_at) in again["message"]
    assert kept() == ["admitted", "duplicate"]


def test_the_same_id_gets_the_same_answer_and_changes_nothing(gate, event):
    registration = make_registration(event)
    readings = [
        gate.reading(registration.code),
        gate.reading(registration.code),
        gate.reading(make_code()),
    ]
    said = gate.send(*readings)
    assert gate.send(*readings) == said
    assert gate.send(*reversed(readings)) == said[::-1]
    assert Scan.objects.count() == 3


def test_the_same_id_from_another_phone_of_the_event_is_the_same_fact(gate, event):
    reading = gate.reading(make_registration(event).code)
    said = gate.send(reading)
    assert Gate(event, token="otro", name="Puerta sur").send(reading) == said
    assert kept() == ["admitted"]


def test_an_id_that_is_a_fact_of_another_event_tells_nothing(gate, event):
    reading = gate.reading(make_registration(event).code)
    gate.send(reading)
    stranger = Gate(make_event(), token="otro")
    [answer] = stranger.send(reading)
    assert (answer["result"], answer["person"]) == ("invalid", None)
    assert kept() == ["admitted"]


def test_somebody_who_left_comes_in_again(gate, event):
    code = make_registration(event).code
    steps = [(5, "entry"), (10, "exit"), (15, "entry"), (20, "entry"), (25, "exit"), (30, "entry")]
    said = [gate.scan(code, at=at, direction=direction)["result"] for at, direction in steps]
    assert said == ["admitted", "exit", "admitted", "duplicate", "exit", "admitted"]
    assert list(Scan.objects.admitted().order_by("visit").values_list("visit", flat=True)) == [
        1,
        2,
        3,
    ]


def test_two_exits_in_a_row_open_one_visit(gate, event):
    code = make_registration(event).code
    steps = [(5, "entry"), (10, "exit"), (11, "exit"), (15, "entry"), (16, "entry")]
    said = [gate.scan(code, at=at, direction=direction)["result"] for at, direction in steps]
    assert said == ["admitted", "exit", "exit", "admitted", "duplicate"]


def test_who_leaves_without_having_been_read_may_come_back(gate, event):
    code = make_registration(event).code
    assert gate.scan(code, at=5, direction="exit")["result"] == "exit"
    assert gate.scan(code, at=9)["result"] == "admitted"


def test_an_entry_told_late_does_not_reopen_the_door(gate, event):
    """A phone without network tells at 40 of an entry at 12, between an entry and an exit."""
    code = make_registration(event).code
    for at, direction in [(5, "entry"), (20, "exit"), (30, "entry")]:
        gate.scan(code, at=at, direction=direction)
    assert gate.scan(code, at=12)["result"] == "duplicate"


def test_those_without_a_seat_are_named_and_not_admitted(gate, event):
    _, second, waiting = (make_registration(event) for _ in range(3))
    answer = gate.scan(waiting.code)
    assert (answer["result"], answer["person"]) == ("waitlisted", who(waiting))
    cancel(registration=second, by="personal")
    answer = gate.scan(second.code)
    assert (answer["result"], answer["person"]) == ("cancelled", who(second))
    assert answer["message"] == (
        "Su inscripción está cancelada. Pide a la persona que pase con el personal."
    )
    # The seat that became free went to who waited.
    assert gate.scan(waiting.code)["result"] == "admitted"
    assert kept() == ["waitlisted", "cancelled", "admitted"]


def test_a_pass_of_another_event_says_whose_and_of_which(gate):
    other = make_registration(make_event(title="Foro de arranque"))
    answer = gate.scan(other.code)
    assert (answer["result"], answer["person"]) == ("other_event", who(other))
    assert "«Foro de arranque»" in answer["message"]


def test_at_a_cancelled_event_nobody_is_admitted(gate, event):
    registration = make_registration(event)
    Event.objects.update(status=Event.Status.CANCELLED)
    answer = gate.scan(registration.code)
    assert (answer["result"], answer["person"]) == ("cancelled", who(registration))
    assert answer["message"].startswith("Este evento se canceló.")


def test_who_registered_online_and_comes_is_admitted_with_a_word_about_room():
    event = make_event(modality=Event.Modality.HYBRID)
    registration = make_registration(event, mode="online")
    answer = Gate(event).scan(registration.code)
    assert answer["result"] == "admitted"
    assert answer["message"].endswith("Se inscribió en línea: confirma que haya lugar en la sala.")


def test_codes_nobody_has_are_kept_as_they_were_scanned(gate):
    code = make_code()
    # Digits only: no keyboard of another language makes a whole code of it.
    wrong = "2345678923456"
    long = "Ñandú & cía. " * 10
    assert [gate.scan(c)["result"] for c in [code, wrong, long, ""]] == [
        "unknown",
        "invalid",
        "invalid",
        "invalid",
    ]
    assert list(Scan.objects.order_by("received_at").values_list("code", flat=True)) == [
        code,
        wrong,
        long.strip()[:64],
        "",
    ]


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        spoken,
        lambda code: f" {spoken(code).replace(' ', '-')}\r\n",
        lambda code: code + "\t",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: f"https://jornadas.example.org/pase/{code}/",
        lambda code: f"HTTPS>&&JORNADAS.EXAMPLE.ORG&PASE&{code}&",
        lambda code: f"https://jornadas.example.org/pase/{code.lower()}",
    ],
)
def test_a_pass_is_read_however_it_arrives(gate, event, write):
    registration = make_registration(event)
    assert gate.scan(write(registration.code))["result"] == "admitted"
    assert Scan.objects.get().code == registration.code


def test_one_bad_entry_spoils_no_other(gate, event):
    one, two = make_registration(event), make_registration(event)
    good, also_good = gate.reading(one.code), gate.reading(two.code)
    bad = [
        None,
        [],
        {"id": "no es un uuid", "code": one.code, "scanned_at": good["scanned_at"]},
        {"id": str(uuid.uuid4()), "scanned_at": good["scanned_at"]},
        gate.reading(one.code, scanned_at="ayer"),
        gate.reading(one.code, scanned_at="0001-01-01T00:00:00Z"),
        gate.reading(one.code, direction="sideways"),
        gate.reading(one.code, direction=["entry"]),
        gate.reading(7),
    ]
    said = gate.send(good, *bad, also_good)
    assert [answer["result"] for answer in said] == ["admitted", *["invalid"] * 9, "admitted"]
    assert [answer["id"] for answer in said[3:-1]] == [entry["id"] for entry in bad[2:]]
    assert kept() == ["admitted", "admitted"]


def test_a_wrong_clock_is_kept_and_told_apart_from_the_time_of_arrival(gate, event):
    one, two = make_registration(event), make_registration(event)
    before = timezone.now()
    assert gate.scan(one.code, scanned_at="2003-05-05T09:00:00Z")["result"] == "admitted"
    assert gate.scan(two.code, scanned_at="2099-05-05T09:00:00+05:00")["result"] == "admitted"
    for scan in Scan.objects.all():
        assert before <= scan.received_at <= timezone.now()
        assert scan.session is None
    assert sorted(Scan.objects.values_list("scanned_at__year", flat=True)) == [2003, 2099]


def test_each_session_admits_once(db):
    event = make_event(sessions=2)
    gate, code = Gate(event), make_registration(event).code
    day = 24 * 60
    said = [gate.scan(code, at=at)["result"] for at in [5, 6, day + 5, day + 6]]
    assert said == ["admitted", "duplicate", "admitted", "duplicate"]
    (found,) = presences(Event.objects.get(), now=timezone.now() + timedelta(days=30)).values()
    assert [session.number for session in found.attended] == [1, 2]


def test_a_scan_costs_five_queries_whatever_it_is_answered(gate, event, django_assert_num_queries):
    registration = make_registration(event)
    gate.scan(registration.code)  # tells that the device is in use, at most every 30 s
    # Device, sessions, pass, what is known of it; the savepoint around the INSERT counts as two.
    for code in [registration.code, make_registration(event).code]:
        reading = gate.reading(code)
        with django_assert_num_queries(7):
            gate.send(reading)


def test_people_who_move_the_clock_do_not_change_who_is_first(gate, event):
    code = make_registration(event).code
    assert gate.scan(code, at=30)["result"] == "admitted"
    assert gate.scan(code, at=3)["result"] == "duplicate"


def test_last_contact_is_written_at_most_every_half_minute(gate):
    gate.scan(make_code())
    gate.device.refresh_from_db()
    first = gate.device.last_seen_at
    gate.scan(make_code())
    gate.device.refresh_from_db()
    assert first is not None
    assert gate.device.last_seen_at == first
    type(gate.device).objects.update(last_seen_at=first - timedelta(minutes=1))
    gate.scan(make_code())
    gate.device.refresh_from_db()
    assert gate.device.last_seen_at > first


def test_a_person_in_two_events_is_found_by_the_pass_not_by_the_name(gate, event):
    person = make_person()
    here = make_registration(event, person)
    there = make_registration(make_event(starts_in=timedelta(days=20)), person)
    assert [gate.scan(r.code)["result"] for r in (there, here)] == ["other_event", "admitted"]
