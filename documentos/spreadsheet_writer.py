"""Writes a spreadsheet. Imported when one is asked for: its library takes 12 MB of each process."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from math import ceil

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .spreadsheets import RUNS, Column

HEADER_FONT = Font(bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="1F4E5F")
# The height of a line of text, in points.
LINE = 15
WRAPPED = Alignment(wrap_text=True)
HEADER_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
MAX_TEXT = 32_767


def write(target, columns: list[Column], rows: Iterable[Iterable], title: str) -> None:
    """As `spreadsheets.write_xlsx` says."""
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
