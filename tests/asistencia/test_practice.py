"""Trying a door out: practice passes are read like any other and count for nothing; and what
keyboards make of a code is read all the same."""

import pytest

from asistencia import roster
from asistencia.keyboards import read_code, read_codes
from asistencia.models import Scan
from asistencia.practice import PASSES, number_of
from asistencia.presence import presences
from jornadas.codes import is_practice, make_code, practice_code
from tests.make import make_registration

from .keyboard_samples import SAMPLES

PASS = PASSES[0]


@pytest.mark.parametrize(("text", "codes"), SAMPLES.values(), ids=SAMPLES)
def test_a_code_is_read_whatever_a_keyboard_makes_of_it(text, codes):
    assert read_codes(text) == codes
    if len(codes) == 1:
        assert read_code(text) == codes[0]


def test_no_keyboard_turns_one_pass_into_another():
    """A code as it should be is never read as what another keyboard would have meant."""
    assert all(read_codes(code) == [code] for code in (make_code() for _ in range(500)))


def test_there_are_three_practice_passes_and_each_says_what_to_do():
    assert [number_of(one.code) for one in PASSES] == [1, 2, 3]
    assert all(is_practice(one.code) for one in PASSES)
    assert len({one.message for one in PASSES}) == 3
    assert all("no cuenta" in one.message for one in PASSES)


@pytest.mark.django_db
def test_a_practice_pass_is_a_fact_that_counts_nowhere(gate, event):
    registration = make_registration(event)
    session = event.sessions.get()
    before = roster.counts(event, session), roster.changes(event).people
    readings = [gate.reading(PASS.code, at=at) for at in (1, 2)]
    said = gate.send(*readings)
    assert said == [
        {
            "id": reading["id"],
            "result": "practice",
            "person": None,
            "first": None,
            "message": PASS.message,
        }
        for reading in readings
    ]
    assert gate.send(*readings) == said
    assert gate.scan(PASS.code.lower(), direction="exit")["result"] == "practice"
    assert (
        list(Scan.objects.values_list("result", "code", "registration"))
        == [("practice", PASS.code, None)] * 3
    )
    assert (roster.counts(event, session), roster.changes(event).people) == before
    assert not Scan.objects.admitted().exists()
    assert presences(event)[registration.pk].minutes == 0


@pytest.mark.django_db
def test_a_practice_pass_that_nobody_printed_is_practice_too(gate):
    assert gate.scan(practice_code(4711)) | {"id": ""} == {
        "id": "",
        "result": "practice",
        "person": None,
        "first": None,
        "message": "Pase de práctica: se leyó bien y no cuenta.",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["PRACT1CA0001A", "PRACTICA", "PRACT1CA"])
def test_what_only_looks_like_practice_is_not(gate, text):
    assert gate.scan(text)["result"] == "invalid"


@pytest.mark.django_db
def test_a_pass_read_with_another_keyboard_enters(gate, event):
    registration = make_registration(event)
    swapped = registration.code.translate(str.maketrans("YZ", "ZY"))
    assert gate.scan(swapped.lower())["result"] == "admitted"
    assert Scan.objects.get().code == registration.code
    assert gate.scan(registration.code * 2)["result"] == "duplicate"
