"""The row of calendars: a feed as those who subscribe it ask for it, again and again."""

from statistics import median

from .clients import Client, rush
from .rows import Bench, Line, expect, expect_page

EVENTS = 500
PATH = "/calendario/todos.ics"


def feeds(bench: Bench):
    """A feed of five hundred events: built, served as it is kept, and asked for in vain."""
    with bench.site() as site:
        site.scene("feed", events=EVENTS)
        with site.serving():
            built = rush(
                1, [PATH], lambda client, path: client.get(path), lambda: Client(site.port)
            )
            (first,) = built.answers
            expect_page(first)
            if first.body.count(b"BEGIN:VEVENT") != EVENTS:
                raise AssertionError(first.text[:500])
            kept = [_asked(site, {}, 200, clients=1) for _ in range(bench.runs)]
            same = {"If-None-Match": first.headers["etag"]}
            unchanged = [_asked(site, same, 304, clients=8) for _ in range(bench.runs)]
    what = f"feed of {EVENTS} events"
    yield Line("feeds", f"{what}: built", built.times[0] * 1000, "ms")
    yield Line("feeds", f"{what}: size", len(first.body) / 1000, "KB")
    p50 = median(median(one.times) for one in kept) * 1000
    yield Line("feeds", f"{what}, kept: p50", p50, "ms", must=50)
    yield bench.waited(kept, "feeds", f"{what}, kept", 50, bench.floors.get(("read", 1)))
    floor = bench.floors.get(("read", 8))
    yield bench.rated(unchanged, "feeds", "nothing changed (304), 8 clients", None, floor)
    yield bench.waited(unchanged, "feeds", "nothing changed (304), 8 clients", None, floor)


def _asked(site, headers: dict, status: int, *, clients: int):
    one = rush(
        clients,
        range(100 * clients),
        lambda client, _: client.get(PATH).status,
        lambda: Client(site.port, headers=headers),
    )
    expect(one, {status: 100 * clients})
    return one
