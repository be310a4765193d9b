"""Presses: they stay for the next document, and whatever happens to one, the next is printed."""

import io
import os
import signal

import pytest
from pypdf import PdfReader

from documentos import printing
from documentos.printing import Press, press, print_all
from documentos.typesetting import FONTS, TypesettingError

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.text, date: datetime(year: 2026, month: 11, day: 28))
#set text(font: "Source Sans 3", lang: "es")
#if data.text == "mal" { panic("no se puede") }
#data.text, #str(data.qr.modules)
"""


@pytest.fixture
def order(tmp_path):
    (tmp_path / "one.typ").write_text(TEMPLATE)
    about = {"template": "one", "root": str(tmp_path), "fonts": str(FONTS), "qr": "hola"}
    return lambda text: about | {"data": {"text": text}}


@pytest.fixture
def own():
    one = Press()
    yield one
    one.close()


def text_of(pdf: bytes) -> str:
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_it_stays_for_the_next_document(own, order):
    assert [text_of(own.ask(order(text))) for text in ("Ñandú", "b")] == ["Ñandú, 29", "b, 29"]
    first = own._child.pid
    own.ask(order("c"))
    assert own._child.pid == first


def test_one_that_cannot_be_set_says_why_and_stops_nothing(own, order):
    with pytest.raises(TypesettingError, match="no se puede"):
        own.ask(order("mal"))
    assert text_of(own.ask(order("b"))) == "b, 29"


def test_a_press_that_was_killed_is_begun_anew(own, order):
    own.ask(order("a"))
    os.kill(own._child.pid, signal.SIGKILL)
    assert text_of(own.ask(order("b"))) == "b, 29"


def test_a_press_is_replaced_after_so_many_documents(own, order, monkeypatch):
    monkeypatch.setattr(printing, "RECYCLED", 2)
    pids = []
    for _ in range(5):
        own.ask(order("a"))
        pids.append(own._child.pid)
    assert [pids.index(pid) for pid in pids] == [0, 0, 2, 2, 4]


def test_one_that_takes_too_long_is_stopped(own, order, monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 0.01)
    with pytest.raises(TypesettingError, match="took over"):
        own.ask(order("a"))
    monkeypatch.setattr(printing, "SECONDS", 30)
    assert text_of(own.ask(order("b"))) == "b, 29"


def test_a_forked_process_does_not_speak_into_its_parents(order):
    press().ask(order("a"))
    mine = press()
    end, begin = os.pipe()
    child = os.fork()
    if not child:
        os.write(begin, b"own" if press() is not mine else b"parent's")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(end, 20) == b"own"
    assert text_of(mine.ask(order("b"))) == "b, 29"
    os.close(end)
    os.close(begin)


def test_many_come_in_order_each_with_its_own(order):
    some = [(number, order(f"n{number}")) for number in range(25)]
    assert [(number, text_of(pdf)) for number, pdf in print_all(some)] == [
        (number, f"n{number}, 29") for number in range(25)
    ]


def test_of_many_only_a_few_are_made_ahead(order):
    made = []

    def orders():
        for number in range(100):
            made.append(number)
            yield number, order("a")

    printed = print_all(orders())
    next(printed)
    ahead = len(made)
    printed.close()
    assert ahead <= printing.AHEAD * printing.MOST + 1
    assert len(made) == ahead
