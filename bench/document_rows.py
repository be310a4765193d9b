"""The rows of documents and imports: a long list on paper and as a spreadsheet, a roster."""

import csv
import sys
import time
from statistics import median

from .browser import signed_in
from .measure import peak_pss, run_measured
from .rows import Bench, Line, expect_page
from .site import BASE_DIR

PEOPLE_IN_LISTS = 2_000
ROWS_TO_IMPORT = 10_000


def lists(bench: Bench):
    """The printed list of 2,000 people, and the same as a spreadsheet."""
    with bench.site(WEB_PROCESSES="1") as site:
        scene = site.scene("lists", people=PEOPLE_IN_LISTS)
        with site.serving() as process:
            client = signed_in(site.port, scene["session"])
            for kind in ("pdf", "xlsx"):
                path = f"/panel/eventos/{scene['slug']}/listas/lista.{kind}"
                times = []
                for _ in range(max(3, bench.runs)):
                    start = time.perf_counter()
                    expect_page(client.get(path))
                    times.append(time.perf_counter() - start)
                # Apart: whoever looks at memory takes time from the one who is looked at.
                with peak_pss(process.pid) as peak:
                    expect_page(client.get(path))
                what = f"list of {PEOPLE_IN_LISTS:,} as {kind.upper()}"
                yield Line("lists", what, median(times), "s", must=1)
                yield Line("lists", f"{what}: largest process", peak.mb, "MB", must=150)


def roster(bench: Bench):
    """A roster of 10,000 people, imported."""
    with bench.site() as site:
        bodies = site.scene("bodies", count=50)
        file = site.folder / "padron.csv"
        _write_roster(file, bodies)
        seconds, megabytes, said = run_measured(
            [sys.executable, "manage.py", "import_roster", str(file)],
            cwd=BASE_DIR,
            env=site.environment,
        )
        if f'"created": {ROWS_TO_IMPORT}' not in said:
            raise AssertionError(said[:500])
    yield Line("roster", f"roster of {ROWS_TO_IMPORT:,} rows imported", seconds, "s", must=10)
    yield Line("roster", "roster: peak memory", megabytes, "MB", must=200)


def _letters(number: int) -> str:
    """A number as a name: names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _write_roster(file, bodies: list[str]) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(
            [
                "Nombre(s)",
                "Primer apellido",
                "Segundo apellido",
                "Correo",
                "Sujeto obligado",
                "Cargo",
            ]
        )
        for n in range(ROWS_TO_IMPORT):
            surname, second = f"Apellido {_letters(n % 97)}", f"Segundo {_letters(n % 89)}"
            mail = f"p{n}@example.org"
            writer.writerow(
                [f"Nombre {_letters(n)}", surname, second, mail, bodies[n % len(bodies)], "Jefe"]
            )
