"""The gate as an app: its manifest, and what of the page a phone keeps to open it offline."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db

IMPORTED = re.compile(r'(?:from|import)\s*\(?\s*"(\.{1,2}/[^"]+)"')


def worker(client, query="") -> str:
    response = client.get(f"/control/sw.js{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    # A browser asks again each time, so that a new version is found.
    assert "no-cache" in response["Cache-Control"]
    return response.content.decode()


def kept(script: str) -> list[str]:
    return json.loads(re.search(r"const FILES = (\[.*?\]);", script, re.DOTALL)[1])


def test_a_phone_puts_the_gate_among_its_apps(client):
    assert '<link rel="manifest" href="/control/app.webmanifest">' in (
        client.get("/control/").content.decode()
    )
    response = client.get("/control/app.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/control/",
        "/control/",
        "standalone",
    )
    icons = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert icons == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL))


def test_everything_the_page_and_its_scripts_ask_for_is_kept(client):
    files = kept(worker(client))
    page = client.get("/control/").content.decode()
    asked = set(re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:js|css|svg))', page))
    seen, waiting = set(), [path for path in asked if path.endswith(".js")]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        source = Path(finders.find(path.removeprefix(settings.STATIC_URL))).read_text()
        for other in IMPORTED.findall(source):
            waiting.append("/static/" + _join(path.removeprefix("/static/"), other))
    assert (asked | seen) - set(files) == set()
    assert len(seen) > 20


def _join(path: str, other: str) -> str:
    return str((Path("/") / path).parent.joinpath(other).resolve()).removeprefix("/")


def test_nothing_of_an_event_is_kept_in_the_clear(client):
    assert [path for path in kept(worker(client)) if not path.startswith("/static/")] == []


def test_another_page_is_another_version(client, monkeypatch):
    version = re.compile(r'CACHE = "control-([0-9a-f]{12})"')
    before = version.search(worker(client))[1]
    assert version.search(worker(client))[1] == before
    monkeypatch.setattr("asistencia.app._ALWAYS", ["css/gate.css"])
    assert version.search(worker(client))[1] != before


def test_only_browsers_that_send_in_the_background_get_that_part(client):
    assert 'import "/static/js/gate/background.js";' in worker(client, "?en-segundo-plano")
    assert "import " not in worker(client)
