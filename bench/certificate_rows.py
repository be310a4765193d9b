"""The row of documents: one constancia unsigned and signed; a thousand drawn, signed and kept."""

import json

from .measure import peak_pss, pss_mb
from .rows import Bench, Line

PEOPLE = 1_000
# A thousand are issued, drawn and signed within 25 s (`issuing`); this is the larger part of it.
UNSIGNED, SIGNED, MANY, MEGABYTES = 0.03, 0.1, 20, 400


def drawing(bench: Bench):
    """As issuing does it, without the writing of rows."""
    with bench.site() as site:
        site.scene("drawing_scenes.written", people=PEOPLE)
        one = site.scene("drawing_scenes.one")
        with (
            site.playing("drawing_scenes.many") as process,
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
