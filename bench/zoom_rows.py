"""The row of Zoom: a report read, matched and kept, from its bytes to the last row."""

from statistics import median

from .rows import Bench, Line

ROWS = 5_000


def zoom(bench: Bench):
    """Into an event with as many registrations."""
    measured = [_imported(bench) for _ in range(bench.runs)]
    what = f"Zoom report of {ROWS:,} rows imported"
    yield Line("zoom", what, median(one["seconds"] for one in measured), "s", must=2)
    yield Line("zoom", f"{what}: peak memory", median(one["megabytes"] for one in measured), "MB")


def _imported(bench: Bench) -> dict:
    with bench.site() as site:
        file = str(site.folder / "reporte.csv")
        held = site.scene("zoom_scenes.held", people=ROWS, file=file)
        told, tenth = site.scene("zoom_scenes.bring", event=held["event"], file=file), ROWS // 10
        if (told["matched"], told["unmatched"]) != (9 * tenth, tenth):
            raise AssertionError(told)
    return told
