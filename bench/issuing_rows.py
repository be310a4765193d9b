"""The row of constancias: issued, drawn and signed, with the memory of it; and one on demand."""

import time

from .measure import peak_pss
from .rows import Bench, Line

PEOPLE = 1_000
SECONDS, ON_DEMAND = 25, 0.1


def issuing(bench: Bench):
    """As the panel does it: asked for as a job, done by a worker."""
    with bench.site() as site:
        ended = site.scene("issuing_scenes.ended", people=PEOPLE)
        site.scene("issuing_scenes.ask", slug=ended["slug"], expected=PEOPLE)
        # Its memory is looked at while it works, from the first row to the last document.
        with site.playing("issuing_scenes.work") as process:
            start = time.perf_counter()
            with peak_pss(process.pid, every=1) as peak:
                status = process.wait()
            seconds = time.perf_counter() - start
        told = site.scene("issuing_scenes.told")
        if status or (told["undrawn"], told["files"]) != (0, PEOPLE):
            raise AssertionError(f"{status}: {told['undrawn']} undrawn, {told['files']} files")
        alone = site.scene("issuing_scenes.one_on_demand")
    what = f"{PEOPLE:,} constancias, issued and signed"
    yield Line("issuing", what, seconds, "s", must=SECONDS)
    yield Line("issuing", f"{what}: peak (PSS)", peak.mb, "MB")
    yield Line("issuing", "a constancia drawn on demand", alone["seconds"], "s", must=ON_DEMAND)
