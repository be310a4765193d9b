"""The rows of the table: what is measured, and what it must reach (see README, "Speed")."""

import gzip
import re
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from urllib.parse import urljoin

from .browser import signed_in, submit
from .clients import Client, Rush, Timed, rush
from .site import Site, Sites

CLIENTS = (1, 8, 32)


@dataclass
class Line:
    """One figure. `must` is the bound; at least it where `more_is_better`, at most otherwise."""

    row: str
    what: str
    value: float
    unit: str
    must: float | None = None
    more_is_better: bool = False
    floor: float | None = None

    @property
    def reached(self) -> bool | None:
        if self.must is None:
            return None
        return self.value >= self.must if self.more_is_better else self.value <= self.must

    @property
    def ratio(self) -> float | None:
        """How many times the floor it costs."""
        if not self.floor or not self.value:
            return None
        return self.floor / self.value if self.more_is_better else self.value / self.floor


class Bench:
    """Measures rows on one kind of database, `runs` times each, and keeps the medians."""

    def __init__(self, runs: int, sites: Sites):
        self.runs, self.sites, self.site = runs, sites, sites.new
        self.floors: dict[tuple[str, int], list[Rush]] = {}

    # ── The floor ────────────────────────────────────────────────────────────────────────────────

    def floor(self):
        """A bare view that reads one row by its index, and one that inserts one."""
        with self._bare() as bare:
            for clients in CLIENTS:
                for kind in ("read", "insert"):
                    rushes = [self._bare_rush(bare, kind, clients) for _ in range(self.runs)]
                    self.floors[kind, clients] = rushes
                    rate, p95 = median_rate(rushes), median_p95(rushes)
                    yield Line("floor", f"{kind}, {clients} clients", rate, "/s")
                    yield Line("floor", f"{kind}, {clients} clients, p95", p95, "ms")

    @contextmanager
    def _bare(self):
        """The bare views, served as the site is."""
        with self.site() as site:
            url = self.sites.new_database() if self.sites.new_database else ""
            bare = Site(site.folder / "floor", url, DJANGO_SETTINGS_MODULE="bench.floor.settings")
            with bare.serving("bench.floor.wsgi", ready="/read/0000000000001"):
                yield bare

    def _bare_rush(self, bare: Site, kind: str, clients: int) -> Rush:
        def ask(client, number):
            return client.get(f"/{kind}/{number % 1000:013}").status

        one = rush(clients, range(20 * clients + 300), ask, self._to(bare))
        expect(one, {200: len(one.times)})
        return one

    # ── The door ─────────────────────────────────────────────────────────────────────────────────

    def scans(self):
        """Distinct passes, each scanned once, by 1, 8 and 32 devices.

        Bare inserts take turns with them, so that what slows the machine down slows down both.
        """
        must = {1: (140, 25), 8: (190, 60), 32: (210, 200)}
        sizes = {1: 150, 8: 300, 32: 480}
        with self.site() as site, self._bare() as bare:
            scene = site.scene("gate", people=sum(sizes.values()) * self.runs, devices=max(CLIENTS))
            codes, tokens = iter(scene["codes"]), scene["tokens"]
            with site.serving():
                for clients, (rate, p95) in must.items():
                    rushes, floor = [], []
                    for _ in range(self.runs):
                        floor.append(self._bare_rush(bare, "insert", clients))
                        taken = [next(codes) for _ in range(sizes[clients])]
                        rushes.append(self._scan(site, taken, tokens, clients))
                        expect(rushes[-1], {"admitted": sizes[clients]})
                    what = f"distinct passes, {clients} clients"
                    yield self.rated(rushes, "scans", what, rate, floor)
                    yield self.waited(rushes, "scans", what, p95, floor)
                    times = median(a.rate / b.rate for a, b in zip(floor, rushes, strict=True))
                    yield Line("scans", f"{what}: bare inserts", times, "×", must=3)

    def one_pass(self):
        """One pass at 32 doors at once."""
        with self.site() as site:
            scene = site.scene("gate", people=1, devices=32)
            with site.serving():
                one = self._scan(site, scene["codes"] * 32, scene["tokens"], 32)
        admitted = Counter(one.answers)["admitted"]
        expect(one, {"admitted": 1, "duplicate": 31})
        yield Line("one_pass", "one pass at 32 doors: admitted", admitted, "", must=1)

    def _scan(self, site: Site, codes: list[str], tokens: list[str], clients: int) -> Rush:
        doors = iter(tokens)

        def begin():
            return Client(site.port, headers={"Authorization": f"Bearer {next(doors)}"})

        def scan(client, code):
            entry = {"id": str(uuid.uuid4()), "code": code, "direction": "entry"}
            entry["scanned_at"] = datetime.now(UTC).isoformat()
            answer = client.post("/api/v1/checkin/scans", {"scans": [entry]})
            return answer.json()["results"][0]["result"] if answer.status == 200 else answer.status

        return rush(clients, codes, scan, begin)

    # ── Registering ──────────────────────────────────────────────────────────────────────────────

    def seats(self):
        """A thousand attempts for five hundred seats, by 32 clients, on pages they have open."""
        rushes = [self._seats() for _ in range(self.runs)]
        rates = [500 / one.seconds for one in rushes]
        yield Line(
            "seats",
            "1,000 for 500 seats: accepted",
            median(rates),
            "/s",
            must=60,
            more_is_better=True,
            floor=median_rate(self.floors.get(("insert", 32))),
        )
        floor = self.floors.get(("insert", 32))
        yield self.waited(rushes, "seats", "1,000 for 500 seats", 800, floor)

    def _seats(self) -> Rush:
        with self.site() as site:
            scene = site.scene("seats", people=1000, seats=500)
            path = scene["path"]
            with site.serving():

                def open_page(_, session):
                    client = signed_in(site.port, session)
                    return client, client.get(path).text

                def press(_, opened):
                    client, page = opened
                    start = time.perf_counter()
                    status = submit(client, path, page).status
                    took = time.perf_counter() - start
                    client.close()
                    return Timed(status, took)

                opened = rush(8, scene["sessions"], lambda s, task: Timed(open_page(s, task), 0))
                for client, _ in opened.answers:
                    client.close()  # nobody holds a connection while they read
                one = rush(32, opened.answers, press)
            expect(one, {302: 1000})
            states = Counter(r["status"] for r in site.scene("registrations", event=scene["event"]))
        if states != {"confirmed": 500, "waitlisted": 500}:
            raise AssertionError(states)
        return one

    # ── Pages ────────────────────────────────────────────────────────────────────────────────────

    def page(self):
        """The public page of an event: how many a second, how heavy, how many queries."""
        with self.site() as site:
            scene = site.scene("page")
            queries = site.scene("queries", path=scene["path"])
            with site.serving():
                sizes = weigh(site, scene["path"])
                rushes = [
                    rush(8, range(600), lambda c, _: c.get(scene["path"]).status, self._to(site))
                    for _ in range(self.runs)
                ]
        for one in rushes:
            expect(one, {200: 600})
        floor = self.floors.get(("read", 8))
        yield self.rated(rushes, "page", "event page, 8 clients", 280, floor)
        yield self.waited(rushes, "page", "event page, 8 clients", None, floor)
        yield Line("page", "event page: all it loads, compressed", sum(sizes) / 1000, "KB", must=60)
        yield Line("page", "event page: requests", len(sizes), "", must=6)
        yield Line("page", "event page: queries", queries, "", must=9)

    def _to(self, site: Site):
        return lambda: Client(site.port)

    def rated(self, rushes, row, what, must, floor: list[Rush] | None) -> Line:
        return Line(row, what, median_rate(rushes), "/s", must, True, median_rate(floor))

    def waited(self, rushes, row, what, must, floor: list[Rush] | None) -> Line:
        p95 = median_p95(rushes)
        return Line(row, f"{what}, p95", p95, "ms", must, False, median_p95(floor))


def median_rate(rushes: list[Rush] | None) -> float | None:
    return median(one.rate for one in rushes) if rushes else None


def median_p95(rushes: list[Rush] | None) -> float | None:
    return median(one.p95_ms for one in rushes) if rushes else None


def expect(one: Rush, answers: dict) -> None:
    """What was measured must have worked."""
    if one.faults or Counter(one.answers) != answers:
        raise AssertionError(f"{Counter(one.answers)} instead of {answers}; {one.faults[:3]}")


def weigh(site: Site, path: str) -> list[int]:
    """Bytes, compressed, of a page and of each file it loads."""
    client = Client(site.port, headers={"Accept-Encoding": "gzip"})
    page = client.get(path)
    body = gzip.decompress(page.body) if page.headers.get("content-encoding") else page.body
    tags = re.findall(r"<(?:link|script|img|use)\b[^>]*>", body.decode())
    loaded = set()
    for tag in tags:
        if tag.startswith("<link") and not re.search(r'rel="(stylesheet|icon|manifest)"', tag):
            continue
        found = re.search(r'\b(?:href|src)="([^"#]+)', tag)
        if found and not found[1].startswith("data:"):
            loaded.add(urljoin(path, found[1]))
    return [len(page.body), *(len(client.get(url).body) for url in sorted(loaded))]


def expect_page(answer) -> None:
    if answer.status != 200:
        raise AssertionError(f"{answer.status} {answer.text[:200]}")
