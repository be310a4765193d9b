"""Spreadsheets in and out, for every room.

In: `read_sheets(path)` reads what strangers send, in a light process with limits of its own: a
small file can ask for gigabytes, and the library then takes its process down
(`spreadsheet_reader`). Out: `write_xlsx`, row by row, where nothing that was typed can run.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from .spreadsheet_reader import DAMAGED, MAX_FILE, TOO_BIG, TOO_WIDE, Unreadable

__all__ = [
    "MAX_FILE",
    "XLSX",
    "Column",
    "Sheet",
    "Unreadable",
    "read_sheets",
    "write_xlsx",
    "xlsx_response",
]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Longer than the reader's own limit of processor time: the machine may be busy.
PATIENCE = 60
SLOW = "El archivo tarda demasiado en leerse. Copia solo la tabla a un libro nuevo y envíalo."


@dataclass(frozen=True)
class Sheet:
    """A sheet: row `n` of `rows` (from 0) is row n + 1 of the file; cells are text, int, float,
    bool, date, datetime or None."""

    name: str
    rows: list[list]


def read_sheets(path) -> list[Sheet]:
    """Every visible sheet of an .xlsx, .xls, .ods or .csv. Raises Unreadable with a sentence."""
    if Path(path).stat().st_size > MAX_FILE:
        raise Unreadable(TOO_BIG)
    command = [sys.executable, "-m", "documentos.spreadsheet_reader", str(path)]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        try:
            said, _ = child.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise Unreadable(SLOW) from error
    return _listen(said, child.returncode)


def _listen(said: str, status: int) -> list[Sheet]:
    sheets: list[Sheet] = []
    for line in said.splitlines():
        try:
            value = json.loads(line, object_hook=_moment)
        except ValueError:
            break
        if isinstance(value, str):
            sheets.append(Sheet(value, []))
        elif isinstance(value, list):
            sheets[-1].rows.append(value)
        elif "error" in value:
            raise Unreadable(value["error"])
        else:
            return sheets
    # It died without a last word: killed for asking more memory than it may have, or broken.
    raise Unreadable(TOO_WIDE if status < 0 else DAMAGED)


def _moment(value: dict):
    if "date" in value:
        return date.fromisoformat(value["date"])
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return value


@dataclass(frozen=True)
class Column:
    """A heading and its width in characters; with `wrap`, long texts go on below instead of being
    cut by the next column."""

    name: str
    width: float = 18
    wrap: bool = False


# What a spreadsheet program may take for a formula, whatever it is opened or saved as.
RUNS = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(target, columns: Iterable[Column | str], rows: Iterable[Iterable], *, title="Hoja"):
    """Write one sheet to `target` (path or binary file), row by row: memory does not grow.

    A text stays a text: what begins like a formula is marked so that no program runs it. Dates keep
    being dates; moments are told in the institution's zone.
    """
    # Here, so that a site where nobody downloads a sheet does not hold what writes one.
    from .spreadsheet_writer import write

    write(target, [c if isinstance(c, Column) else Column(c) for c in columns], rows, title)


def xlsx_response(name: str, columns, rows, *, title="Hoja") -> HttpResponse:
    """The sheet as a download called `name` (without ending)."""
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    write_xlsx(response, columns, rows, title=title)
    return response
