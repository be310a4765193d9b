"""The row of Zoom: a report read, matched and imported by the command, its start included."""

import json
import sys
from statistics import median

from .measure import run_measured
from .rows import Bench, Line
from .site import BASE_DIR, Site

ROWS = 5_000


def zoom(bench: Bench):
    """Into an event with as many registrations."""
    measured = [_imported(bench) for _ in range(bench.runs)]
    what = f"Zoom report of {ROWS:,} rows imported"
    yield Line("zoom", what, median(seconds for seconds, _ in measured), "s", must=2)
    yield Line("zoom", f"{what}: peak memory", median(mb for _, mb in measured), "MB")


def _imported(bench: Bench) -> tuple[float, float]:
    with bench.site() as site:
        file = site.folder / "reporte.csv"
        held = scene(site, "held", people=ROWS, file=str(file))
        seconds, megabytes, said = run_measured(
            [sys.executable, "manage.py", "import_zoom", held["slug"], str(file)],
            cwd=BASE_DIR,
            env=site.environment,
        )
        told, tenth = json.loads(said), ROWS // 10
        if (told["matched"], told["unmatched"]) != (9 * tenth, tenth):
            raise AssertionError(said[:500])
    return seconds, megabytes


def scene(site: Site, name: str, **facts) -> dict:
    return json.loads(site._run("-m", "bench.zoom_scenes", name, json.dumps(facts)))
