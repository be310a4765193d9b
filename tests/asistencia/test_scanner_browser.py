"""USB scanners in a real Chromium: what each does wrong is told by the page of the test, and the
gate reads its passes all the same."""

import json

import pytest

from asistencia import readiness
from asistencia.devices import invite, pairing_url
from asistencia.models import Scan
from asistencia.practice import PASSES
from asistencia.scanner_views import SCANNER_TEST
from jornadas.codes import ALPHABET, is_valid
from tests.browser import axe, overflows
from tests.make import make_event, make_person, make_registration

from .conftest import begin
from .keyboard_samples import SAMPLES
from .keys import FRENCH, GERMAN, SPANISH, UNITED_STATES, Scanner
from .readiness_samples import READY
from .readiness_samples import SAMPLES as READINESS_SAMPLES
from .test_gate_browser import answered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# On a busy machine the keys of a test come slower than those of a scanner: the silences that end a
# reading last longer here, and the pace of a hand is ten times as slow.
PATIENT_WITH_KEYS = """
  const wait = window.setTimeout;
  window.setTimeout = (work, time, ...more) =>
    wait(work, time === 150 || time === 700 ? 1500 : time, ...more);
  const stamps = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp").get;
  Object.defineProperty(Event.prototype, "timeStamp", {get() { return stamps.call(this) / 10; }});
"""


# ---- The page of the test ----------------------------------------------------------------------


@pytest.fixture
def test_page(desktop, live_server):
    desktop.add_init_script(PATIENT_WITH_KEYS)
    desktop.goto(f"{live_server}/control/lector/")
    yield desktop
    assert desktop.faults == []


def found(page) -> list[str]:
    page.wait_for_selector("#findings .notice")
    said = page.locator("#findings strong").all_inner_texts()
    page.evaluate("document.querySelector('#findings').replaceChildren()")
    return said


WORKS = "El lector lee bien."
HELPED = "El lector sirve: la puerta corrige sola lo que sigue."
AS_UNITED_STATES = (
    "El lector escribe como un teclado de Estados Unidos y el de este dispositivo está en "
)
PUNCTUATION = "la puntuación llega cambiada («-» en lugar de «/»)."
Y_AND_Z = "la Y y la Z llegan al revés, y la puntuación cambiada."
CAPS = "Las mayúsculas llegan como minúsculas y al revés: Bloq Mayús está encendido."
NO_END = "Falta el Enter al final de la lectura."
TWICE = "El Enter llega dos veces."
TAB = "La lectura termina con Tab, no con Enter."
GLUED = "Llegaron dos lecturas pegadas, sin nada entre ellas."

CASES = {
    "nothing wrong": ({}, SCANNER_TEST, ["Enter"], [WORKS]),
    "a Spanish computer": (
        {"computer": SPANISH},
        SCANNER_TEST,
        ["Enter"],
        [HELPED, f"{AS_UNITED_STATES}español: {PUNCTUATION}"],
    ),
    "a German computer": (
        {"computer": GERMAN},
        SCANNER_TEST,
        ["Enter"],
        [HELPED, f"{AS_UNITED_STATES}alemán: {Y_AND_Z}"],
    ),
    "a French computer": (
        {"computer": FRENCH},
        SCANNER_TEST,
        ["Enter"],
        [HELPED, f"{AS_UNITED_STATES}francés: los números y varias letras llegan cambiados."],
    ),
    "a scanner for Spanish keyboards": (
        {"scanner": SPANISH},
        SCANNER_TEST,
        ["Enter"],
        [
            HELPED,
            "El lector está puesto para un teclado en español y el de este dispositivo es de "
            "Estados Unidos: la puntuación llega cambiada («&» en lugar de «/»).",
        ],
    ),
    "a scanner for German keyboards": (
        {"scanner": GERMAN},
        SCANNER_TEST,
        ["Enter"],
        [
            HELPED,
            "El lector está puesto para un teclado en alemán y el de este dispositivo es de "
            f"Estados Unidos: {Y_AND_Z}",
        ],
    ),
    "caps lock": ({"caps": True}, SCANNER_TEST, ["Enter"], [HELPED, CAPS]),
    "caps lock at a Spanish computer": (
        {"caps": True, "computer": SPANISH},
        SCANNER_TEST,
        ["Enter"],
        [HELPED, f"{AS_UNITED_STATES}español: {PUNCTUATION}", CAPS],
    ),
    "no Enter": ({}, SCANNER_TEST, [], [HELPED, NO_END]),
    "Enter twice": ({}, SCANNER_TEST, ["Enter", "Enter"], [HELPED, TWICE]),
    "Tab": ({}, SCANNER_TEST, ["Tab"], [HELPED, TAB]),
    "Tab and Enter": ({}, SCANNER_TEST, ["Tab", "Enter"], [HELPED, TAB]),
    "two glued together": ({}, SCANNER_TEST * 2, ["Enter"], [HELPED, GLUED]),
    "two glued together, no Enter": ({}, SCANNER_TEST * 2, [], [HELPED, GLUED, NO_END]),
    "a pass": (
        {},
        PASSES[0].code,
        ["Enter"],
        ["El lector leyó un pase completo. Aquí no se registra."],
    ),
    "something else": (
        {},
        SCANNER_TEST[:-5],
        ["Enter"],
        ["Lo que llegó no es el código de prueba ni un pase completo."],
    ),
    "too little": (
        {},
        "abc",
        [],
        ["Llegó muy poco: parece escrito a mano, o la lectura se cortó."],
    ),
}


def test_the_page_tells_what_a_scanner_does_wrong(test_page):
    said = {}
    for name, (keyboards, text, ends, _) in CASES.items():
        Scanner(test_page, **keyboards).read(text, *ends)
        said[name] = found(test_page)
    assert said == {name: expected for name, (*_, expected) in CASES.items()}
    assert not Scan.objects.exists()


def test_the_page_says_what_to_do_shows_what_came_and_remembers_it(test_page):
    Scanner(test_page, computer=SPANISH).read(SCANNER_TEST, "Enter")
    test_page.wait_for_selector("#findings .notice:nth-child(2)")
    assert "busca en el manual del lector" in test_page.inner_text("#findings")
    assert test_page.inner_text("#text").startswith("LECTORÑyzYZ'aqAQ?wmWM-1234567890")
    assert test_page.evaluate("localStorage.getItem('control.scanner')") == '"corrected"'


def test_the_page_of_the_scanner_is_accessible_and_fits_a_phone(phone, live_server):
    phone.add_init_script(PATIENT_WITH_KEYS)
    phone.goto(f"{live_server}/control/lector/")
    assert axe(phone) == []
    assert not overflows(phone)
    Scanner(phone, computer=GERMAN).read(SCANNER_TEST, "Enter")
    phone.wait_for_selector("#findings .notice")
    assert axe(phone) == []
    assert not overflows(phone)


# ---- The same rules on the phone and on the server ---------------------------------------------


def test_the_phone_reads_the_same_codes_as_the_server(test_page, live_server):
    code = f"{live_server}/static/js/gate/code.js"
    said = test_page.evaluate(
        """async ([code, texts]) => {
          const { codesIn, isValid } = await import(code);
          return texts.map((text) => codesIn(text).filter(isValid));
        }""",
        [code, [text for text, _ in SAMPLES.values()]],
    )
    assert dict(zip(SAMPLES, said, strict=True)) == {
        name: found for name, (_, found) in SAMPLES.items()
    }


def test_what_is_known_here_is_what_was_meant(test_page, live_server):
    """Two wrong characters are always told; three in some places are not. Where a garbled code
    happens to be whole, the pass of this event is the one that was read."""
    read = next(
        code
        for first in ALPHABET
        if (code := _with_check(f"{first}77777Y77Y7Y"))[-1] not in "YZ" and first not in "YZ"
    )
    meant = read.replace("Y", "Z")
    assert is_valid(meant)
    said = test_page.evaluate(
        """async ([code, read, meant]) => {
          const { codesIn } = await import(code);
          return [codesIn(read), codesIn(read, { isKnown: (code) => code === meant })];
        }""",
        [f"{live_server}/static/js/gate/code.js", read, meant],
    )
    assert said == [[read], [meant]]


def _with_check(body):
    return next(body + check for check in ALPHABET if is_valid(body + check))


def test_the_phone_judges_as_the_panel_does(test_page, live_server):
    known = [READY | differs for _, differs, _, _ in READINESS_SAMPLES] + [{}]
    said = test_page.evaluate(
        """async ([judge, rules, known]) => {
          const phone = await import(judge);
          return known.map((facts) => {
            const checks = phone.judge(rules, facts);
            return { checks, light: phone.worst(checks) };
          });
        }""",
        [
            f"{live_server}/static/js/gate/judge.js",
            json.loads(json.dumps(readiness.as_data())),
            known,
        ],
    )
    judged = [readiness.judge(facts) for facts in known]
    assert said == [
        {"checks": [vars(check) for check in checks], "light": readiness.worst(checks)}
        for checks in judged
    ]


# ---- The gate ----------------------------------------------------------------------------------


@pytest.fixture
def event(transactional_db):
    event = make_event(seats_in_person=20, title="Foro de arranque")
    for name in ["María del Rosario", "José", "Ángel", *(f"Persona {n}" for n in range(9))]:
        make_registration(event, make_person(given_names=name, first_surname="Mejía"))
    begin(event)
    return event


@pytest.fixture
def codes(event):
    return list(event.registrations.order_by("pk").values_list("code", flat=True))


@pytest.fixture
def gate(desktop, live_server, event, settings):
    settings.SITE_URL = str(live_server)
    desktop.add_init_script(PATIENT_WITH_KEYS)
    desktop.goto(pairing_url(invite(event=event, gate="Puerta norte", by="Ana")))
    enter(desktop)
    desktop.wait_for_selector("#count-expected:has-text('12')")
    yield desktop
    assert desktop.faults == []


def enter(page):
    """Past the PIN, which is shown once."""
    page.click("#pin-noted")
    page.wait_for_selector("#gate:has-text('Puerta norte')")


def kept():
    return sorted(Scan.objects.values_list("code", "result"))


STREAMS = {
    "as it should be": ({}, ["Enter"]),
    "a Spanish computer": ({"computer": SPANISH}, ["Enter"]),
    "a German computer": ({"computer": GERMAN}, ["Enter"]),
    "a French computer": ({"computer": FRENCH}, ["Enter"]),
    "a German scanner": ({"scanner": GERMAN}, ["Enter"]),
    "caps lock": ({"caps": True}, ["Enter"]),
    "no Enter": ({}, []),
    "Enter twice": ({}, ["Enter", "Enter"]),
    "Tab twice": ({}, ["Tab", "Tab"]),
    "Tab and Enter": ({}, ["Tab", "Enter"]),
}


@pytest.mark.parametrize("place", ["page", "field"])
def test_the_gate_reads_whatever_the_scanner_types(gate, event, codes, place):
    for code, (keyboards, ends) in zip(codes, STREAMS.values(), strict=False):
        if place == "field":
            gate.fill("#field", "mej")
            gate.focus("#field")
        else:
            # What has the focus would be pressed by a second Enter.
            gate.focus("#camera-off")
        Scanner(gate, **keyboards).read(code, *ends)
        gate.wait_for_selector("#answer:visible #answer-title:text-is('Adelante')")
        if place == "field":
            # What a person was typing is still there, and only that.
            assert gate.input_value("#field") == "mej"
        answered(gate, "Adelante")
    gate.wait_for_selector("#log em:has-text('Por enviar')", state="detached")
    assert kept() == sorted((code, "admitted") for code in codes[: len(STREAMS)])
    assert gate.get_attribute("#camera", "data-on") == "false"
    assert gate.inner_text("#count-inside") == str(len(STREAMS))


@pytest.mark.parametrize("computer", [UNITED_STATES, GERMAN], ids=["alike", "German"])
def test_two_readings_glued_together_are_two(gate, codes, computer):
    scanner = Scanner(gate, computer=computer)
    scanner.read(codes[0] + codes[1], "Enter")
    gate.wait_for_selector("#log li:nth-child(2)")
    gate.wait_for_selector("#log em:has-text('Por enviar')", state="detached")
    assert kept() == sorted((code, "admitted") for code in codes[:2])


def test_an_address_read_at_a_spanish_computer_is_a_pass(gate, codes):
    Scanner(gate, computer=SPANISH).read(f"https://jornadas.example/pase/{codes[0]}/", "Enter")
    answered(gate, "Adelante")
    assert kept() == [(codes[0], "admitted")]


def test_a_person_who_types_is_no_scanner(gate, codes):
    gate.focus("#field")
    Scanner(gate).read(codes[0].lower(), pause=700)
    gate.wait_for_timeout(2_000)
    assert kept() == []
    assert gate.input_value("#field") == codes[0].lower()
    gate.keyboard.press("Enter")
    answered(gate, "Adelante")


# ---- Readiness on the phone, and the drill -----------------------------------------------------


def test_the_drill_is_told_on_the_phone_and_in_the_panel(gate, event):
    gate.wait_for_selector("#ready[data-light='yellow'], #ready[data-light='red']")
    gate.click("#ready summary")
    checks = gate.locator("#ready-checks li")
    assert checks.count() == len(readiness.as_data())
    assert "Falta leer los pases de práctica." in gate.inner_text("#ready-checks")
    scanner = Scanner(gate)
    scanner.read(PASSES[0].code, "Enter")
    assert answered(gate, "Práctica") == PASSES[0].message
    gate.fill("#field", PASSES[1].spoken_code)
    gate.click("#typed button")
    assert answered(gate, "Práctica") == PASSES[1].message
    gate.context.set_offline(True)
    scanner.read(PASSES[2].code, "Enter")
    assert "no cuenta" in answered(gate, "Práctica")
    gate.context.set_offline(False)
    gate.wait_for_selector("#ready-checks:has-text('Se leyeron los tres pases de práctica.')")
    done = gate.locator("#ready-ways li[data-done=true]").evaluate_all(
        "(items) => items.map((item) => item.dataset.way)"
    )
    assert done == ["scanner", "typed", "offline"]
    gate.wait_for_selector("#log em:has-text('Por enviar')", state="detached")
    assert {result for _, result in kept()} == {"practice"}
    assert gate.inner_text("#count-entered") == "0"
    device = event.devices.get()
    for _ in range(50):
        device.refresh_from_db()
        if sorted(device.health.get("tried", [])) == ["offline", "scanner", "typed"]:
            break
        gate.wait_for_timeout(200)
    assert sorted(device.health["tried"]) == ["offline", "scanner", "typed"]
    assert device.health["roster_size"] == 12
    assert axe(gate) == []
    gate.faults.clear()  # axe itself tries styles that the CSP stops


def test_a_device_whose_clock_is_wrong_is_told_so(desktop, live_server, event, settings):
    settings.SITE_URL = str(live_server)
    desktop.add_init_script("const now = Date.now; Date.now = () => now() - 5 * 60_000;")
    desktop.goto(pairing_url(invite(event=event, gate="Puerta norte", by="Ana")))
    enter(desktop)
    desktop.wait_for_selector("#ready-checks:has-text('Su reloj está')", state="attached")
    assert "minutos atrasado" in desktop.text_content("#ready-checks")
