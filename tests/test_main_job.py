"""The main job, end to end, in a real Chromium: enter, register, pass, door, list.

The pictures it takes stay in build/screenshots/ to be looked at.
"""

import email
import io
import re
import subprocess
from datetime import timedelta
from email import policy
from pathlib import Path

import pytest
from django.conf import settings as site
from PIL import Image
from pypdf import PdfReader

from asistencia import devices
from asistencia.models import Scan
from jornadas.models import Registration, Venue
from padron.roles import Role
from tests.browser import ARGUMENTS, CHROMIUM, HERE, PATIENCE, PHONE, axe, overflows, sign_in
from tests.make import make_body, make_event, make_group, make_person, make_program, make_user
from tests.qr_reader import qr_texts
from trabajos.management.commands.worker import turn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path(site.BASE_DIR) / "build" / "screenshots"


@pytest.fixture
def mailbox(settings, tmp_path, live_server):
    """Mail as it is without a mail server: every message a file."""
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "correo.backends.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"

    def newest():
        """The last message after a turn of the worker."""
        while turn():
            pass
        latest = sorted(settings.EMAIL_FILE_PATH.glob("*.eml"))[-1]
        return email.message_from_bytes(latest.read_bytes(), policy=policy.default)

    return newest


def picture(page, name: str) -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def look(page, name: str) -> None:
    """Find nothing wrong on the page, and keep a picture of it."""
    assert page.faults == []
    assert axe(page) == []
    assert not overflows(page)
    picture(page, name)
    # Taking a picture puts a style into the page, which the CSP stops: not the page's fault.
    page.faults.clear()


def film(png: bytes, folder: Path) -> Path:
    """What the camera of the door sees: the pass held before it, on a white phone."""
    scene = Image.new("RGB", (1280, 720), "white")
    shown = Image.open(io.BytesIO(png)).convert("RGB").resize((480, 480))
    scene.paste(shown, (400, 120))
    frame, reel = folder / "frame.png", folder / "door.mjpeg"
    scene.save(frame)
    command = ["ffmpeg", "-loglevel", "error", "-loop", "1", "-t", "1", "-i", frame, "-r", "10"]
    subprocess.run(
        [*command, "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "3", reel], check=True
    )
    return reel


def enter_and_register(phone, live_server, mailbox, event, person) -> None:
    """From the calendar to the pass: three screens, besides entering."""
    phone.goto(f"{live_server}/jornadas/")
    look(phone, "01-calendario")
    phone.get_by_role("link", name=event.title).click()
    look(phone, "02-evento")
    phone.get_by_role("link", name="Entrar e inscribirme").click()
    look(phone, "03-entrar")
    phone.get_by_label("Correo").fill(person.email.upper())
    phone.get_by_role("button", name="Enviarme un código").click()
    look(phone, "04-codigo")
    message = mailbox()
    assert message["To"] == person.email
    (code,) = set(re.findall(r"\b\d{6}\b", message.get_body(("plain",)).get_content()))
    phone.get_by_label("Código").fill(code)
    phone.get_by_role("button", name="Entrar", exact=True).click()
    look(phone, "05-confirmar")
    phone.get_by_role("button", name="Confirmar inscripción").click()
    phone.wait_for_url("**/pase/**")
    look(phone, "06-pase")


def scan_at_the_door(chromium, reel: Path, pairing_url: str) -> str:
    """A phone at the door whose camera sees the film; what it says, once it says something."""
    camera = [*ARGUMENTS, f"--use-file-for-fake-video-capture={reel}"]
    door = chromium.browser_type.launch(executable_path=CHROMIUM, args=camera)
    try:
        context = door.new_context(**HERE, **PHONE, permissions=["camera"])
        page = context.new_page()
        page.goto(pairing_url)
        page.get_by_role("button", name="Ya lo apunté: empezar").click()
        page.locator('[data-view="gate"]').wait_for()
        picture(page, "07-puerta")
        page.get_by_role("button", name="Leer con la cámara").click()
        page.locator("#answer-title").wait_for()
        picture(page, "08-admitido")
        return page.locator("#answer").inner_text()
    finally:
        door.close()


def test_from_the_calendar_to_the_list_of_attendance(
    chromium, phone, desktop, live_server, mailbox, tmp_path
):
    body = make_body("Ayuntamiento de Metepec")
    person = make_person(body, given_names="Ana María", first_surname="Ñandú", post="Analista")
    program = make_program(name="Jornadas de Sensibilización")
    event = make_event(
        title="Segunda Jornada",
        program=program,
        groups=[make_group(program, body.sector, name="Grupo 2")],
        starts_in=timedelta(minutes=20),
    )
    event.sessions.update(venue=Venue.objects.create(name="Auditorio", address="Metepec"))

    enter_and_register(phone, live_server, mailbox, event, person)
    registration = Registration.objects.get()
    assert [registration.person, registration.status] == [person, "confirmed"]
    assert phone.url == f"{live_server}/pase/{registration.code}/"

    # An independent reader reads the pass off the screen, and off the mail.
    shown = phone.locator(".qr").screenshot()
    assert qr_texts(shown) == [registration.code]
    (mailed,) = [p.get_content() for p in mailbox().walk() if p.get_content_type() == "image/png"]
    assert qr_texts(mailed) == [registration.code]

    pairing = devices.invite(event=event, gate="Puerta norte", by="prueba")
    said = scan_at_the_door(chromium, film(shown, tmp_path), devices.pairing_url(pairing))
    assert "Ana María Ñandú" in said
    scan = Scan.objects.get()
    assert [scan.result, scan.registration, scan.device.gate] == [
        "admitted",
        registration,
        "Puerta norte",
    ]

    sign_in(desktop, live_server, make_user(None, Role.STAFF))
    answer = desktop.request.get(f"{live_server}/panel/eventos/{event.slug}/listas/lista.pdf")
    assert answer.status == 200
    (PICTURES / "09-lista.pdf").write_bytes(answer.body())
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    assert "Ñandú, Ana María" in printed
    assert "Ayuntamiento de Metepec" in printed

    phone.goto(f"{live_server}/mi-espacio/")
    look(phone, "10-mi-espacio")


def test_without_javascript_one_registers_too(chromium, live_server, mailbox):
    person, event = make_person(), make_event(title="Segunda Jornada")
    context = chromium.new_context(**HERE, **PHONE, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    try:
        sign_in(page, live_server, make_user(person))
        page.goto(f"{live_server}/jornadas/?q=segunda")
        page.get_by_role("link", name=event.title).click()
        page.get_by_role("link", name="Inscribirme").click()
        page.get_by_role("button", name="Confirmar inscripción").click()
        registration = Registration.objects.get()
        assert page.url == f"{live_server}/pase/{registration.code}/"
        page.get_by_role("link", name="Cancelar mi inscripción").click()
        page.get_by_role("button", name="Sí, cancelar mi inscripción").click()
        registration.refresh_from_db()
        assert registration.status == "cancelled"
    finally:
        context.close()
