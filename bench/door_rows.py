"""The rows of the door: what a phone hands in, what it has to know, and who looks on."""

import gzip
import json
import os
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from statistics import median

from playwright.sync_api import sync_playwright

from .browser import signed_in
from .clients import Client, Rush, Timed, rush
from .measure import processes_under
from .rows import Bench, Line, median_rate
from .site import Site

SCANS = 500
PEOPLE = 5_000
VIEWERS, SECONDS = 20, 20
# 3G as people have it, and a phone a quarter as fast as this machine.
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_500_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


# ── What a phone hands in ────────────────────────────────────────────────────────────────────────


def batch(bench: Bench):
    """The queue of a phone that had no network: the largest batch there is, beside bare inserts."""
    runs = max(3, bench.runs)
    with bench.site() as site:
        made = site.scene("gate", people=SCANS * runs)
        codes, headers = iter(made["codes"]), {"Authorization": f"Bearer {made['tokens'][0]}"}
        with site.serving():
            client, times = Client(site.port, headers=headers), []
            client.get("/api/v1/checkin/status")  # the connection is there, as the phone's is
            for _ in range(runs):
                scans = [_offline(next(codes)) for _ in range(SCANS)]
                start = time.perf_counter()
                answer = client.post("/api/v1/checkin/scans", {"scans": scans})
                times.append(time.perf_counter() - start)
                said = [one["result"] for one in answer.json()["results"]]
                if said != ["admitted"] * SCANS:
                    raise AssertionError(said[:5])
            client.close()
    seconds, rate = median(times), median_rate(bench.floors.get(("insert", 1)))
    yield Line("batch", f"batch of {SCANS} scans", seconds, "s", must=3)
    floor = rate and 1000 / rate
    yield Line("batch", "the same, per scan", 1000 * seconds / SCANS, "ms", floor=floor)


def _offline(code: str) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "code": code,
        "scanned_at": datetime.now(UTC).isoformat(),
        "direction": "entry",
        "told": "admitted",
    }


# ── What a phone has to know ─────────────────────────────────────────────────────────────────────


def door_roster(bench: Bench):
    """A roster of 5,000 people: over the wire, and until a slow phone knows the last of them."""
    with bench.site() as site:
        made = site.scene("door_scenes.crowd", people=PEOPLE, invitations=bench.runs)
        with site.serving():
            headers = {"Authorization": f"Bearer {made['tokens'][0]}", "Accept-Encoding": "gzip"}
            times, sizes = zip(*(_whole(site, headers) for _ in range(bench.runs)), strict=True)
            phones = [_on_a_phone(one, made["last"]) for one in made["invitations"]]
    ready, again = (median(seconds) for seconds in zip(*phones, strict=True))
    what = f"roster of {PEOPLE:,}"
    yield Line("door_roster", f"{what}: bytes over the wire", sizes[0] / 1000, "KB", must=250)
    yield Line("door_roster", f"{what}: made by the server", median(times), "s", must=1)
    yield Line("door_roster", f"{what}: paired and ready on a phone, 3G", ready, "s", must=5)
    yield Line("door_roster", f"{what}: opened again, no network", again, "s", must=5)


def _whole(site: Site, headers: dict) -> tuple[float, int]:
    """Seconds and bytes of all its pages."""
    client, cursor, size, people = Client(site.port, headers=headers), "", 0, 0
    start, more = time.perf_counter(), True
    while more:
        answer = client.get(f"/api/v1/checkin/roster?since={cursor}")
        page = json.loads(gzip.decompress(answer.body))
        size, people = size + len(answer.body), people + len(page["people"])
        cursor, more = page["cursor"], page["has_more"]
    client.close()
    if people != PEOPLE:
        raise AssertionError(people)
    return time.perf_counter() - start, size


# The page's own clock, which begins with the address: when the first person was found by name.
WATCH = """
  new MutationObserver((_, watcher) => {
    if (!document.querySelector("#found li")) return;
    window.foundAt = performance.now();
    watcher.disconnect();
  }).observe(document, {childList: true, subtree: true});
"""


def _on_a_phone(pairing: str, last: str) -> tuple[float, float]:
    """Seconds from opening the invitation until the phone finds `last` by name; then from opening
    the page again with its PIN, without network, until it does."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(locale="es-MX", **PHONE)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(WATCH)
        slow = context.new_cdp_session(page)
        slow.send("Network.enable")
        slow.send("Network.emulateNetworkConditions", NETWORK)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(pairing, wait_until="commit")
        pin = page.inner_text("#new-pin:visible").replace(" ", "")
        page.click("#pin-noted")
        ready = _found(page, last)
        _is_kept(page)
        context.set_offline(offline=True)
        page.reload(wait_until="commit")
        page.fill("#pin", pin)
        again = _found(page, last)
        browser.close()
    return ready, again


def _found(page, name: str) -> float:
    """Seconds until the page is ready and shows who bears this name, which somebody has typed."""
    page.wait_for_function("document.documentElement.dataset.ready")
    page.fill("#field", name)
    page.wait_for_selector(f"#found li:has-text('{name}')")
    return page.evaluate("window.foundAt") / 1000


def _is_kept(page) -> None:
    """Until the phone opens without network, and has nothing more to write."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_timeout(3_000)


# ── Who looks on ─────────────────────────────────────────────────────────────────────────────────


def board(bench: Bench):
    """The live board of 5,000 people, asked by 20 once a second each, while two a second come."""
    with bench.site() as site:
        made = site.scene("door_scenes.crowd", people=PEOPLE, devices=1, viewers=VIEWERS)
        with site.serving() as process:
            _hand_in(site, made, made["codes"][:2_000])
            path = f"/panel/eventos/{made['slug']}/en-vivo/ahora/"
            coming = iter(made["codes"][2_000:])
            stop = threading.Event()
            door = threading.Thread(target=_let_in, args=(site, made, coming, stop))
            door.start()
            alone = _share(process.pid)
            looked = rush(VIEWERS, made["sessions"], lambda _, session: _look(site, session, path))
            used = _share(process.pid, since=alone, seconds=looked.seconds)
            stop.set()
            door.join()
    if looked.faults:
        raise AssertionError(looked.faults[:3])
    every = Rush(looked.seconds, times=[took for one in looked.answers for took, _ in one])
    seen = [status for one in looked.answers for _, status in one]
    same = 100 * seen.count(304) / len(seen)
    what = f"live board, {VIEWERS} viewers at 1 Hz"
    yield Line("board", f"{what}: of one core", used, "%", must=40)
    yield Line("board", f"{what}: p95", every.p95_ms, "ms", must=100)
    yield Line("board", f"{what}: nothing new", same, "%")


def _look(site: Site, session: str, path: str) -> Timed:
    """Once a second; what one has is not sent again. Each begins at a moment of their own."""
    client, etag, found = signed_in(site.port, session), "", []
    begun = time.monotonic() + int(session, 36) % 1000 / 1000
    for second in range(SECONDS):
        time.sleep(max(0, begun + second - time.monotonic()))
        client.headers = {"If-None-Match": etag} if etag else {}
        start = time.perf_counter()
        answer = client.get(path)
        found.append((time.perf_counter() - start, answer.status))
        if answer.status not in (200, 304):
            raise AssertionError(answer.status)
        etag = answer.headers["etag"]
    client.close()
    return Timed(found, SECONDS)


def _hand_in(site: Site, made: dict, codes: list[str]) -> None:
    headers = {"Authorization": f"Bearer {made['tokens'][0]}"}
    client = Client(site.port, headers=headers)
    start = datetime.now(UTC) - timedelta(minutes=40)
    for first in range(0, len(codes), SCANS):
        some = [_offline(code) for code in codes[first : first + SCANS]]
        for number, one in enumerate(some, start=first):
            one["scanned_at"] = (start + timedelta(seconds=number)).isoformat()
        client.post("/api/v1/checkin/scans", {"scans": some})
    client.close()


def _let_in(site: Site, made: dict, codes, stop: threading.Event) -> None:
    client = Client(site.port, headers={"Authorization": f"Bearer {made['tokens'][0]}"})
    while not stop.wait(0.5):
        client.post("/api/v1/checkin/scans", {"scans": [_offline(next(codes))]})
    client.close()


def _share(pid: int, since: float = 0.0, seconds: float = 0.0) -> float:
    """Processor seconds of a server and all it started; or per cent of a core since then."""
    ticks = 0
    for one in processes_under(pid):
        try:
            with open(f"/proc/{one}/stat") as stat:
                told = stat.read().rsplit(")")[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended in the meantime
        ticks += int(told[11]) + int(told[12])
    used = ticks / os.sysconf("SC_CLK_TCK")
    return 100 * (used - since) / seconds if seconds else used
