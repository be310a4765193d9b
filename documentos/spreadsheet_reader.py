"""Reads one spreadsheet from a stranger, in a process that `spreadsheets.read_sheets` starts.

It imports no Django, bounds its own memory and time, looks at the declared sizes before it opens
anything, and writes one JSON value a line: a text opens a sheet, a list is a row, an object ends
the conversation: {"end": true} or {"error": "sentence for the person"}.
"""

import csv
import datetime
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator

MEMORY = 320 * 1024 * 1024
SECONDS = 30
MAX_FILE = 20 * 1024 * 1024
MAX_UNPACKED = 250 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_ROWS = 60_000
MAX_COLUMNS = 256
MAX_CELL = 4_000

EMPTY = "El archivo está vacío. Elige el que tiene las filas."
TOO_BIG = (
    "El archivo es demasiado grande. Puede pesar hasta 20 MB y tener hasta 60,000 filas; divídelo "
    "o quita las hojas que no hacen falta."
)
TOO_WIDE = (
    "La hoja abarca demasiadas filas o columnas: suele ser una celda escrita por error muy lejos "
    "de la tabla. Copia solo la tabla a un libro nuevo y envíalo."
)
PROTECTED = "El archivo está protegido con contraseña. Guárdalo sin contraseña y envíalo otra vez."
DAMAGED = (
    "El archivo está dañado. Ábrelo en tu programa de hojas de cálculo, guárdalo de nuevo y "
    "envíalo."
)
NOT_A_SHEET = "El archivo no es una hoja de cálculo. Se leen .xlsx, .xls, .ods y .csv."
WEB_PAGE = (
    "El archivo es una página web con nombre de hoja de cálculo. Ábrelo en tu programa de hojas de "
    "cálculo y guárdalo como .xlsx."
)
NO_TEXT = "No se entiende la codificación del archivo. Guárdalo como .xlsx o como CSV UTF-8."


class Unreadable(Exception):  # noqa: N818 — a refusal that the person reads, not a fault
    """Cannot be read; the text says why and what to do."""


def read(content: bytes) -> Iterator[tuple[str, Iterable[list]]]:
    """Name and rows of each visible sheet."""
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable(EMPTY)
    if len(content) > MAX_FILE:
        raise Unreadable(TOO_BIG)
    if content.startswith(b"PK\x03\x04"):
        _look_at_sizes(content)
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # A protected .xlsx is an OLE container that holds this stream.
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable(PROTECTED)
        return _workbook(content)
    return iter([("", _delimited(decode(content)))])


def _look_at_sizes(content: bytes) -> None:
    """Refuse what says itself that it would not fit. Who lies meets the limit of memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(DAMAGED) from error
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise Unreadable(TOO_BIG)
    names = {m.filename for m in members}
    if not names & {"[Content_Types].xml", "content.xml"}:
        raise Unreadable(NOT_A_SHEET)
    if any(n.startswith(("word/", "ppt/")) for n in names):
        raise Unreadable(NOT_A_SHEET)


def _workbook(content: bytes) -> Iterator[tuple[str, Iterable[list]]]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        for name in shown:
            sheet = book.get_sheet_by_name(name)
            if sheet.width * sheet.height > MAX_ROWS * MAX_COLUMNS:
                raise Unreadable(TOO_WIDE)
            yield name, sheet.iter_rows()
    except calamine.PasswordError as error:
        raise Unreadable(PROTECTED) from error
    except calamine.CalamineError as error:
        raise Unreadable(DAMAGED) from error
    except (ValueError, OSError, IndexError) as error:
        raise Unreadable(DAMAGED) from error


def decode(content: bytes) -> str:
    """Text of a CSV: UTF-8 or UTF-16 with or without mark, otherwise Windows-1252 (Excel's)."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")):
        raise Unreadable(WEB_PAGE)
    if start.startswith((b"%pdf", b"\x89png", b"gif8", b"\xff\xd8", b"{\\rtf", b"rar!", b"7z\xbc")):
        raise Unreadable(NOT_A_SHEET)
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Control characters are no text: some other kind of file.
        if re.search(r"[\x00-\x08\x0e-\x1f]", text[:20_000]):
            raise Unreadable(NOT_A_SHEET)
        return text.replace("\0", "").lstrip("\ufeff")
    raise Unreadable(NO_TEXT)


def _encodings(content: bytes) -> list[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    sample = content[:4_000]
    if sample.count(b"\0") > len(sample) // 4:
        # Half the bytes of plain letters in UTF-16 are zero: first or second of each pair.
        return ["utf-16-be" if sample[:2].startswith(b"\0") else "utf-16-le"]
    return ["utf-8-sig", "cp1252"]


def _delimited(text: str) -> Iterator[list]:
    csv.field_size_limit(MAX_CELL * 8)
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        text = text[told.end() :]
    delimiter = told[1] if told else sniff(text)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        yield from rows
    except csv.Error as error:
        raise Unreadable(DAMAGED) from error


def sniff(text: str) -> str:
    """The separator that cuts the first lines most evenly: most columns in most lines."""
    sample = "\n".join(text.splitlines()[:60])

    def worth(delimiter: str) -> int:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter)]
        except csv.Error:
            return 0
        many = [width for width in widths if width > 1]
        if not many:
            return 0
        usual = max(set(many), key=many.count)
        return many.count(usual) * usual

    return max(",;\t|", key=worth)


def plain(value):
    """A cell as JSON can say it: whole floats are numbers, dates are marked."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, bool) or value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return {"date": value.date().isoformat()} if midnight else {"moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        return str(value)
    return str(value)[:MAX_CELL]


def trimmed(row: list) -> list:
    end = len(row)
    while end and (row[end - 1] is None or row[end - 1] == ""):
        end -= 1
    if end > MAX_COLUMNS:
        raise Unreadable(TOO_WIDE)
    return row[:end]


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def say(value) -> None:
        sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")

    try:
        with open(path, "rb") as file:
            content = file.read(MAX_FILE + 1)
        said = filled = 0
        for name, rows in read(content):
            say(name)
            for row in rows:
                row = [plain(cell) for cell in trimmed(row)]
                said, filled = said + 1, filled + bool(row)
                if said > MAX_ROWS:
                    raise Unreadable(TOO_BIG if filled > MAX_ROWS // 2 else TOO_WIDE)
                say(row)
        say({"end": True})
    except Unreadable as reason:
        say({"error": str(reason)})
    except MemoryError:
        say({"error": TOO_WIDE})


if __name__ == "__main__":
    main(sys.argv[1])
