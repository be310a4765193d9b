"""The row of documents: one constancia unsigned and signed; a thousand drawn, signed and kept."""

import json
import subprocess

from .measure import peak_pss, pss_mb
from .rows import Bench, Line
from .site import Site

PEOPLE = 1_000
# A thousand are issued, drawn and signed within 25 s (`issuing`); this is the larger part of it.
UNSIGNED, SIGNED, MANY, MEGABYTES = 0.03, 0.1, 20, 400


def drawing(bench: Bench):
    """As issuing does it, without the writing of rows."""
    with bench.site() as site:
        scene(site, "written", people=PEOPLE)
        one = scene(site, "one")
        with (
            site._process(
                "-m", "bench.drawing_scenes", "many", "{}", stdout=subprocess.PIPE
            ) as process,
            peak_pss(process.pid, every=0.2, of=pss_mb) as peak,
        ):
            said = process.stdout.read()
        many = json.loads(said)
        if many["undrawn"]:
            raise AssertionError(f"{many['undrawn']} of {PEOPLE:,} without a document")
    yield Line("drawing", "a constancia drawn", one["unsigned"], "s", must=UNSIGNED)
    yield Line("drawing", "a constancia drawn and signed", one["signed"], "s", must=SIGNED)
    yield Line("drawing", "the first of a process", one["first"], "s")
    what = f"{PEOPLE:,} constancias drawn, signed and kept"
    yield Line("drawing", what, many["seconds"], "s", must=MANY)
    yield Line("drawing", "all their processes together (PSS)", peak.mb, "MB", must=MEGABYTES)
    yield Line("drawing", "size of a document", many["bytes"] / PEOPLE / 1024, "KB")


def scene(site: Site, name: str, **facts) -> dict:
    return json.loads(site._run("-m", "bench.drawing_scenes", name, json.dumps(facts)))
