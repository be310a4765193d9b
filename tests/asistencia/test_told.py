"""What a phone said while it could not ask is kept beside what the server says."""

import pytest

from asistencia.models import Scan
from tests.make import make_registration

from .conftest import Gate

pytestmark = pytest.mark.django_db


def kept():
    return list(Scan.objects.order_by("received_at").values_list("result", "told"))


def test_what_the_phone_said_is_kept_and_changes_nothing_of_the_answer(gate, event):
    code = make_registration(event).code
    gate.scan(code, told="admitted")
    assert gate.scan(code, at=9, told="admitted")["result"] == "duplicate"
    assert kept() == [("admitted", "admitted"), ("duplicate", "admitted")]


@pytest.mark.parametrize("told", ["", None, 7, [], {}, "perhaps", "admitted\x00"])
def test_words_nobody_knows_spoil_no_reading(gate, event, told):
    assert gate.scan(make_registration(event).code, told=told)["result"] == "admitted"
    assert kept() == [("admitted", "")]


def test_who_got_no_answer_says_later_what_it_said_by_itself(gate, event):
    """The first request arrived and its answer was lost; the phone judged and sends it again."""
    registration = make_registration(event)
    gate.scan(registration.code)
    reading = gate.reading(registration.code, at=9)
    said = gate.send(reading)
    assert gate.send(reading | {"told": "admitted"}) == said
    assert gate.send(reading | {"told": "unknown"}) == said
    other = Gate(event, token="otro", name="Puerta sur")
    assert other.send(reading | {"told": "cancelled"}) == said
    assert kept() == [("admitted", ""), ("duplicate", "admitted")]
