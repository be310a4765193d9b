"""What somebody learns who has the phone, or a copy of its storage, but not its PIN: no name."""

import pytest

from asistencia.models import Scan
from tests.browser import ARGUMENTS, CHROMIUM, HERE, PATIENCE, PHONE, watched
from tests.make import make_body, make_event, make_person, make_registration

from .conftest import begin
from .gate_page import PATIENT_WITH_KEYS, answered, pair, ready_to_close, type_fast, unlock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Everything a page of this site can find, as text; what is sealed as the bytes it is made of.
DUMP = """async () => {
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  const plain = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return text(value);
    if (value instanceof CryptoKey) return `key ${value.extractable}`;
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
    }
    return value;
  };
  const found = { local: { ...localStorage }, session: { ...sessionStorage }, databases: {} };
  const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  for (const { name } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = await ask(database.transaction(store).objectStore(store).getAll());
      found.databases[`${name}.${store}`] = rows.map(plain);
    }
    database.close();
  }
  found.caches = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.caches[request.url] = await (await cache.match(request)).text();
    }
  }
  return JSON.stringify(found);
}"""


@pytest.fixture
def event(transactional_db):
    event = make_event(seats_in_person=9, title="Foro de arranque")
    body = make_body(name="Ayuntamiento de Zumpahuacán")
    for given, first in [("Xóchitl", "Íñiguez"), ("Wenceslao", "Quetzalcóatl")]:
        person = make_person(given_names=given, first_surname=first, body=body)
        make_registration(event, person)
    begin(event)
    return event


@pytest.fixture
def secrets(event):
    """What nobody may read: names and codes; the token and the PIN are added once known.

    Not bodies: their catalogue is public and kept in the clear (static/js/gate/bodies.js).
    """
    codes = list(event.registrations.order_by("pk").values_list("code", flat=True))
    names = ["Xóchitl", "Íñiguez", "Wenceslao", "Quetzalcóatl"]
    return [*codes, *names]


def open_browser(playwright, folder):
    """A browser that keeps its profile on the disk, as a phone does."""
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=ARGUMENTS, **HERE, **PHONE
    )
    context.set_default_timeout(PATIENCE)
    page = watched(context.new_page())
    page.add_init_script(PATIENT_WITH_KEYS)
    return context, page


def found_on_disk(folder, words) -> list[tuple[str, str]]:
    """Where in the files of the profile a word stands, in any of the ways browsers write text."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            held = path.read_bytes()
            found += [
                (word, path.relative_to(folder).as_posix())
                for word in words
                if any(word.encode(way) in held for way in ("utf-8", "latin-1", "utf-16-le"))
            ]
    return found


def test_storage_without_the_pin_holds_no_name_no_code_and_no_token(
    playwright, tmp_path_factory, live_server, event, secrets, settings
):
    settings.SITE_URL = f"http://localhost:{live_server.thread.port}"
    folder = tmp_path_factory.mktemp("profile")
    answers = []
    # A browser of its own: the one that tests share keeps nothing on the disk.
    context, page = open_browser(playwright, folder)
    page.on("response", lambda r: answers.append(r) if r.url.endswith("/pair") else None)
    pin = pair(page, event)
    token = answers[0].json()["token"]
    page.wait_for_selector("#count-expected:has-text('2')")
    ready_to_close(page)
    # Somebody works: a reading that was sent, one that was not, a name that was looked for.
    type_fast(page, secrets[0])
    answered(page, "Adelante")
    context.set_offline(True)
    type_fast(page, secrets[1])
    answered(page, "Adelante")
    page.fill("#field", "Quetzalcóatl Wenceslao")
    page.wait_for_selector("#found button")
    page.wait_for_timeout(500)
    dump = page.evaluate(DUMP)
    page.reload()
    page.wait_for_selector("#pin:visible")
    screen = page.content()
    context.close()

    words = [*secrets, token]
    assert [word for word in [*words, pin] if word in dump] == []
    assert [word for word in words if word in screen] == []
    # The dump sees what is there: the event in the clear, the page in the cache, sealed rows.
    assert "Foro de arranque" in dump
    assert "control.queue" in dump
    assert "/control/" in dump
    assert '"key true"' not in dump
    assert found_on_disk(folder, words) == []
    assert found_on_disk(folder, ["Foro de arranque"]) != []

    # Who has the PIN gets everything back, in a browser that was started anew.
    context, page = open_browser(playwright, folder)
    context.set_offline(True)
    page.goto(f"{settings.SITE_URL}/control/")
    unlock(page, pin)
    page.fill("#field", "quetzal")
    page.wait_for_selector("#found button:has-text('Wenceslao')")
    context.set_offline(False)
    page.wait_for_selector("#network[data-state=sent]")
    context.close()
    assert Scan.objects.admitted().count() == 2
    assert page.errors == []
