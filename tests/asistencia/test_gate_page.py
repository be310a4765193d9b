"""The gate's page tells a browser at once what its parts are, and is small over the wire."""

import gzip
import re

import pytest

from asistencia import app

pytestmark = pytest.mark.django_db


def test_the_parts_of_the_page_are_loaded_all_at_once(client):
    page = client.get("/control/").content.decode()
    told = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    assert told == app.modules()
    names = {re.sub(r".*/|\.[0-9a-f]{12}(?=\.js)", "", address) for address in told}
    # What main.js imports, and what only its imports import; not the pages that stand alone.
    assert {"main.js", "queue.js", "keys.js"} <= names
    assert not names & {"scanner_test.js", "background.js"}


def test_the_page_is_compressed(client):
    answer = client.get("/control/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert b"Control de acceso" in gzip.decompress(answer.content)
