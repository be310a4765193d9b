"""The gate's page in a real Chromium, on a phone: pairing, every way of reading, no network."""

import pytest

from asistencia.devices import invite, make_device, pairing_url, revoke
from asistencia.models import Scan
from tests.browser import axe, overflows
from tests.make import make_event, make_person, make_registration

from .conftest import begin
from .gate_page import (
    FAKE_CAMERA,
    PATIENT_WITH_KEYS,
    answered,
    pair,
    show_to_camera,
    type_fast,
    unlock,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(transactional_db):
    event = make_event(seats_in_person=5, title="Foro de arranque")
    for given, first in [("María del Rosario", "Mejía"), ("José", "Núñez"), ("Ángel", "Íñiguez")]:
        make_registration(event, make_person(given_names=given, first_surname=first))
    begin(event)
    return event


@pytest.fixture
def codes(event):
    return list(event.registrations.order_by("pk").values_list("code", flat=True))


@pytest.fixture
def gate(phone, live_server, event, settings):
    """A phone that has opened the invitation of the north gate."""
    settings.SITE_URL = str(live_server)
    phone.add_init_script(FAKE_CAMERA)
    phone.add_init_script(PATIENT_WITH_KEYS)
    pair(phone, event)
    phone.wait_for_selector("#count-expected:has-text('3')")
    yield phone
    assert phone.faults == []


def kept():
    return list(Scan.objects.order_by("scanned_at").values_list("result", flat=True))


def shown_counts(page):
    return [page.inner_text(f"#count-{name}") for name in ("inside", "entered")]


def test_the_invitation_leaves_no_secret_in_the_address_and_its_pin_opens_the_page_again(
    gate, live_server, event
):
    assert gate.url == f"{live_server}/control/"
    gate.reload()
    gate.wait_for_selector("#lock-gate:has-text('Puerta norte')")
    unlock(gate, event.devices.get().pin)
    gate.wait_for_selector("#gate:has-text('Puerta norte')")


def test_a_phone_is_paired_with_its_camera_and_then_reads_passes(
    phone, live_server, event, codes, settings
):
    settings.SITE_URL = str(live_server)
    phone.add_init_script(FAKE_CAMERA)
    phone.goto(f"{live_server}/control/")
    phone.click("#camera-off")
    show_to_camera(phone, pairing_url(invite(event=event, gate="Sur", by="Ana")))
    phone.click("#pin-noted")
    phone.wait_for_selector("#gate:has-text('Sur')")
    show_to_camera(phone, codes[0])
    assert answered(phone, "Adelante") == "Adelante, María del Rosario."
    # Held before the camera it is one reading; shown again later it is another.
    phone.wait_for_timeout(3_500)
    show_to_camera(phone, None)
    assert kept() == ["admitted"]
    show_to_camera(phone, codes[1])
    assert answered(phone, "Adelante") == "Adelante, José."
    assert phone.faults == []


def test_a_usb_scanner_works_without_touching_anything(gate, codes):
    type_fast(gate, codes[0])
    answered(gate, "Adelante")
    type_fast(gate, codes[1].lower(), end="Tab")
    answered(gate, "Adelante")
    gate.wait_for_timeout(3_100)  # the same pass within three seconds is the same reading
    # Two readings glued together, and nothing at the end.
    type_fast(gate, codes[2] + codes[0], end="")
    gate.wait_for_selector("#log li:nth-child(4)")
    gate.wait_for_selector("#log em:has-text('Por enviar')", state="detached")
    assert kept() == ["admitted", "admitted", "admitted", "duplicate"]
    assert gate.inner_text("#count-inside") == "3"


def test_a_code_is_typed_and_a_wrong_character_is_told_at_once(gate, event, codes):
    # Letters alone are taken for a name until the code is whole.
    code = next(code for code in codes if any(c.isdigit() for c in code[:9]))
    person = event.registrations.get(code=code).person
    gate.fill("#field", code[:9].lower())
    assert gate.inner_text("#typed-hint").startswith("Faltan 4 caracteres")
    # Digits only: no keyboard of another language makes a whole code of it.
    gate.fill("#field", "2345678923456")
    assert gate.inner_text("#typed-hint") == "Algún carácter está mal: compáralo con el pase."
    gate.fill("#field", f"{code[:4]} {code[4:8]} {code[8:]}")
    assert gate.inner_text("#typed-hint") == (
        f"Código completo de {person.given_names} {person.first_surname}. Pulsa Registrar."
    )
    gate.press("#field", "Enter")
    assert answered(gate, "Adelante") == f"Adelante, {person.given_names}."


def test_somebody_without_a_pass_is_found_by_name_whatever_the_accents(gate):
    gate.fill("#field", "nunez jose")
    gate.click("#found button")
    assert gate.inner_text("#question-title") == "¿Registrar la entrada de José Núñez?"
    gate.click("#question-yes")
    assert answered(gate, "Adelante") == "Adelante, José."
    gate.fill("#field", "núñez")
    gate.wait_for_selector("#found .tag:has-text('Ya entró')")
    gate.fill("#field", "zzz")
    assert gate.inner_text("#found-more").startswith("No hay nadie con «zzz»")


def test_a_reading_does_not_press_the_button_of_an_open_question(gate, codes):
    gate.fill("#field", "nunez")
    gate.click("#found button")
    gate.wait_for_selector("#question-yes:visible")
    type_fast(gate, codes[0])
    assert answered(gate, "Adelante") == "Adelante, María del Rosario."
    assert list(Scan.objects.values_list("code", flat=True)) == [codes[0]]


def test_a_mistake_is_undone(gate, codes):
    type_fast(gate, codes[0])
    answered(gate, "Adelante")
    gate.click("#log button")
    gate.click("#question-yes")
    gate.wait_for_selector("#log:has-text('Deshecha')")
    assert Scan.objects.standing().count() == 0
    type_fast(gate, codes[0])
    answered(gate, "Adelante")
    assert Scan.objects.admitted().count() == 1


def test_who_leaves_is_read_as_leaving(gate, codes):
    type_fast(gate, codes[0])
    answered(gate, "Adelante")
    gate.check("[name=direction][value=exit]", force=True)
    type_fast(gate, codes[0])
    assert answered(gate, "Salida") == "Salida registrada. Hasta pronto, María del Rosario."
    assert gate.inner_text("#count-inside") == "0"


def test_without_network_readings_wait_here_in_order_and_go_out_by_themselves(gate, codes):
    gate.context.set_offline(True)
    for code in codes:
        type_fast(gate, code)
        assert answered(gate, "Adelante") == "La entrada queda guardada en este dispositivo."
    assert gate.inner_text("#network") == (
        "Sin red. 3 lecturas están solo en este dispositivo; se envían solas al volver la señal."
    )
    assert kept() == []
    assert shown_counts(gate) == ["3", "3"]
    gate.context.set_offline(False)
    gate.wait_for_selector("#network:has-text('Con red. Todo está enviado.')")
    assert shown_counts(gate) == ["3", "3"]
    gate.wait_for_selector("#log em:has-text('Por enviar')", state="detached")
    assert list(Scan.objects.order_by("scanned_at").values_list("code", "result")) == [
        (code, "admitted") for code in codes
    ]


# The counts are asked before the readings are in, and arrive after them; the next regular asking,
# every ten seconds (static/js/gate/refresh.js), never comes.
LATE_COUNTS = """
  const every = window.setInterval;
  window.setInterval = (work, time, ...more) => time === 10000 ? 0 : every(work, time, ...more);
  const ask = window.fetch;
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  let late = true;
  window.fetch = async (url, options) => {
    const isLate = late && url.endsWith("/status");
    if (isLate) late = false;
    if (url.endsWith("/scans")) await wait(500);
    const response = await ask(url, options);
    if (isLate) await wait(2000);
    return response;
  };
"""


def test_counts_older_than_the_last_reading_are_asked_again(gate, codes, event):
    gate.route("**/api/**", lambda route: route.abort())
    type_fast(gate, codes[0])
    answered(gate, "Adelante")
    gate.unroute("**/api/**")
    gate.add_init_script(LATE_COUNTS)
    gate.reload()
    unlock(gate, event.devices.get().pin)
    gate.wait_for_selector("#network[data-state=sent]")
    assert kept() == ["admitted"]
    gate.wait_for_timeout(3_000)
    assert gate.inner_text("#count-inside") == "1"


def test_what_the_server_says_later_is_told_when_it_differs(gate, codes, event):
    gate.context.set_offline(True)
    type_fast(gate, codes[0])
    answered(gate, "Adelante")
    other, _ = make_device(event=event, gate="Puerta sur", by="Ana")
    registration = event.registrations.get(code=codes[0])
    Scan.objects.create(
        event=event,
        device=other,
        session=event.sessions.get(),
        registration=registration,
        code=codes[0],
        result="admitted",
        scanned_at=event.sessions.get().starts_at,
    )
    gate.context.set_offline(False)
    assert answered(gate, "Ya entró").startswith("Antes dijo «Adelante». Ya entró a ")
    assert sorted(kept()) == ["admitted", "duplicate"]
    row = gate.inner_text("#log li:first-child")
    assert "Antes dijo «Adelante», ahora dice «Ya entró»: Ya entró a " in row
    assert "Puerta sur" in row
    assert gate.inner_text("#late-words") == "Una lectura hecha sin red tiene ahora otra respuesta."
    gate.click("#log [data-part=see]")
    gate.wait_for_selector("#late", state="hidden")


def test_a_device_that_was_revoked_says_so_and_asks_to_be_paired(gate, event, codes):
    revoke(device=event.devices.get(), by="Ana")
    type_fast(gate, codes[0])
    gate.wait_for_selector("#pair-problem:has-text('El personal retiró este dispositivo.')")
    assert kept() == []


def test_the_page_is_accessible_and_fits_a_phone(gate, codes):
    assert axe(gate) == []
    assert not overflows(gate)
    gate.fill("#field", "mejia")
    assert axe(gate) == []
    gate.fill("#field", "")
    gate.evaluate("document.activeElement.blur()")
    type_fast(gate, codes[0])
    gate.wait_for_selector("#answer:visible")
    assert axe(gate) == []
    gate.faults.clear()  # axe itself tries styles that the CSP stops


def test_before_pairing_the_page_says_what_to_do(phone, live_server):
    phone.goto(f"{live_server}/control/")
    phone.wait_for_selector("h1:visible")
    assert "lee con la cámara el código QR" in phone.inner_text("main:visible")
    assert axe(phone) == []
    phone.click("summary")
    phone.fill("#link", "https://example.org/nada")
    phone.click("#link-form button")
    phone.wait_for_selector("#pair-problem:has-text('Ese código no es de emparejamiento.')")


def test_the_options_close_by_escape_and_by_a_touch_beside_them(gate):
    gate.click("#menu summary")
    gate.wait_for_selector("#lock-now:visible")
    gate.keyboard.press("Escape")
    gate.wait_for_selector("#lock-now", state="hidden")
    assert gate.evaluate("document.activeElement.parentElement.id") == "menu"
    gate.click("#menu summary")
    gate.click("h2:has-text('Últimas lecturas')")
    gate.wait_for_selector("#lock-now", state="hidden")
