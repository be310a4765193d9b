"""The pictures of the manual (static/manual/) and of the README (docs/images/), from the demo.

Small on purpose: 64 colours, which pages of text and flat colour do not miss.
"""

import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from bench.site import sites

ROOT = Path(__file__).resolve().parent.parent
MANUAL, IMAGES = ROOT / "static" / "manual", ROOT / "docs" / "images"
COLOURS = 64
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# A phone at the door has a camera.
CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", *CAMERA]
HERE = {"locale": "es-MX", "timezone_id": "America/Mexico_City"}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


class Photographer:
    """Goes through the site as one of the demo's accounts and keeps what it sees."""

    def __init__(self, chromium, address: str, wanted=()):
        """Keeps the pictures named in `wanted`; all of them where none is."""
        self.chromium, self.address, self.wanted = chromium, address, wanted

    @contextmanager
    def visiting(self, device: dict, account: str = ""):
        context = self.chromium.new_context(**(HERE | device))
        self.page = context.new_page()
        if account:
            self.go("/cuentas/demo/")
            button = f'form:has(input[value^="{account}@"]) button'
            self.page.locator(button).first.click()
            self.page.wait_for_load_state()
        yield self
        context.close()

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def follow(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def keep(self, name: str, folder=MANUAL) -> None:
        if self.wanted and name not in self.wanted:
            return
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        folder.mkdir(parents=True, exist_ok=True)
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(folder / f"{name}.png", optimize=True)
        print(f"{(folder / f'{name}.png').relative_to(ROOT)}")


def take(camera: Photographer) -> None:
    with camera.visiting(DESKTOP):
        camera.go("/jornadas/")
        camera.keep("calendario", IMAGES)
    with camera.visiting(PHONE):
        camera.go("/")
        camera.keep("inicio")
        camera.go("/cuentas/entrar/")
        camera.keep("entrar")
        camera.go("/jornadas/")
        camera.keep("calendario")
        today = _events(camera)[0]
        open_now = _events(camera, "Inscripción abierta")[0]
        camera.go(open_now)
        camera.keep("evento")
        camera.go("/calendario/")
        camera.keep("calendarios")
        camera.go("/practicas/")
        camera.keep("practicas")
        camera.go("/control/")
        camera.keep("control-emparejar")
    with camera.visiting(PHONE, "servidor"):
        camera.go("/mi-espacio/")
        camera.keep("mi-espacio")
        camera.follow('a[href^="/pase/"]')
        camera.keep("pase")
        camera.go("/mi-espacio/avisos/")
        camera.keep("avisos")
    with camera.visiting(DESKTOP, "enlace"):
        for path, name in [("/enlace/", "enlace"), ("/enlace/importar/nueva/", "enlace-importar")]:
            camera.go(path)
            camera.keep(name)
    with camera.visiting(DESKTOP, "personal"):
        for path, name in [
            ("/panel/", "panel"),
            ("/panel/eventos/", "panel-eventos"),
            ("/panel/personas/", "panel-personas"),
            ("/panel/importar/", "panel-importar"),
            ("/panel/correo/", "panel-correo"),
            ("/panel/hilo/", "panel-hilo"),
        ]:
            camera.go(path)
            camera.keep(name)
        camera.go("/panel/convocatorias/")
        camera.follow('main a[href^="/panel/convocatorias/reconocimiento-"]')
        camera.follow('main a[href$="/propuestas/"]')
        camera.keep("panel-propuestas")
        panel_event = f"/panel/eventos/{today.split('/')[2]}/"
        for part, name in [
            ("", "panel-evento"),
            ("listas/", "panel-listas"),
            ("puertas/", "panel-puertas"),
            ("en-vivo/", "panel-vivo"),
            ("comunicados/", "panel-comunicados"),
        ]:
            camera.go(panel_event + part)
            camera.keep(name)
        pairing = _pairing(camera, panel_event + "puertas/", "Puerta norte")
        camera.go(f"/panel/eventos/{open_now.split('/')[2]}/posponer/")
        camera.follow("main form button")
        camera.keep("panel-cambio")
    with camera.visiting(DESKTOP, "administracion"):
        for path, name in [
            ("/panel/cuentas/", "panel-cuentas"),
            ("/panel/institucion/", "panel-institucion"),
        ]:
            camera.go(path)
            camera.keep(name)
    with camera.visiting(PHONE):
        _at_the_door(camera, pairing)


def _pairing(camera: Photographer, doors: str, name: str) -> str:
    """The address that the code of a new door holds."""
    camera.go(doors)
    camera.page.locator("[name=gate]").fill(name)
    camera.follow("form:has([name=gate]) button")
    return camera.page.locator('main a[href*="/control/#"]').get_attribute("href")


def _at_the_door(camera: Photographer, pairing: str) -> None:
    """The gate as it waits, and as it lets somebody in who was found by name."""
    page = camera.page
    page.goto(pairing)
    page.get_by_role("button", name="Ya lo apunté: empezar").click()
    page.locator('[data-view="gate"]').wait_for()
    page.get_by_text("Todo está enviado").wait_for()
    page.mouse.move(0, 0)  # no button looks pressed
    camera.keep("control-puerta")
    page.get_by_label("Código o nombre").fill("Castro")
    page.locator("#found button").first.click()
    page.get_by_role("button", name="Registrar la entrada").click()
    page.locator("#answer-title").wait_for()
    camera.keep("control-adelante")


def _events(camera: Photographer, words: str = "") -> list[str]:
    """Addresses of the events in the calendar, of those whose card says `words`."""
    camera.go("/jornadas/")
    links = camera.page.locator("main li, main article").filter(has_text=words)
    addresses = links.locator('a[href^="/jornadas/"]').evaluate_all(
        "links => links.map((link) => new URL(link.href).pathname)"
    )
    return [path for path in addresses if path.count("/") == 3]


def main(address: str = "", *names: str) -> None:
    """Of the site at `address`, or of one made for it; all pictures, or those of these `names`."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if address:
            take(Photographer(chromium, address.rstrip("/"), names))
            return
        with sites() as made, made.new(DEMO="1") as site:
            site.manage("load_demo")
            with site.serving():
                take(Photographer(chromium, f"http://127.0.0.1:{site.port}", names))


if __name__ == "__main__":
    main(*sys.argv[1:])
