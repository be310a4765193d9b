"""Noting somebody without a registration on a phone: how many presses, and without network."""

import pytest
from playwright.sync_api import expect

from asistencia.devices import invite, pairing_url
from asistencia.models import Scan, WalkIn
from tests.browser import axe, overflows
from tests.make import make_body, make_event, make_person, make_registration

from .conftest import begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a person does: keys pressed and places touched.
COUNT = """
  window.presses = {keys: 0, touches: 0};
  addEventListener("keydown", () => { window.presses.keys += 1; }, true);
  addEventListener("click", (event) => {
    if (event.detail > 0) window.presses.touches += 1;
  }, true);
"""
# A hand is quicker here than a real one; a hand's pause is what tells it from a scanner.
HAND = 90


@pytest.fixture
def event(transactional_db):
    event = make_event(seats_in_person=5, title="Foro de arranque")
    make_registration(event, make_person(given_names="María", first_surname="Mejía"))
    for name, acronym in [
        ("Ayuntamiento de Toluca", ""),
        ("Organismo de Agua y Saneamiento de Toluca", "OAST"),
        ("Ayuntamiento de Metepec", ""),
        ("Instituto de Salud del Estado de México", "ISEM"),
    ]:
        make_body(name, acronym=acronym)
    begin(event)
    return event


@pytest.fixture
def gate(phone, live_server, event, settings):
    settings.SITE_URL = str(live_server)
    phone.add_init_script(COUNT)
    phone.goto(pairing_url(invite(event=event, gate="Puerta norte", by="Ana")))
    phone.get_by_role("button", name="Ya lo apunté: empezar").click()
    phone.wait_for_selector("#count-expected:has-text('1')")
    wait_for(
        phone, lambda: "Toluca" in phone.evaluate("localStorage.getItem('control.bodies') ?? ''")
    )
    yield phone
    assert phone.errors == []


def type_(page, text):
    page.keyboard.type(text, delay=HAND)


def note_ana(page, body="tol"):
    """From the first press to the person walking in."""
    page.get_by_role("button", name="Sin inscripción").click()
    type_(page, "Ana")
    page.keyboard.press("Enter")
    type_(page, "Ruiz")
    page.keyboard.press("Enter")
    type_(page, body)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Dejar pasar").click()


def came(count=1):
    return WalkIn.objects.count() == count


def wait_for(page, condition, seconds=10):
    for _ in range(seconds * 10):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def test_somebody_is_noted_in_fifteen_presses_and_well_under_thirty_seconds(gate, event):
    begun = gate.evaluate("() => { window.presses = {keys: 0, touches: 0}; return Date.now(); }")
    note_ana(gate)
    gate.wait_for_selector("#answer-words:has-text('Su llegada quedó registrada.')")
    seconds = (gate.evaluate("Date.now()") - begun) / 1_000
    presses = gate.evaluate("window.presses")
    made = WalkIn.objects.get()
    assert [made.given_names, made.first_surname, made.body.name, made.is_over] == [
        "Ana", "Ruiz", "Ayuntamiento de Toluca", False,
    ]  # fmt: skip
    # Ana ⏎ Ruiz ⏎ tol ⏎: ten letters and three Enters, between two touches.
    assert presses == {"keys": 13, "touches": 2}
    assert seconds < 15
    assert gate.locator("#answer-name").inner_text() == "Ana Ruiz"
    gate.wait_for_selector("#count-inside:has-text('1')")


def test_the_form_is_accessible_and_fits_a_phone(gate):
    gate.get_by_role("button", name="Sin inscripción").click()
    gate.get_by_label("Sujeto obligado", exact=True).focus()
    type_(gate, "tol")
    gate.wait_for_selector("#walkin-bodies li")
    assert gate.locator("#walkin-bodies li").all_inner_texts() == [
        "Ayuntamiento de Toluca",
        "Organismo de Agua y Saneamiento de Toluca",
    ]
    assert axe(gate) == []
    assert not overflows(gate)
    gate.get_by_role("button", name="Dejar pasar").click()
    expect(gate.locator("#walkin .error:visible")).to_have_text(
        [
            "Escribe su nombre.",
            "Escribe su primer apellido.",
            "Elige uno de la lista. Si no es ninguno, escríbelo completo.",
        ]
    )
    assert gate.evaluate("document.activeElement.id") == "walkin-given"
    assert axe(gate) == []
    small = """[...document.querySelectorAll(".gate-walkin :is(button, input, summary, li)")]
      .filter((e) => e.offsetHeight && e.offsetHeight < 44).length"""
    assert gate.evaluate(small) == 0


def test_a_name_looked_for_in_the_list_is_not_typed_again(gate):
    gate.locator("#field").focus()
    type_(gate, "Ana Luz Ruiz Paz")
    gate.get_by_role("button", name="Sin inscripción").click()
    values = """Object.fromEntries([...new FormData(document.getElementById("walkin"))]
      .slice(0, 3))"""
    assert gate.evaluate(values) == {
        "given_names": "Ana Luz",
        "first_surname": "Ruiz",
        "second_surname": "Paz",
    }
    assert gate.evaluate("document.activeElement.id") == "walkin-body"


def test_who_is_on_the_list_after_all_enters_with_their_registration(gate):
    gate.get_by_role("button", name="Sin inscripción").click()
    type_(gate, "maria")
    gate.keyboard.press("Enter")
    type_(gate, "mejia")
    gate.get_by_role("button", name="María Mejía").click()
    wait_for(gate, lambda: Scan.objects.filter(result="admitted").exists())
    assert not WalkIn.objects.exists()


def test_without_network_it_waits_on_the_phone_and_is_sent_once(gate, event):
    gate.context.set_offline(True)
    note_ana(gate)
    gate.wait_for_selector("#answer-note:has-text('Sin red')")
    gate.locator("#answer button").click()
    gate.wait_for_selector("#network:has-text('1 lectura está solo en este dispositivo')")
    assert not WalkIn.objects.exists()
    # The next of the same body: it is offered before anything is typed.
    gate.get_by_role("button", name="Sin inscripción").click()
    type_(gate, "Luis")
    gate.keyboard.press("Enter")
    type_(gate, "Mora")
    gate.keyboard.press("Enter")
    gate.get_by_role("option", name="Ayuntamiento de Toluca (igual que antes)").click()
    gate.get_by_role("button", name="Dejar pasar").click()
    gate.wait_for_selector("#answer-note:has-text('Sin red')")
    gate.locator("#answer button").click()
    gate.context.set_offline(False)
    wait_for(gate, lambda: came(2))
    gate.wait_for_selector("#network:has-text('Todo está enviado')")
    kept = WalkIn.objects.order_by("came_at").values_list("given_names", "body__name", "is_over")
    assert list(kept) == [
        ("Ana", "Ayuntamiento de Toluca", False),
        ("Luis", "Ayuntamiento de Toluca", False),
    ]


def test_an_answer_that_is_lost_doubles_nobody(gate):
    """The server keeps it, the phone never hears so and sends it again."""
    lost = []

    def lose(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    gate.route("**/api/v1/checkin/walkins", lose)
    note_ana(gate)
    gate.wait_for_selector("#network:has-text('Todo está enviado')")
    wait_for(gate, lambda: came(1) and len(lost) == 1)
    wait_for(gate, lambda: "Por enviar" not in gate.locator("#log").inner_text())
    assert came(1)


def test_a_full_house_asks_why_before_sending(gate, event):
    for _ in range(4):
        make_registration(event)
    gate.wait_for_selector("#count-expected:has-text('5')", timeout=15_000)
    note_ana(gate)
    reason = gate.get_by_label("Ya no hay lugar: ¿por qué entra?")
    assert gate.locator("#walkin-reason-error").inner_text().startswith("Ya no quedan lugares.")
    assert not WalkIn.objects.exists()
    reason.fill("Viene a exponer")
    gate.keyboard.press("Enter")
    gate.wait_for_selector("#answer-words:has-text('el motivo quedó registrado')")
    assert [WalkIn.objects.get().is_over, WalkIn.objects.get().reason] == [True, "Viene a exponer"]


def test_filled_up_meanwhile_the_form_comes_back_with_what_was_typed(gate, event):
    for _ in range(4):
        make_registration(event)
    note_ana(gate)
    gate.wait_for_selector("#walkin-problem:has-text('Ya no quedan lugares')")
    assert gate.get_by_label("Nombre(s)").input_value() == "Ana"
    assert gate.get_by_label("Sujeto obligado", exact=True).input_value() == (
        "Ayuntamiento de Toluca"
    )
    gate.get_by_label("Ya no hay lugar: ¿por qué entra?").fill("Cabe una silla")
    gate.get_by_role("button", name="Dejar pasar").click()
    gate.wait_for_selector("#answer-words:has-text('el motivo quedó registrado')")
    assert came(1)
    assert gate.locator("#log li").count() == 1


def test_it_is_undone_from_the_list(gate):
    note_ana(gate)
    gate.wait_for_selector("#answer-words:has-text('Su llegada quedó registrada.')")
    gate.locator("#answer button").click()
    gate.get_by_role("button", name="Deshacer la lectura de Ana Ruiz").click()
    gate.get_by_role("button", name="Deshacer", exact=True).click()
    gate.wait_for_selector("#log :text('Deshecha')")
    assert WalkIn.objects.get().undone_at is not None
    gate.wait_for_selector("#count-inside:has-text('0')")
