"""Spreadsheets as strangers send them, and as we hand them out."""

import io
import struct
import time
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documentos import spreadsheet_reader as reader
from documentos.spreadsheets import Column, Unreadable, read_sheets, write_xlsx, xlsx_response

ROWS = [["Nombre", "Año"], ["Íñigo Núñez", "2021"]]


def saved(tmp_path, content: bytes, name="hoja"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def refusal(path) -> str:
    with pytest.raises(Unreadable) as refused:
        read_sheets(path)
    return str(refused.value)


def workbook(tmp_path, *rows, **cells):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, value in cells.items():
        book.active[place] = value
    book.save(tmp_path / "libro.xlsx")
    return tmp_path / "libro.xlsx"


def test_a_workbook_gives_whole_numbers_dates_and_texts(tmp_path):
    path = workbook(
        tmp_path, ["Clave", "Día", "Nota"], [7222261980, date(2021, 11, 4), " ñ "], [1.5]
    )
    assert read_sheets(path)[0].rows == [
        ["Clave", "Día", "Nota"],
        [7222261980, date(2021, 11, 4), " ñ "],
        [1.5],
    ]


def test_rows_keep_their_number_when_the_table_begins_further_down(tmp_path):
    assert read_sheets(workbook(tmp_path, B4="hola"))[0].rows == [[], [], [], ["hola"]]


def test_hidden_sheets_are_not_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a la vista"])
    book.create_sheet("oculta").append(["secreto"])
    book["oculta"].sheet_state = "hidden"
    book.save(tmp_path / "libro.xlsx")
    assert [s.rows for s in read_sheets(tmp_path / "libro.xlsx")] == [[["a la vista"]]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_any_usual_encoding_and_separator(tmp_path, encoding, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    assert read_sheets(saved(tmp_path, text.encode(encoding)))[0].rows == ROWS


def test_a_csv_may_say_its_separator_and_hold_it_in_quotes(tmp_path):
    content = 'sep=;\r\nNombre;Nota\r\n"Pérez; Juan";"dijo ""sí"",\r\ny se fue"\r\n'.encode()
    assert read_sheets(saved(tmp_path, content))[0].rows == [
        ["Nombre", "Nota"],
        ["Pérez; Juan", 'dijo "sí",\r\ny se fue'],
    ]


def ole(text: str = "") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + text.encode("utf-16-le") + bytes(600)


def word_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", reader.EMPTY),
        (b"  \r\n ", reader.EMPTY),
        (ole("EncryptedPackage"), reader.PROTECTED),
        (ole(), reader.DAMAGED),
        (b"PK\x03\x04" + b"basura" * 50, reader.DAMAGED),
        (word_document(), reader.NOT_A_SHEET),
        (b"%PDF-1.7 ...", reader.NOT_A_SHEET),
        (b"\x89PNG\r\n\x1a\n....", reader.NOT_A_SHEET),
        (b"\x00\x01\x02\x03" * 100, reader.NOT_A_SHEET),
        (b"<html><table><tr><td>x</td></tr></table></html>", reader.WEB_PAGE),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, content, sentence):
    assert refusal(saved(tmp_path, content)) == sentence


def test_a_file_that_is_too_heavy_is_not_even_opened(tmp_path):
    path = tmp_path / "pesado.xlsx"
    with path.open("wb") as file:
        file.truncate(reader.MAX_FILE + 1)
    assert refusal(path) == reader.TOO_BIG


@cache
def bomb(declared: int | None = None) -> bytes:
    """A small archive with a sheet of 300 MB; `declared` is what it says of itself instead."""
    if declared is not None:
        content = bytearray(bomb())
        place = content.rindex(b"PK\x01\x02") + 24
        content[place : place + 4] = struct.pack("<I", declared)
        return bytes(content)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(bytes(1024 * 1024))
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_opened(tmp_path):
    content = bomb()
    assert len(content) < 2_000_000
    assert refusal(saved(tmp_path, content)) == reader.TOO_BIG


def test_a_bomb_that_lies_about_its_size_meets_the_limits(tmp_path):
    assert refusal(saved(tmp_path, bomb(declared=1_000))) in (reader.DAMAGED, reader.TOO_WIDE)


def test_a_stray_cell_in_the_far_corner_is_told(tmp_path):
    assert refusal(workbook(tmp_path, A1="Nombre", XFD1048576=1)) == reader.TOO_WIDE


def test_a_stray_cell_far_below_is_told(tmp_path):
    assert refusal(workbook(tmp_path, A1="Nombre", A900000=1)) == reader.TOO_WIDE


@given(st.binary(max_size=400))
def test_rubbish_never_breaks_the_reader_of_text(content):
    with suppress(reader.Unreadable):
        rows = [row for _, rows in reader.read(b"a" + content) for row in rows]
        assert all(isinstance(cell, str) for row in rows for cell in row)


@given(st.binary(max_size=60), st.integers(0, 3_000))
def test_a_damaged_workbook_never_breaks_the_reader(tmp_path_factory, noise, place):
    out = io.BytesIO()
    write_xlsx(out, ["Nombre"], [["Ana"]])
    content = bytearray(out.getvalue())
    content[place : place + len(noise)] = noise
    with suppress(reader.Unreadable):
        assert all(list(rows) is not None for _, rows in reader.read(bytes(content)))


# Out ----------------------------------------------------------------------------------------


def written(columns, rows, **kwargs):
    out = io.BytesIO()
    write_xlsx(out, columns, rows, **kwargs)
    return openpyxl.load_workbook(out).active


def test_nothing_that_was_typed_can_run():
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")']
    sheet = written(["Texto"], [[text] for text in dangerous])
    cells = [sheet.cell(row, 1) for row in range(2, 8)]
    assert [(c.value, c.data_type, c.quotePrefix) for c in cells] == [
        (text, "s", True) for text in dangerous
    ]


def test_headings_cannot_run_either():
    cell = written(["=1+1"], [])["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_sheet_has_a_frozen_header_widths_and_a_filter():
    sheet = written(
        [Column("Nombre", 40), "Día"], [["Ana", date(2021, 11, 4)]], title="Lista: [1/2]"
    )
    assert [
        sheet.title,
        sheet.freeze_panes,
        sheet.auto_filter.ref,
        sheet.column_dimensions["A"].width,
        sheet["A1"].font.bold,
        sheet["B2"].number_format,
    ] == ["Lista   1 2", "A2", "A1:B2", 40, True, "dd/mm/yyyy"]


def test_moments_are_told_in_the_zone_of_the_institution():
    sheet = written(["Cuándo"], [[datetime(2021, 11, 4, 19, 30, tzinfo=UTC)]])
    assert sheet["A2"].value == datetime(2021, 11, 4, 13, 30)


def test_control_characters_and_endless_texts_are_cut():
    sheet = written(["Texto"], [["a\x00b\x1fc"], ["x" * 40_000]])
    assert [sheet["A2"].value, len(sheet["A3"].value)] == ["abc", 32_767]


def test_a_download_is_not_kept_by_the_browser():
    response = xlsx_response("lista", ["Nombre"], [["Ana"]])
    assert [response["Content-Disposition"], response["Cache-Control"]] == [
        'attachment; filename="lista.xlsx"',
        "no-store",
    ]


def test_two_thousand_rows_are_written_in_a_moment():
    begun = time.process_time()
    write_xlsx(io.BytesIO(), ["c"] * 10, ([f"dato {i}"] * 10 for i in range(2_000)))
    assert time.process_time() - begun < 2
