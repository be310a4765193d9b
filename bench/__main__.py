"""script/bench [names] [--postgres] [--runs N]: a table on the screen, var/bench.json beside it."""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from . import (
    calendar_rows,
    certificate_rows,
    change_rows,
    document_rows,
    door_rows,
    issuing_rows,
    jury_rows,
    machine_rows,
    mail_rows,
    thread_rows,
    verify_rows,
    zoom_rows,
)
from .rows import Bench, Line
from .site import BASE_DIR, sites

ROWS = [
    "scans",
    "one_pass",
    "batch",
    "door_roster",
    "board",
    "seats",
    "page",
    "lists",
    "roster",
    "notices",
    "feeds",
    "mail",
    "issuing",
    "drawing",
    "verify",
    "zoom",
    "thread",
    "jury",
    "memory",
    "size",
]
SLOW_ROWS = ["first_run"]
# Rows that stand in a module of their own; the others are methods of `Bench`.
OTHERS = {
    "batch": door_rows.batch,
    "door_roster": door_rows.door_roster,
    "board": door_rows.board,
    "lists": document_rows.lists,
    "roster": document_rows.roster,
    "notices": change_rows.notices,
    "feeds": calendar_rows.feeds,
    "mail": mail_rows.mail,
    "issuing": issuing_rows.issuing,
    "drawing": certificate_rows.drawing,
    "verify": verify_rows.verify,
    "zoom": zoom_rows.zoom,
    "jury": jury_rows.jury,
    "thread": thread_rows.threads,
    "memory": machine_rows.memory,
    "size": machine_rows.size,
    "first_run": machine_rows.first_run,
}


def main() -> int:
    options = _options()
    names = options.names or ROWS
    lines: list[Line] = []
    with sites(on_postgres=options.postgres) as made:
        bench = Bench(options.runs, made)
        _head(options)
        for name in ["floor", *names]:
            row = OTHERS[name](bench) if name in OTHERS else getattr(bench, name)()
            for line in row:
                lines.append(line)
                _show(line)
    _keep(options, lines)
    return 0 if all(line.reached is not False for line in lines) else 1


def _options():
    parser = argparse.ArgumentParser("script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join([*ROWS, *SLOW_ROWS]))
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (%(default)s); medians")
    options = parser.parse_args()
    if unknown := set(options.names) - {*ROWS, *SLOW_ROWS}:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return options


def _head(options) -> None:
    kind = "PostgreSQL" if options.postgres else "SQLite"
    print(
        f"{kind}, {os.cpu_count()} cores, Python {platform.python_version()}, {options.runs} runs"
    )
    print(f"{'':44}{'measured':>12}{'must reach':>14}{'':5}{'floor':>10}{'ratio':>8}")


def _show(line: Line) -> None:
    must = ""
    if line.must is not None:
        must = f"{'≥' if line.more_is_better else '≤'} {line.must:,g} {line.unit}"
    verdict = {None: "", True: "yes", False: "NO"}[line.reached]
    floor = f"{line.floor:,.0f}" if line.floor else ""
    ratio = f"{line.ratio:.1f} ×" if line.ratio else ""
    value = f"{line.value:,.{0 if line.value >= 100 or not line.unit else 2}f} {line.unit}"
    print(f"{line.what:44}{value:>12}{must:>14}{verdict:>5}{floor:>10}{ratio:>8}", flush=True)


def _keep(options, lines: list[Line]) -> None:
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": "postgresql" if options.postgres else "sqlite",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "runs": options.runs,
        "lines": [asdict(one) | {"reached": one.reached, "ratio": one.ratio} for one in lines],
    }
    file = BASE_DIR / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    print(f"\n{file.relative_to(BASE_DIR)}")


if __name__ == "__main__":
    sys.exit(main())
