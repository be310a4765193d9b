"""The gate without network, in a real Chromium with its service worker: nothing read is lost."""

import pytest

from asistencia.devices import invite, pairing_url, revoke
from asistencia.models import Scan
from tests.browser import HERE, PATIENCE, PHONE, watched
from tests.make import make_event, make_person, make_registration

from .conftest import begin
from .gate_page import (
    FAKE_CAMERA,
    PATIENT_WITH_KEYS,
    Wire,
    answered,
    pair,
    ready_to_close,
    show_to_camera,
    type_fast,
    unlock,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNT_ROWS = """async (name) => new Promise((done) => {
  const opening = indexedDB.open("control");
  opening.onsuccess = () => {
    const database = opening.result;
    if (!database.objectStoreNames.contains(name)) { database.close(); done(0); return; }
    const asking = database.transaction(name).objectStore(name).count();
    asking.onsuccess = () => { database.close(); done(asking.result); };
  };
})"""
CHANGE_PAIRING = """async (change) => new Promise((done) => {
  const opening = indexedDB.open("control");
  opening.onsuccess = () => {
    const database = opening.result;
    const store = database.transaction("pairings", "readwrite").objectStore("pairings");
    store.getAll().onsuccess = ({ target }) => {
      for (const kept of target.result) store.put({ ...kept, ...change });
    };
    store.transaction.oncomplete = () => { database.close(); done(); };
  };
})"""


@pytest.fixture
def wire(live_server, settings):
    wire = Wire(live_server.thread.port)
    settings.SITE_URL = wire.url
    yield wire
    wire.cut()


def make_people(event, number):
    return [
        make_registration(event, make_person(given_names=f"Persona{n}", first_surname="Íñiguez"))
        for n in range(number)
    ]


@pytest.fixture
def event(transactional_db):
    event = make_event(seats_in_person=300, title="Foro de arranque")
    make_people(event, 3)
    begin(event)
    return event


@pytest.fixture
def codes(event):
    return list(event.registrations.order_by("pk").values_list("code", flat=True))


@pytest.fixture
def new_phone(chromium):
    """Phones of their own, each with its own storage."""
    made = []

    def new():
        context = chromium.new_context(**HERE, **PHONE)
        context.set_default_timeout(PATIENCE)
        made.append(context)
        return open_page(context)

    yield new
    for context in made:
        context.close()


def open_page(context):
    page = watched(context.new_page())
    page.add_init_script(FAKE_CAMERA)
    page.add_init_script(PATIENT_WITH_KEYS)
    return page


def open_again(page, url):
    """Close the page, and open it anew as from the phone's home screen."""
    context = page.context
    page.close()
    page = open_page(context)
    page.goto(f"{url}/control/")
    return page


def read_all(page, codes):
    for code in codes:
        page.keyboard.type(code)
        page.keyboard.press("Enter")


def waiting(page) -> int:
    return int(page.get_attribute("#network", "data-waiting"))


def wait_until_sent(page):
    page.wait_for_selector("#network[data-state=sent]")


def rows(page, name) -> int:
    return page.evaluate(COUNT_ROWS, name)


def test_two_hundred_passes_read_without_network_are_two_hundred_facts_in_their_order(
    new_phone, wire, event
):
    codes = [registration.code for registration in make_people(event, 200)]
    phone = new_phone()
    pin = pair(phone, event)
    phone.wait_for_selector("#count-expected:has-text('203')")
    ready_to_close(phone)
    phone.context.set_offline(True)
    wire.cut()

    read_all(phone, codes[:120])
    phone.click("#answer button")
    phone.click("#camera-off")
    for code in codes[120:125]:
        show_to_camera(phone, code)
        assert answered(phone, "Adelante") == "La entrada queda guardada en este dispositivo."
    show_to_camera(phone, None)
    assert waiting(phone) == 125

    # The page is closed; and the browser believes that there is a network, but nobody answers.
    phone.context.set_offline(False)
    phone = open_again(phone, wire.url)
    phone.wait_for_selector("#lock-waiting:has-text('125 lecturas están solo en este dispositivo')")
    unlock(phone, pin)
    assert phone.inner_text("#count-inside") == "125"
    read_all(phone, codes[125:])
    phone.wait_for_selector("#network[data-waiting='200']")
    assert phone.inner_text("#count-inside") == "200"
    assert phone.inner_text("#network").startswith("Sin red. 200 lecturas están solo en este")
    phone.click("#answer button")
    # Somebody of before comes again: this gate knows, without asking.
    type_fast(phone, codes[3])
    assert answered(phone, "Ya entró").startswith("Ya entró a la")
    assert Scan.objects.count() == 0

    phone = open_again(phone, wire.url)
    wire.mend()
    unlock(phone, pin)
    wait_until_sent(phone)
    assert phone.inner_text("#count-inside") == "200"
    kept = list(Scan.objects.order_by("scanned_at").values_list("code", "result", "told"))
    assert kept[:-1] == [(code, "admitted", "admitted") for code in codes]
    assert kept[-1] == (codes[3], "duplicate", "duplicate")
    assert rows(phone, "queue") == 0
    assert phone.faults == []


def test_two_doors_without_network_and_one_pass_give_one_entry_and_one_that_is_flagged(
    new_phone, wire, event, codes
):
    north, south = new_phone(), new_phone()
    for phone, gate in [(north, "Puerta norte"), (south, "Puerta sur")]:
        pair(phone, event, gate)
        phone.wait_for_selector("#count-expected:has-text('3')")
    for phone in [north, south]:
        phone.context.set_offline(True)
        type_fast(phone, codes[0])
        answered(phone, "Adelante")
    north.context.set_offline(False)
    wait_until_sent(north)
    # By now whoever was at the south door is in the hall: the screen is left alone, the list tells.
    south.wait_for_timeout(15_000)
    south.context.set_offline(False)
    wait_until_sent(south)
    kept = Scan.objects.order_by("scanned_at").values_list("device__gate", "result", "told")
    assert list(kept) == [
        ("Puerta norte", "admitted", "admitted"),
        ("Puerta sur", "duplicate", "admitted"),
    ]
    assert south.locator("#answer").is_hidden()
    assert south.inner_text("#late-words").startswith("Una lectura hecha sin red tiene ahora otra")
    words = south.inner_text("#log [data-part=change]")
    assert words.startswith("Antes dijo «Adelante», ahora dice «Ya entró»: Ya entró a la")
    assert "por Puerta norte" in words

    # It stays until somebody has seen it, also when the page was closed.
    pin = event.devices.get(gate="Puerta sur").pin
    south = open_again(south, wire.url)
    unlock(south, pin)
    south.click("#log [data-part=see]")
    south.wait_for_selector("#late", state="hidden")
    south.wait_for_timeout(300)
    assert rows(south, "notes") == 0
    assert south.faults == []


def test_a_wrong_pin_waits_longer_each_time_and_after_ten_wiping_is_offered(
    new_phone, wire, event, codes
):
    phone = new_phone()
    pin = pair(phone, event)
    ready_to_close(phone)
    wrong = "000000" if pin != "000000" else "000001"
    phone = open_again(phone, wire.url)
    phone.fill("#pin", wrong)
    phone.wait_for_selector("#pin-problem:has-text('Ese PIN no es.')")
    phone.evaluate(CHANGE_PAIRING, {"tries": 3, "until": 0})
    phone = open_again(phone, wire.url)
    phone.fill("#pin", wrong)
    phone.wait_for_selector("#pin-problem:has-text('Ese PIN no es. Espera 8 segundos')")
    # Opening the page again spares nobody the wait.
    phone = open_again(phone, wire.url)
    phone.wait_for_selector("[data-view=lock]:visible #unlock:disabled")
    assert phone.locator("#lock-erase").is_hidden()
    phone.evaluate(CHANGE_PAIRING, {"tries": 9, "until": 0})
    phone = open_again(phone, wire.url)
    phone.fill("#pin", wrong)
    phone.wait_for_selector("#pin-problem:has-text('Espera 300 segundos')")
    phone.click("#lock-erase")
    phone.click("#question-yes")
    phone.wait_for_selector("#pair-done:visible")
    assert [rows(phone, name) for name in ("pairings", "roster", "queue")] == [0, 0, 0]
    assert phone.faults == []


def test_a_retired_device_keeps_only_what_it_had_not_sent_and_sends_it_once_paired_again(
    new_phone, wire, event, codes
):
    phone = new_phone()
    pair(phone, event)
    phone.wait_for_selector("#count-expected:has-text('3')")
    phone.context.set_offline(True)
    type_fast(phone, codes[0])
    answered(phone, "Adelante")
    revoke(device=event.devices.get(), by="Ana")
    phone.context.set_offline(False)
    phone.wait_for_selector("#pair-problem:has-text('El personal retiró este dispositivo.')")
    assert phone.inner_text("#pair-left").startswith(
        "Quedan aquí una lectura sin enviar de «Foro de arranque», bajo llave."
    )
    assert [rows(phone, name) for name in ("pairings", "roster", "queue")] == [1, 0, 1]
    # The key was in memory only; now it comes from the server, to who may pair again.
    phone = open_again(phone, wire.url)
    phone.wait_for_selector("#pair-left:visible")
    pair(phone, event, "Puerta sur")
    wait_until_sent(phone)
    assert list(Scan.objects.values_list("code", "device__gate")) == [(codes[0], "Puerta sur")]
    assert [rows(phone, name) for name in ("pairings", "queue")] == [1, 0]
    # Retired with nothing to send: nothing at all stays.
    revoke(device=event.devices.get(gate="Puerta sur"), by="Ana")
    type_fast(phone, codes[1])
    phone.wait_for_selector("#pair-problem:visible")
    phone.wait_for_timeout(300)
    assert rows(phone, "roster") == 0
    assert phone.faults == []


def test_what_is_left_of_a_gate_is_wiped_when_its_event_is_over_also_without_network(
    new_phone, wire, event
):
    phone = new_phone()
    pair(phone, event)
    phone.wait_for_selector("#count-expected:has-text('3')")
    ready_to_close(phone)
    phone.wait_for_timeout(500)
    assert rows(phone, "roster") > 0
    phone.context.set_offline(True)
    phone.evaluate(CHANGE_PAIRING, {"expires_at": "2020-01-01T00:00:00-06:00"})
    phone = open_again(phone, wire.url)
    phone.wait_for_selector("#pair-problem:has-text('la lista de personas se borró de él')")
    assert [rows(phone, name) for name in ("pairings", "roster", "queue")] == [0, 0, 0]
    assert phone.faults == []


def test_the_button_says_what_would_be_lost_and_wipes_everything(new_phone, wire, event, codes):
    phone = new_phone()
    pair(phone, event)
    phone.wait_for_selector("#count-expected:has-text('3')")
    ready_to_close(phone)
    phone.context.set_offline(True)
    for code in codes[:2]:
        type_fast(phone, code)
        answered(phone, "Adelante")
    phone.click("#menu summary")
    phone.click("#erase")
    phone.wait_for_selector(
        "#question-words:has-text('Se perderían para siempre 2 lecturas que solo están aquí.')"
    )
    phone.click("#question-yes")
    phone.wait_for_selector("#pair-done:visible")
    names = ("pairings", "roster", "queue", "notes")
    assert [rows(phone, name) for name in names] == [0, 0, 0, 0]
    assert phone.evaluate("localStorage.length") == 0
    phone.reload()
    phone.wait_for_selector("[data-view=pair]:visible")
    assert phone.faults == []


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (
            "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })",
            "sin HTTPS no hay modo sin red",
        ),
        (
            "Object.defineProperty(window, 'indexedDB', { value: undefined })",
            "Este navegador no guarda datos",
        ),
    ],
)
def test_where_nothing_can_be_kept_sealed_the_gate_works_in_memory_and_says_so(
    new_phone, wire, event, codes, missing, words
):
    phone = new_phone()
    phone.add_init_script(missing)
    phone.goto(pairing_url(invite(event=event, gate="Puerta norte", by="Ana")))
    phone.wait_for_selector(f"#storage:has-text('{words}')")
    phone.wait_for_selector("#count-expected:has-text('3')")
    type_fast(phone, codes[0])
    assert answered(phone, "Adelante") == "Adelante, Persona0."
    phone.context.set_offline(True)
    type_fast(phone, codes[1])
    answered(phone, "Adelante")
    assert phone.inner_text("#network").endswith("No cierres esta página.")
    phone.context.set_offline(False)
    wait_until_sent(phone)
    assert Scan.objects.admitted().count() == 2
    assert phone.evaluate("Object.keys(localStorage).filter((k) => /pairing|queue/.test(k))") == []
    assert phone.faults == []


# The server has a bad minute; the Wi-Fi of the hall answers in its place; and one reading is such
# that it refuses the whole batch it is in.
TROUBLE = """() => {
  const ask = window.fetch;
  const answers = [
    () => new Response("{}", { status: 503 }),
    () => new Response("<h1>Acepta los términos</h1>", { status: 200 }),
    () => new Response("<h1>Prohibido</h1>", { status: 403 }),
  ];
  const refusal = JSON.stringify({ detail: "Esta lectura no se entiende." });
  window.tries = [];
  window.fetch = async (url, options) => {
    if (!url.endsWith("/scans") || !navigator.onLine) return ask(url, options);
    window.tries.push(Date.now());
    if (answers.length) return answers.shift()();
    if (options.body.includes("PODRIDO")) return new Response(refusal, { status: 422 });
    return ask(url, options);
  };
}"""


def test_faults_of_the_server_are_waited_out_and_one_bad_reading_blocks_no_other(
    new_phone, wire, event, codes
):
    phone = new_phone()
    pair(phone, event)
    phone.wait_for_selector("#count-expected:has-text('3')")
    phone.evaluate(TROUBLE)
    phone.context.set_offline(True)
    for text in [codes[0], "PODRIDO-PODRIDO", codes[1], codes[2]]:
        type_fast(phone, text)
    phone.wait_for_selector("#network[data-waiting='4']")
    phone.context.set_offline(False)
    wait_until_sent(phone)
    assert list(Scan.objects.order_by("scanned_at").values_list("code", flat=True)) == codes
    assert "Esta lectura no se entiende." in phone.inner_text("#log [data-late=true]")
    first, second, third, fourth = phone.evaluate("window.tries.slice(0, 4)")
    assert second - first >= 900
    assert third - second >= 1_900
    assert fourth - third >= 1_900
    assert phone.faults == []
