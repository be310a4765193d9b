"""Reads a programme of events from a spreadsheet: which column means what, and what cells say.

Everything comes out as text (dates as 2021-11-04, hours as 13:30), so that what was read can be
shown, kept and planned again.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from documentos.spanish import MONTHS
from documentos.spreadsheets import Sheet, Unreadable, read_sheets
from padron.names import match_key

MOST_ROWS = 500
HEADER_WITHIN = 40

HEADINGS = {
    "program": "programa|edicion",
    "group": "grupo|grupo de sujetos obligados",
    "ordinal": "ordinal|numero|no|num|n|numero de jornada|orden|consecutivo",
    "title": "titulo|titulo en acta|evento|nombre del evento|nombre de la jornada|jornada|titulo "
    "del evento",
    "kind": "tipo|tipo de evento|clase",
    "post": "cargo ponente|cargo del ponente|cargo de la ponente|cargo",
    "speaker": "ponente|nombre del ponente|nombre ponente|imparte|expositor|expositora|facilitador",
    "day": "fecha|dia|fecha del evento|fecha de la jornada",
    "starts": "hora|hora inicio|hora de inicio|inicio|empieza|hora inicial",
    "ends": "hora fin|hora de fin|hora final|fin|termina|hora de termino|hora termino",
    "venue": "sede|lugar|recinto|auditorio",
    "link": "liga|enlace|link|url|liga de acceso|direccion electronica",
    "modality": "modalidad|formato",
    "seats": "lugares|cupo|capacidad|aforo|lugares presenciales|cupo presencial",
    "seats_online": "lugares en linea|lugares virtuales|cupo en linea|cupo virtual",
    "state": "estado|estatus|situacion|estado de la fecha",
    "note": "nota|notas|observaciones|comentarios",
}
MEANING = {text: name for name, texts in HEADINGS.items() for text in texts.split("|")}
HELP = (
    "La primera fila de la tabla debe decir qué hay en cada columna: grupo, ordinal, título, "
    "ponente, fecha, hora, sede, modalidad, lugares."
)


@dataclass(frozen=True)
class Row:
    """A row of the file (its number, from 1) and the text of each field; absent columns are not
    in `values`, blank cells are empty. `problem` tells what could not be read."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def read_program(path) -> list[Row]:
    """The events in the first table of the file. Raises Unreadable with a sentence."""
    sheets = read_sheets(path)
    for sheet in sheets:
        if header := _find_header(sheet):
            return _rows(sheet, *header)
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise Unreadable("El archivo está vacío. Elige el que tiene las filas.")
    raise Unreadable(f"No se encontró la fila de encabezados. {HELP}")


def _find_header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for index, cells in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for position, cell in enumerate(cells):
            name = MEANING.get(match_key(str(cell))) if isinstance(cell, str) else None
            if name and name not in columns:
                columns[name] = position
        if {"ordinal", "title"} <= columns.keys():
            return index, columns
    return None


def _rows(sheet: Sheet, header: int, columns: dict[str, int]) -> list[Row]:
    rows = []
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        found = {
            name: cells[position] if position < len(cells) else None
            for name, position in columns.items()
        }
        if any(_text(cell) for cell in found.values()):
            rows.append(_row(number, found))
        if len(rows) > MOST_ROWS:
            raise Unreadable(f"Son más de {MOST_ROWS} eventos. Divide el archivo.")
    if not rows:
        raise Unreadable("Debajo de los encabezados no hay filas.")
    return rows


def _row(number: int, found: dict) -> Row:
    values, problems = {}, []
    for name, cell in found.items():
        try:
            values[name] = READERS.get(name, _text)(cell)
        except ValueError as reason:
            problems.append(str(reason))
    return Row(number, values, " ".join(problems))


def _text(cell) -> str:
    if cell is None:
        return ""
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad\0]", "", str(cell))
    return " ".join(text.split())


UNKNOWN = {"", "por confirmar", "pendiente", "por definir", "sin fecha", "n a", "na", "tbd"}


def read_day(cell) -> str:
    """ "2021-11-04", whatever way the date is written; empty where it is still to confirm."""
    text = _text(cell)
    key = match_key(text)
    if key in UNKNOWN:
        return ""
    try:
        day = cell if isinstance(cell, date) else date(*_day_parts(text, key))
        if not 2000 <= day.year <= 2100:
            raise ValueError
        return f"{day:%Y-%m-%d}"
    except (ValueError, TypeError, OverflowError):
        raise ValueError(
            f"No se entiende la fecha «{text[:40]}»; escríbela como 04/11/2026."
        ) from None


def _day_parts(text: str, key: str) -> tuple[int, int, int]:
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = found.groups()
        return int(year), int(month), int(day)
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = found.groups()
        return int(year), int(month), int(day)
    # "jueves 4 de noviembre de 2021"; "1º" comes as "1o".
    found = re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})o? de ([a-z]+) (?:de |del )?(\d{4})", key)
    if found and found[2] in MONTHS:
        return int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])
    raise ValueError


def read_hour(cell) -> str:
    """ "13:30"; empty where the hour is still to confirm."""
    if isinstance(cell, datetime):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and 0 <= cell < 1:
        # A spreadsheet keeps an hour as a part of the day.
        minutes = round(cell * 24 * 60) % (24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    text = _text(cell)
    if match_key(text) in UNKNOWN:
        return ""
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2})?\s*(?:h|hrs?|horas)?\.?", text, re.I)
    try:
        return f"{time(int(found[1]), int(found[2])):%H:%M}"
    except (TypeError, ValueError):
        raise ValueError(f"No se entiende la hora «{text[:40]}»; escríbela como 13:30.") from None


WORDS = {
    word: number
    for number, words in enumerate(
        ["primer", "segund", "tercer", "cuart", "quint", "sext", "septim", "octav", "noven",
         "decim"], start=1,
    )
    for word in (words, f"{words}a", f"{words}o")
}  # fmt: skip


def read_ordinal(cell) -> str:
    """ "1", from 1, "1ª" or "Primera"; empty where there is none."""
    text = _text(cell)
    key = match_key(text)
    if not key:
        return ""
    found = re.fullmatch(r"(\d{1,4})(?:a|o|ra|da|ta|va|na|ma)?", key)
    number = int(found[1]) if found else WORDS.get(key, 0)
    if not number:
        raise ValueError(f"No se entiende el ordinal «{text[:40]}»; escribe 1, 2, 3…")
    return str(number)


def read_count(cell) -> str:
    """A number of seats; empty: no limit."""
    text = _text(cell).replace(",", "")
    if match_key(text) in UNKNOWN | {"sin limite"}:
        return ""
    if not re.fullmatch(r"\d{1,6}", text):
        raise ValueError(f"No se entiende el número de lugares «{text[:40]}».")
    return str(int(text))


READERS = {
    "day": read_day,
    "starts": read_hour,
    "ends": read_hour,
    "ordinal": read_ordinal,
    "seats": read_count,
    "seats_online": read_count,
}
