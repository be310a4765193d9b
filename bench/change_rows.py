"""The row of notices: what a move costs when very many people count on an event."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from urllib.parse import urlencode

from .browser import all_fields, signed_in
from .clients import Client
from .rows import Bench, Line

PEOPLE = 5_000


def notices(bench: Bench):
    """A session moves: everybody is written to within the request that moves it."""
    looked, done = zip(*(_moved(bench) for _ in range(bench.runs)), strict=True)
    what = f"a move that {PEOPLE:,} people are told"
    yield Line("notices", f"{what}: preview", median(looked), "s")
    yield Line("notices", f"{what}: done and written", median(done), "s", must=3)


def _moved(bench: Bench) -> tuple[float, float]:
    """Seconds until the change is shown, and until it is done and everybody has a message."""
    with bench.site() as site:
        scene = site.scene("crowd", people=PEOPLE)
        with site.serving():
            client = signed_in(site.port, scene["session"])
            client.headers |= {"Origin": f"http://127.0.0.1:{site.port}"}
            day = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
            form = all_fields(client.get(scene["path"]).text)
            typed = [("day", day), ("starts", "10:00"), ("ends", "12:00")]
            token = [pair for pair in form if pair[0] == "csrfmiddlewaretoken"]
            looked, page = _post(client, scene["path"], token + typed)
            sent = [pair for pair in all_fields(page.text) if pair[0] != "corregir"]
            done, answer = _post(client, scene["path"], sent)
        if answer.status != 302:
            raise AssertionError(answer.text[:2000])
        written = site.scene("written", kind="jornadas.changed")
        if written != PEOPLE:
            raise AssertionError(written)
    return looked, done


def _post(client: Client, path: str, pairs: list):
    start = time.perf_counter()
    answer = client.post(path, urlencode(pairs).encode())
    return time.perf_counter() - start, answer
