"""Spreadsheets in and out, for every room.

In: `read_sheets(path)` reads what strangers send, in a light process with limits of its own: a
small file can ask for gigabytes, and the library then takes its process down
(`spreadsheet_reader`). Out: `write_xlsx`, row by row, where nothing that was typed can run.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

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


HEADER_FONT = Font(bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="1F4E5F")
# The height of a line of text, in points.
LINE = 15
WRAPPED = Alignment(wrap_text=True)
HEADER_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
# What a spreadsheet program may take for a formula, whatever it is opened or saved as.
RUNS = ("=", "+", "-", "@", "\t", "\r")
MAX_TEXT = 32_767


def write_xlsx(target, columns: Iterable[Column | str], rows: Iterable[Iterable], *, title="Hoja"):
    """Write one sheet to `target` (path or binary file), row by row: memory does not grow.

    A text stays a text: what begins like a formula is marked so that no program runs it. Dates keep
    being dates; moments are told in the institution's zone.
    """
    columns = [c if isinstance(c, Column) else Column(c) for c in columns]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_LETTER
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_header_cell(sheet, column.name) for column in columns])
    count = 1
    wraps = [(number, column.width) for number, column in enumerate(columns) if column.wrap]
    wrapped = WriteOnlyCell(sheet)
    wrapped.alignment = WRAPPED
    for row in rows:
        cells = [_cell(sheet, value) for value in row]
        count += 1
        lines = 1
        for number, width in wraps:
            # A text that fits needs no style of its own, which takes time to write.
            if isinstance(cells[number], str) and len(cells[number]) > width:
                lines = max(lines, ceil(len(cells[number]) / (0.9 * width)))
                cells[number] = _styled(sheet, cells[number], wrapped)
        if lines > 1:
            # Said, because not every program reckons it when it opens the file.
            sheet.row_dimensions[count].height = LINE * lines
        sheet.append(cells)
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    book.save(target)


def xlsx_response(name: str, columns, rows, *, title="Hoja") -> HttpResponse:
    """The sheet as a download called `name` (without ending)."""
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    write_xlsx(response, columns, rows, title=title)
    return response


def _sheet_name(title: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", title).strip("' ")[:31] or "Hoja"


def _header_cell(sheet, text: str):
    cell = WriteOnlyCell(sheet, value="")
    cell.value, cell.data_type = str(text), "s"
    cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, HEADER_ALIGNMENT
    return cell


def _styled(sheet, text: str, like: WriteOnlyCell):
    """A cell that looks like another: sharing its style is quicker than setting one."""
    cell = WriteOnlyCell(sheet, value=text)
    cell._style = like._style
    return cell


def _cell(sheet, value):
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.localtime(value).replace(tzinfo=None)
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:MAX_TEXT]
    if not text.startswith(RUNS):
        return text
    cell = WriteOnlyCell(sheet, value="")
    # Set after the value: assigning a text with "=" would make it a formula.
    cell.value, cell.data_type = text, "s"
    cell.quotePrefix = True
    return cell
