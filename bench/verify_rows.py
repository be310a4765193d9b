"""The row of verifying: the page of a constancia, as everybody at a counter opens it at once."""

from .clients import Client, rush
from .rows import Bench, Line, expect, weigh

CLIENTS = 8
ASKED = 600
SIGNED = "La revisamos al abrir esta página"


def verify(bench: Bench):
    """Queries of a visitor, rate with eight of them, and what a phone loads."""
    with bench.site() as site:
        path = site.scene("constancia")["path"]
        queries = site.scene("queries", path=path)
        with site.serving():
            sizes = weigh(site, path)
            page = Client(site.port).get(path)
            if SIGNED not in page.text:
                raise AssertionError(page.text[:500])
            rushes = [
                rush(
                    CLIENTS,
                    range(ASKED),
                    lambda client, _: client.get(path).status,
                    lambda: Client(site.port),
                )
                for _ in range(bench.runs)
            ]
    for one in rushes:
        expect(one, {200: ASKED})
    yield Line("verify", "constancia's page: queries", queries, "", must=3)
    floor = bench.floors.get(("read", CLIENTS))
    yield bench.rated(rushes, "verify", "constancia's page, 8 clients", None, floor)
    yield bench.waited(rushes, "verify", "constancia's page, 8 clients", None, floor)
    yield Line("verify", "constancia's page: all, compressed", sum(sizes) / 1000, "KB", must=60)
