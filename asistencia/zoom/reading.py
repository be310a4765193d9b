"""A report of Zoom, whatever its language, generation, coding and separator, as rows of stays."""

import csv
import io
import os
import re
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from documentos.spanish import date_in_words
from documentos.spreadsheet_reader import (
    DAMAGED,
    EMPTY,
    MAX_FILE,
    MAX_ROWS,
    TOO_BIG,
    decode,
    sniff,
)
from documentos.spreadsheets import Unreadable, read_sheets
from padron.names import match_key

from . import columns, moments
from .moments import AskDayOrder
from .names import LONGEST_EMAIL, clean, is_host_mark, split_name

__all__ = ["AskDayOrder", "Report", "Row", "Unreadable", "read_report"]

NOT_A_REPORT = (
    "No se encontró la tabla de participantes. Descarga de Zoom el reporte de participantes (de "
    "una reunión) o de asistentes (de un seminario web) y envíalo como viene."
)
NOBODY = "El reporte no tiene a nadie que haya estado en la sesión."
YES = {"si", "s", "yes", "y", "true", "verdadero", "1"}
# As nearly every mailbox is; the others are looked at with more care.
PLAIN_EMAIL = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}")
NO = {"no", "n", "false", "falso", "0"}
# What a spreadsheet leaves of a name that began like a formula.
LOST = re.compile(r"#(NAME|¿NOMBRE|REF|VALUE|¡VALOR|N/A)[!?]?")
# A text in UTF-8 that a spreadsheet took for Windows-1252: "MuÃ±oz".
MISREAD = re.compile("[ÂÃÅÐÑâã][\u0080-\u00bf\u0152-\u2122]")


@dataclass(frozen=True)
class Row:
    """Somebody's stay. `number` is the row of the file, from 1; the moments are in UTC."""

    number: int
    shown: str
    original: str
    email: str
    joined_at: datetime
    left_at: datetime
    is_host: bool = False


@dataclass
class Report:
    """What a file says. `problems` are rows that could not be used, each with its reason; `absent`
    counts those who registered and never came."""

    is_webinar: bool
    topic: str
    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    absent: int = 0


def read_report(
    content: bytes,
    *,
    days: Collection[date],
    time_zone: ZoneInfo,
    day_first: bool | None = None,
) -> Report:
    """Read a participants' or attendees' report of Zoom.

    `days` are those of the event's sessions, by which the order of day and month is told;
    `time_zone` is the account's, which the file does not state. Raises Unreadable with a sentence,
    or AskDayOrder where `day_first` has to be said.
    """
    found = next((found for grid in _grids(content) if (found := columns.find(grid))), None)
    if found is None:
        raise Unreadable(NOT_A_REPORT)
    report = Report(found.is_webinar, clean(_mended(found.topic))[:200])
    drafts = [
        draft
        for table in found.tables
        for number, cells in table.rows
        if (draft := _draft(report, found, table, number, cells))
    ]
    said = chain.from_iterable((joined, left) for *_, joined, left in drafts)
    orders = moments.decide(said, days, day_first)
    for facts, joined, left in drafts:
        joined_at, left_at = (orders.aware(one, time_zone) for one in (joined, left))
        if left_at < joined_at:
            report.problems.append((facts["number"], "La salida es anterior a la entrada."))
        else:
            report.rows.append(Row(joined_at=joined_at, left_at=left_at, **facts))
    report.problems.sort()
    if not (report.rows or report.problems or report.absent):
        raise Unreadable(NOBODY)
    _check_days(report, days, time_zone)
    return report


def _draft(report: Report, found, table, number: int, cells: list):
    """Who a row is of and its two moments; None for one that is nobody's stay, which is told."""

    def cell(name: str):
        position = table.fields.get(name)
        return cells[position] if position is not None and position < len(cells) else None

    def text(name: str) -> str:
        value = cell(name)
        return _mended(clean(str(value))) if value is not None else ""

    def unusable(reason: str) -> None:
        report.problems.append((number, reason))

    if "attended" in table.fields and match_key(text("attended")) in NO:
        report.absent += 1
        return None
    if match_key(text("waiting")) in YES:
        return unusable("Estuvo en la sala de espera, que no es la sesión.")
    if "\n" in str(cell("name")).strip():
        return unusable("Hay unas comillas sin cerrar: las filas que siguen se perdieron en esta.")
    shown, original = split_name(text("name"))
    email = _email(text("email"))
    if LOST.fullmatch(shown):
        return unusable("La hoja de cálculo perdió el nombre. Descarga otra vez el reporte.")
    if not shown and not email:
        return unusable("Falta el nombre.")
    if not original:
        original = _name_given(shown, text("first_name"), text("last_name"))
    try:
        joined, left = (_moment(cell(name), name) for name in ("joined", "left"))
    except ValueError as reason:
        return unusable(str(reason))
    is_host = (
        table.of_hosts
        or (bool(email) and email in {*found.host_emails, _email(text("host_email"))})
        or match_key(shown) in found.host_names
        or is_host_mark(original)
    )
    facts = {
        "number": number,
        "shown": shown or email,
        "original": original,
        "email": email,
        "is_host": is_host,
    }
    return facts, joined, left


def _name_given(shown: str, first: str, last: str) -> str:
    """The name given when registering for a webinar, where it says more than the one shown."""
    name = f"{first} {last}".strip()
    return "" if match_key(name) == match_key(shown) else name


def _email(text: str) -> str:
    email = text.strip(" <>\"';,").removeprefix("mailto:").lower()
    if "@" not in email or len(email) > LONGEST_EMAIL:
        return ""
    if PLAIN_EMAIL.fullmatch(email):
        return email
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


def _moment(cell, name: str) -> moments.Moment:
    if cell is None or (isinstance(cell, str) and not cell.strip(" -–—")):
        missing = "entrada" if name == "joined" else "salida"
        raise ValueError(f"Falta la hora de {missing}.")
    return moments.read(cell)


def _check_days(report: Report, days: Collection[date], time_zone: ZoneInfo) -> None:
    """Refuse a report of which nothing falls on a day of the event: it is another one's."""
    if not days or not report.rows:
        return
    theirs = Counter(row.joined_at.astimezone(time_zone).date() for row in report.rows)
    theirs.update(row.left_at.astimezone(time_zone).date() for row in report.rows)
    if not any(abs(one - day) <= moments.NEAR for one in theirs for day in days):
        usual = date_in_words(theirs.most_common(1)[0][0], weekday=False)
        ours = date_in_words(min(days), weekday=False)
        raise Unreadable(
            f"El reporte es del {usual} y la sesión es del {ours}. Revisa que sea el archivo de "
            "este evento."
        )


# ── From bytes to cells ──────────────────────────────────────────────────────────────────────────


def _grids(content: bytes) -> Iterator[list[list]]:
    """The file as rows of cells, in every way it may be meant, the likeliest first."""
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable(EMPTY)
    if len(content) > MAX_FILE:
        raise Unreadable(TOO_BIG)
    # A spreadsheet, also under a .csv name: a stranger's, so another process opens it.
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        yield from (sheet.rows for sheet in _sheets(content))
        return
    text = decode(content)
    if told := re.match(r"sep=(.)\r?\n", text):
        text = text[told.end() :]
    usual = sniff(text)
    for delimiter in sorted(",;\t|", key=lambda one: one != usual):
        grid = _cut(text, delimiter)
        yield grid
        # A spreadsheet that took each line for one cell, saved: the whole line in quotes.
        lines = "\n".join(next(filter(None, row), "") for row in grid)
        yield _cut(lines, sniff(lines))


def _cut(text: str, delimiter: str) -> list[list]:
    try:
        grid: list[list] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(DAMAGED) from error
    if len(grid) > MAX_ROWS:
        raise Unreadable(TOO_BIG)
    return grid


def _sheets(content: bytes):
    handle, path = tempfile.mkstemp(suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return read_sheets(path)
    finally:
        os.unlink(path)


def _mended(text: str) -> str:
    """The text as it was before something read its UTF-8 as Windows-1252; else as it is."""
    if not MISREAD.search(text):
        return text
    try:
        return b"".join(_byte(c) for c in text).decode()
    except UnicodeError:
        return text


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        # Five bytes that Windows-1252 has no letter for, kept as they were.
        return character.encode("latin-1")
