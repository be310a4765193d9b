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
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
HERE = {"locale": "es-MX", "timezone_id": "America/Mexico_City"}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


class Photographer:
    """Goes through the site as one of the demo's accounts and keeps what it sees."""

    def __init__(self, chromium, address: str):
        self.chromium, self.address = chromium, address

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
        camera.go(_events(camera, "Inscripción abierta")[0])
        camera.keep("evento")
        camera.go("/control/")
        camera.keep("control-emparejar")
    with camera.visiting(PHONE, "servidor"):
        camera.go("/mi-espacio/")
        camera.keep("mi-espacio")
        camera.follow('a[href^="/pase/"]')
        camera.keep("pase")
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
        ]:
            camera.go(path)
            camera.keep(name)
        panel_event = f"/panel/eventos/{today.split('/')[2]}/"
        for part, name in [
            ("", "panel-evento"),
            ("listas/", "panel-listas"),
            ("puertas/", "panel-puertas"),
            ("en-vivo/", "panel-vivo"),
        ]:
            camera.go(panel_event + part)
            camera.keep(name)
    with camera.visiting(DESKTOP, "administracion"):
        for path, name in [
            ("/panel/cuentas/", "panel-cuentas"),
            ("/panel/institucion/", "panel-institucion"),
        ]:
            camera.go(path)
            camera.keep(name)


def _events(camera: Photographer, words: str = "") -> list[str]:
    """Addresses of the events in the calendar, of those whose card says `words`."""
    camera.go("/jornadas/")
    links = camera.page.locator("main li, main article").filter(has_text=words)
    addresses = links.locator('a[href^="/jornadas/"]').evaluate_all(
        "links => links.map((link) => new URL(link.href).pathname)"
    )
    return [path for path in addresses if path.count("/") == 3]


def main(address: str = "") -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if address:
            take(Photographer(chromium, address.rstrip("/")))
            return
        with sites() as made, made.new(DEMO="1") as site:
            site.manage("load_demo")
            with site.serving():
                take(Photographer(chromium, f"http://127.0.0.1:{site.port}"))


if __name__ == "__main__":
    main(*sys.argv[1:])
