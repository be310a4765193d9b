"""In a real browser: dropping a file, the QR's fragment, and checking with the network cut."""

import base64
import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from certificates import claims, corrections, papers
from tests.browser import axe, faults_now, overflows, sign_in
from tests.make import make_certificate, make_event, make_person, make_registration, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The file as a hand drags it onto the form.
DROP = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type: "application/pdf"}));
  const zone = document.querySelector("[data-drop-zone]");
  for (const kind of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def certificate(db):
    person = make_person(given_names="Ana Sofía", first_surname="Peña", second_surname="Núñez")
    return make_certificate(make_registration(make_event(title="Segunda Jornada"), person))


def look(page, name: str) -> list[str]:
    """What is wrong with the page; a picture of it where somebody wants to look."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    return faults_now(page) + axe(page) + (["scrolls sideways"] if overflows(page) else [])


def drop(page, content: bytes):
    with page.expect_navigation():
        page.evaluate(DROP, [base64.b64encode(content).decode(), "constancia.pdf"])
    return page.locator("h1").inner_text()


def fragment(certificate) -> str:
    return "#" + claims.qr_text(certificate.facts).partition("#")[2]


def told(page) -> str:
    page.locator("#qr").wait_for(state="visible")
    return page.locator("#qr").inner_text()


def test_an_identical_and_an_altered_file_are_dropped(phone, live_server, certificate):
    content = papers.paper(certificate)
    phone.goto(f"{live_server}/constancias/")
    assert look(phone, "verificar") == []
    assert drop(phone, content) == "Idéntico al que emitimos"
    assert look(phone, "identica") == []
    altered = bytearray(content)
    altered[altered.index(b"stream") + 40] ^= 1
    phone.goto(f"{live_server}/constancias/")
    assert drop(phone, bytes(altered)) == "No es el archivo que emitimos"
    assert certificate.folio in phone.locator("main").inner_text()
    assert look(phone, "alterada") == []
    phone.goto(f"{live_server}/constancias/")
    assert drop(phone, b"%PDF-1.7 otro") == "No es una constancia nuestra"


def test_the_qr_is_checked_by_the_browser_and_compared(phone, live_server, certificate):
    asked = []
    phone.on("request", lambda request: asked.append(request.url))
    url = f"{live_server}{certificate.get_absolute_url()}"
    phone.goto(url + fragment(certificate))
    assert told(phone).startswith("Tu navegador comprobó el código QR: su firma corresponde")
    assert phone.locator("#qr").get_attribute("data-tone") == "success"
    assert look(phone, "constancia") == []
    # The facts stay in the browser.
    assert not [one for one in asked if "#" in one or "eyJ" in one or "WyI" in one]

    other = make_certificate()
    phone.goto("about:blank")
    phone.goto(url + fragment(other))
    assert "no dice lo mismo que esta página" in told(phone)
    assert phone.locator("#qr").get_attribute("data-tone") == "danger"

    version, payload, key_id, signature = fragment(certificate).split(".")
    swapped = payload[:-4] + ("AAAA" if payload[-4:] != "AAAA" else "BBBB")
    forged = claims.qr_text({**certificate.facts, "folio": "X/1"}).partition("#")[2].split(".")[1]
    for changed in (forged, swapped):
        phone.goto("about:blank")
        phone.goto(url + ".".join([version, changed, key_id, signature]))
        assert "fue cambiado" in told(phone) or "incompleto o dañado" in told(phone)
        assert phone.locator("#qr").get_attribute("data-tone") != "success"


def test_without_a_fragment_nothing_is_said_of_it(phone, live_server, certificate):
    phone.goto(f"{live_server}{certificate.get_absolute_url()}#contenido")
    assert not phone.locator("#qr").is_visible()


def test_a_replaced_one_and_a_revoked_one_look_like_it(phone, live_server, certificate):
    new = corrections.correct_name(
        certificate=certificate, name="Ana Sofía Peña de Núñez", reason="Faltaba «de».", by="x"
    )
    phone.goto(f"{live_server}{certificate.get_absolute_url()}")
    assert look(phone, "sustituida") == []
    phone.get_by_role("link", name=new.folio).click()
    phone.wait_for_url(f"**{new.get_absolute_url()}")
    corrections.revoke(certificate=new, reason="No asistió.", by="x")
    phone.reload()
    assert phone.get_by_text("Revocada.").is_visible()
    assert look(phone, "revocada") == []


def test_everything_is_checked_with_the_network_cut(phone, live_server, certificate, client):
    data = client.get(f"/api/v1/certificates/{certificate.code}").json()
    phone.goto(f"{live_server}/constancias/comprobar/")
    phone.context.set_offline(True)

    def check(text):
        phone.get_by_label("Texto del código QR").fill(text)
        phone.get_by_role("button", name="Comprobar").click()
        phone.locator("#respuesta").wait_for(state="visible")
        phone.wait_for_function("document.activeElement.id === 'veredicto'")
        answer = phone.locator("#veredicto").inner_text(), phone.locator("#datos").inner_text()
        phone.evaluate("document.activeElement.blur()")
        return answer

    for text in (
        claims.qr_text(certificate.facts),
        json.dumps(data),
        json.dumps(data["seal"]),
    ):
        verdict, facts = check(text)
        assert verdict.startswith("La firma corresponde")
        assert certificate.facts["holder"]["name"] in facts
        assert certificate.folio in facts
    assert look(phone, "comprobar") == []
    data["seal"]["snapshot"] = data["seal"]["snapshot"].replace("Ana", "Eva")
    verdict, facts = check(json.dumps(data))
    assert verdict.startswith("La firma no corresponde")
    verdict, facts = check("cualquier cosa")
    assert verdict.startswith("Esto no es el texto")
    assert facts == ""


def test_without_a_script_codes_and_files_are_checked_all_the_same(
    chromium, live_server, certificate, tmp_path
):
    (tmp_path / "c.pdf").write_bytes(papers.paper(certificate))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/constancias/")
    page.locator("input[type=file]").set_input_files(tmp_path / "c.pdf")
    page.get_by_role("button", name="Comparar el archivo").click()
    expect(page.locator("h1")).to_have_text("Idéntico al que emitimos")
    page.goto(f"{live_server}/constancias/")
    page.get_by_label("Código de la constancia").fill(certificate.code.lower())
    page.get_by_role("button", name="Verificar el código").click()
    expect(page.locator("h1")).to_contain_text("Constancia de Ana Sofía")
    page.goto(f"{live_server}/constancias/comprobar/")
    assert page.get_by_text("Esta página necesita JavaScript").is_visible()
    context.close()


def test_mine_on_a_phone(phone, live_server, certificate):
    make_user(certificate.person)
    sign_in(phone, live_server, certificate.person.user)
    phone.goto(f"{live_server}/mi-espacio/constancias/")
    assert look(phone, "mias") == []
    with phone.expect_download() as download:
        phone.get_by_role("link", name="PDF").first.click()
    assert Path(download.value.path()).read_bytes() == papers.paper(certificate)
    phone.get_by_role("link", name="Mi nombre está mal").first.click()
    assert look(phone, "nombre") == []
    for path in ("/constancias/llaves/", "/c/0000000000000/"):
        phone.goto(f"{live_server}{path}")
        assert look(phone, path.strip("/").replace("/", "-")) == []
