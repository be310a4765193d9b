"""The row of the thread: from the jornada to the recognised practice, of a whole institution."""

import time
from statistics import median

from .browser import signed_in
from .rows import Bench, Line, expect_page

BODIES, PROPOSALS = 350, 500
QUERIES, MILLISECONDS = 10, 300


def threads(bench: Bench):
    """The report as it is computed, and its page as staff open it."""
    with bench.site(WEB_PROCESSES="1") as site:
        session = site.scene("thread_scenes.institution", bodies=BODIES, proposals=PROPOSALS)[
            "session"
        ]
        told = site.scene("thread_scenes.report", runs=max(5, bench.runs))
        # Each body attended, completed and wrote; all have a proposal, and 167 are recognised.
        recognised = len({number % BODIES for number in range(0, PROPOSALS, 3)})
        if told["counts"] != [*4 * [BODIES], recognised]:
            raise AssertionError(told["counts"])
        page = site.scene("thread_scenes.page", session=session)
        if page["status"] != 200:
            raise AssertionError(page)
        with site.serving():
            client = signed_in(site.port, session)
            times = []
            for _ in range(max(5, bench.runs)):
                start = time.perf_counter()
                expect_page(client.get("/panel/hilo/"))
                times.append(1000 * (time.perf_counter() - start))
    what = f"thread of {BODIES} bodies, {PROPOSALS} proposals"
    yield Line("thread", f"{what}: queries", told["queries"], "", must=QUERIES)
    yield Line("thread", what, told["ms"], "ms", must=MILLISECONDS)
    yield Line("thread", "its page: queries", page["queries"], "", must=QUERIES)
    yield Line("thread", "its page", median(times), "ms", must=MILLISECONDS)
