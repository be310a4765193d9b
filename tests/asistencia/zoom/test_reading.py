"""Reports as they come: languages, codings, separators, dates, damage, and rubbish."""

import io
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from asistencia.zoom.reading import AskDayOrder, Unreadable, read_report

from .scene import MEXICO, SAMPLES, report, row

DAY = date(2022, 2, 8)
ES = "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida"


def read(content: bytes | str, *days: date, **how):
    if isinstance(content, str):
        content = content.encode()
    return read_report(content, days=days or [DAY], time_zone=MEXICO, **how)


def stays(content, *days, **how):
    """Name, and when: in the account's time, as short as it can be said."""
    return [
        (one.shown, *(f"{m.astimezone(MEXICO):%d/%m %H:%M}" for m in (one.joined_at, one.left_at)))
        for one in read(content, *days, **how).rows
    ]


ANA = [("Ana Ñandú", "08/02 10:00", "08/02 11:30")]


# ── Columns by what they mean ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "header",
    [
        "Name (Original Name),User Email,Join Time,Leave Time",
        "NAME (ORIGINAL NAME), user e-mail ,JOIN TIME,leave time",
        "Nombre (nombre original),E-mail del usuario,Hora para unirse,Hora para salir",
        "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida",
        "nombre(Nombre Original),CORREO ELECTRONICO,hora de  ingreso,Hora de abandono",
        "Nombre de usuario (nombre original),Correo,Se unió,Salió",
        "Participante,Correo,Hora de conexión,Hora de desconexión",
    ],
)
def test_a_column_is_known_by_its_words(header):
    content = f"{header}\nAna Ñandú,ana@example.org,2022-02-08 10:00,2022-02-08 11:30\n"
    (one,) = read(content).rows
    assert (one.shown, one.email) == ("Ana Ñandú", "ana@example.org")
    assert stays(content) == ANA


def test_columns_come_in_any_order_and_others_are_passed_over():
    content = (
        "Topic,Host name,Host email,Leave time,Country,Join time,Email,Name (original name)\n"
        "Foro,El Instituto,sala@example.org,2022-02-08 11:30,MX,2022-02-08 10:00,,Ana Ñandú\n"
        "Foro,El Instituto,sala@example.org,2022-02-08 11:30,MX,2022-02-08 10:00,"
        "sala@example.org,El Instituto\n"
    )
    assert [(one.shown, one.is_host) for one in read(content).rows] == [
        ("Ana Ñandú", False),
        ("El Instituto", True),
    ]


def test_the_header_may_stand_below_other_lines_but_not_far_below():
    body = f"{ES}\nAna Ñandú,,2022-02-08 10:00,2022-02-08 11:30\n"
    assert stays("Instituto\n" * 25 + body) == ANA
    with pytest.raises(Unreadable, match="No se encontró la tabla de participantes"):
        read("Instituto\n" * 40 + body)


@pytest.mark.parametrize(
    "content",
    ["Nombre,Correo\nAna,ana@example.org\n", "una carta\nque no es un reporte\n", "x"],
)
def test_what_is_no_report_is_told(content):
    with pytest.raises(Unreadable, match="No se encontró la tabla de participantes"):
        read(content)


@pytest.mark.parametrize("content", [b"", b"\n\r\n  ", b"\0\0"])
def test_an_empty_file_is_told(content):
    with pytest.raises(Unreadable, match="vacío"):
        read(content)


def test_a_report_of_nobody_is_told():
    with pytest.raises(Unreadable, match="no tiene a nadie"):
        read(ES)


# ── Codings, separators, spreadsheets ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_coding_and_separator(separator, ending, coding):
    lines = [ES, "Ana Ñandú,ana@example.org,2022-02-08 10:00,2022-02-08 11:30", ""]
    content = ending.join(lines).replace(",", separator).encode(coding)
    assert stays(content) == ANA


def test_a_separator_that_a_spreadsheet_writes_down_itself():
    content = f"sep=;\r\n{ES}\r\nAna Ñandú,,2022-02-08 10:00,2022-02-08 11:30\r\n"
    assert stays(content.replace(",", ";")) == ANA


@pytest.mark.parametrize("padding", ["", ",,,", ";;;;;;"])
def test_lines_that_a_spreadsheet_took_for_one_cell_are_cut_again(padding):
    lines = [ES, '""Ñandú, Ana"",ana@example.org,2022-02-08 10:00,2022-02-08 11:30']
    content = "\r\n".join(f'"{line}"{padding}' for line in lines)
    assert stays(content) == [("Ñandú, Ana", "08/02 10:00", "08/02 11:30")]


def test_letters_that_were_misread_once_are_read_again():
    content = f"{ES}\nAna Ñandú Ávila Íñiguez,,2022-02-08 10:00,2022-02-08 11:30\n".encode()
    misread = b"".join(bytes([b]) for b in content).decode("latin-1").encode()
    assert [one.shown for one in read(misread).rows] == ["Ana Ñandú Ávila Íñiguez"]


def workbook(*rows) -> bytes:
    book = Workbook()
    for cells in rows:
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_whatever_its_name():
    content = workbook(
        ES.split(","),
        ["Ana Ñandú", "ana@example.org", datetime(2022, 2, 8, 10), datetime(2022, 2, 8, 11, 30)],
        ["Luz", None, "02/08/2022 10:00:00 AM", "02/08/2022 11:30:00 AM"],
        ["Eva", None, 44600.416666666664, 44600.5],
    )
    assert stays(content) == [
        *ANA,
        ("Luz", "08/02 10:00", "08/02 11:30"),
        ("Eva", "08/02 10:00", "08/02 12:00"),
    ]


def test_dates_that_a_spreadsheet_turned_round_are_turned_back_by_the_session():
    # It read 02/08 as the 2nd of August; what has no such month it left a text.
    turned = [datetime(2022, 8, 2, 10), datetime(2022, 8, 2, 11, 30)]
    content = workbook(ES.split(","), ["Ana Ñandú", None, *turned])
    assert stays(content) == ANA
    assert stays(content, date(2022, 8, 2)) == [("Ana Ñandú", "02/08 10:00", "02/08 11:30")]


def test_what_a_spreadsheet_destroyed_is_told_row_by_row():
    content = (
        f"{ES}\n#¿NOMBRE?,,2022-02-08 10:00,2022-02-08 11:30\n"
        "Ana,,########,2022-02-08 11:30\n"
        "Eva,,00:12.5,2022-02-08 11:30\n"
        "Luz,,08/02/2022,08/02/2022\n"
    )
    assert read(content).problems == [
        (2, "La hoja de cálculo perdió el nombre. Descarga otra vez el reporte."),
        (
            3,
            "La hoja de cálculo cambió la hora por «####». Descarga otra vez el reporte de Zoom.",
        ),
        (4, "No se entiende la hora «00:12.5»."),
        (5, "No se entiende la hora «08/02/2022»."),
    ]


def test_a_broken_spreadsheet_is_told():
    with pytest.raises(Unreadable, match="dañado"):
        read(workbook(["x"])[:300])


# ── Hours and days ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "02/08/2022 01:05:00 PM",
        "2/8/2022 1:05 PM",
        "2/8/22 13:05",
        "08/02/2022 13:05",
        "08-02-2022 13:05:00",
        "08.02.2022 13:05",
        "08/02/2022 01:05:00 p. m.",
        "08/02/2022 1:05\xa0p.m.",
        "Feb 08, 2022 13:05:00",
        "feb 8, 2022 01:05 PM",
        "February 8, 2022 1:05:00 PM",
        "8 feb 2022 13:05",
        "08-feb-2022 13:05",
        "8 de febrero de 2022, 13:05",
        "8 de febrero de 2022 a las 13:05 h",
        "martes, 8 de febrero de 2022 13:05",
        "2022-02-08 13:05:00",
        "2022/02/08 13:05",
        "2022-02-08T13:05:00",
        "2022-02-08T19:05:00Z",
        "2022-02-08T19:05:00.000Z",
        "2022-02-08T13:05:00-06:00",
        "2022-02-08 19:05 UTC",
        "44600,545138889",
    ],
)
def test_a_moment_however_it_is_written(written):
    content = f'{ES}\nAna,,"{written}","{written}"\n'
    (one,) = read(content).rows
    assert one.joined_at == datetime(2022, 2, 8, 19, 5, tzinfo=UTC)


@pytest.mark.parametrize("month", ["ene", "abr", "ago", "dic", "jan", "apr", "aug", "dec", "sept"])
def test_months_by_name_in_both_languages(month):
    number = {"ene": 1, "jan": 1, "abr": 4, "apr": 4, "ago": 8, "aug": 8, "dic": 12, "dec": 12}
    day = date(2022, number.get(month, 9), 22)
    content = f'{ES}\nAna,,"{month} 22, 2022 10:00:00","{month} 22, 2022 11:00:00"\n'
    (one,) = read(content, day).rows
    assert one.joined_at.date() == day


def test_twelve_at_noon_and_at_midnight():
    content = f"{ES}\nAna,,02/08/2022 12:00:00 AM,02/08/2022 12:30:00 PM\n"
    assert stays(content) == [("Ana", "08/02 00:00", "08/02 12:30")]


def test_the_hours_are_those_of_the_account():
    content = f"{ES}\nAna,,2022-02-08 10:00,2022-02-08 11:00\n".encode()
    zones = ["America/Tijuana", "America/Cancun", "UTC"]
    read_at = [
        read_report(content, days=[DAY], time_zone=ZoneInfo(zone)).rows[0].joined_at.hour
        for zone in zones
    ]
    assert read_at == [18, 15, 10]


def test_before_october_2022_there_was_daylight_saving():
    content = f"{ES}\nAna,,2022-07-08 10:00,2022-07-08 11:00\n"
    assert read(content, date(2022, 7, 8)).rows[0].joined_at.hour == 15


@pytest.mark.parametrize(
    ("written", "days", "day_first", "expected"),
    [
        # By the session's day, whichever it is.
        ("03/04/2022", [date(2022, 4, 3)], None, "03/04"),
        ("03/04/2022", [date(2022, 3, 4)], None, "04/03"),
        ("03/04/2022", [date(2022, 1, 1), date(2022, 3, 4)], None, "04/03"),
        # Where the account is a zone away, the day may be the one before.
        ("03/04/2022", [date(2022, 4, 4)], None, "03/04"),
        # Possible in one way only.
        ("25/04/2022", [], None, "25/04"),
        ("04/25/2022", [], None, "25/04"),
        ("05/05/2022", [], None, "05/05"),
        # Said by a person.
        ("03/04/2022", [], True, "03/04"),
        ("03/04/2022", [], False, "04/03"),
    ],
)
def test_the_order_of_day_and_month_is_decided_and_never_guessed(
    written, days, day_first, expected
):
    content = f"{ES}\nAna,,{written} 10:00,{written} 11:00\n".encode()
    (one,) = read_report(content, days=days, time_zone=MEXICO, day_first=day_first).rows
    assert f"{one.joined_at.astimezone(MEXICO):%d/%m}" == expected


@pytest.mark.parametrize("days", [[], [date(2022, 4, 3), date(2022, 3, 4)], [date(2022, 6, 1)]])
def test_where_nothing_decides_it_is_asked(days):
    content = f"{ES}\nAna,,03/04/2022 10:00,03/04/2022 11:00\n".encode()
    with pytest.raises(AskDayOrder, match="3 de abril de 2022 o el 4 de marzo de 2022"):
        read_report(content, days=days, time_zone=MEXICO)


def test_one_row_that_is_certain_decides_for_all():
    content = f"{ES}\nAna,,03/04/2022 23:00,03/04/2022 23:30\nEva,,3/13/2022 0:10,3/13/2022 0:30\n"
    assert stays(content, date(2022, 3, 4))[0] == ("Ana", "04/03 23:00", "04/03 23:30")


def test_a_report_of_another_day_is_refused():
    with pytest.raises(Unreadable, match="es del 8 de febrero de 2022 y la sesión es del 9 de mar"):
        read(report(row("Ana")), date(2022, 3, 9), day_first=False)


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────


def test_rows_that_cannot_be_used_are_told_and_the_others_used():
    content = report(
        row("Ana"),
        row("Sin salida", left=""),
        row("Sin entrada", joined=""),
        row(""),
        row("Al revés", joined="11:00", left="10:00"),
        row("En la puerta", waiting="Yes"),
        "Cortada",
        "Sin nada más,,02/08/2022 10:00:00 AM,--",
        "Treinta,,02/30/2022 10:00:00 AM,02/08/2022 10:00:00 AM",
        row("", "luz@example.org"),
    )
    read_rows = read(content)
    assert [one.shown for one in read_rows.rows] == ["Ana", "luz@example.org"]
    assert read_rows.problems == [
        (3, "Falta la hora de salida."),
        (4, "Falta la hora de entrada."),
        (5, "Falta el nombre."),
        (6, "La salida es anterior a la entrada."),
        (7, "Estuvo en la sala de espera, que no es la sesión."),
        (8, "Falta la hora de entrada."),
        (9, "Falta la hora de salida."),
        (10, "No se entiende la hora «02/30/2022 10:00:00 AM»."),
    ]


def test_a_quote_that_nobody_closes_is_told():
    content = f'{ES}\n"Ana,,2022-02-08 10:00,2022-02-08 11:00\nEva,,2022-02-08 10:00,2022-02-08\n'
    assert [row for row, _ in read(content).problems] == [2]
    assert read(content).problems[0][1].startswith("Hay unas comillas sin cerrar")


@pytest.mark.parametrize(
    ("cell", "shown", "original"),
    [
        ("José Peña (iPhone de José)", "José Peña", "iPhone de José"),
        ("José Peña#(iPhone)", "José Peña", "iPhone"),
        ("Sofía (DIF) (iPhone (2))", "Sofía (DIF)", "iPhone (2)"),
        ("  José   Peña ", "José Peña", ""),
        ("(iPhone)", "(iPhone)", ""),
        ("José) Peña)", "José) Peña)", ""),
        ("José\u200b Peña\u202e", "José Peña", ""),
    ],
)
def test_the_shown_name_and_the_original_one(cell, shown, original):
    (one,) = read(report(row(cell))).rows
    assert (one.shown, one.original) == (shown, original)


@pytest.mark.parametrize("written", ["n/a", "-", "ana@", "a b@example.org", "x" * 300 + "@a.org"])
def test_what_is_no_mailbox_is_none(written):
    (one,) = read(report(row("Ana", written))).rows
    assert one.email == ""


WEBINAR = """\
Informe de asistentes,,,,,
Tema,ID del seminario web,Hora de inicio real,,,
Foro,000 0000 0002,08/02/2022 10:00,,,
Detalles del anfitrión,,,,,
Asistió,Nombre de usuario (nombre original),Correo electrónico,Hora de unión,Hora de salida,X
Sí,Sala,sala@example.org,08/02/2022 10:00,08/02/2022 12:00,
Detalles del panelista,,,,,
Asistió,Nombre de usuario (nombre original),Correo electrónico,Hora de unión,Hora de salida,X
Sí,Dra. Ponente,,08/02/2022 10:00,08/02/2022 12:00,
Detalles de los asistentes,,,,,
Asistió,Nombre de usuario (nombre original),Correo electrónico,Hora de unión,Hora de salida,X
Sí,Ana Ñandú,ana@example.org,08/02/2022 10:00,08/02/2022 11:00,
Sí,Ana Ñandú,ana@example.org,08/02/2022 11:10,08/02/2022 11:30,
No,Raúl,raul@example.org,--,--,
Otros asistentes,,,,,
Nombre de usuario,Hora de incorporación,Hora de salida,,,
+52 722 000 0000,08/02/2022 10:00,08/02/2022 11:00,,,
"""


@pytest.mark.parametrize("separator", [",", ";"])
def test_the_sections_of_a_webinar_say_who_counts(separator):
    found = read(WEBINAR.replace(",", separator))
    assert (found.is_webinar, found.topic, found.absent, found.problems) == (True, "Foro", 1, [])
    assert [(one.shown, one.is_host) for one in found.rows] == [
        ("Sala", True),
        ("Dra. Ponente", True),
        ("Ana Ñandú", False),
        ("Ana Ñandú", False),
        ("+52 722 000 0000", False),
    ]


def test_many_panelists_push_nobody_out_of_sight():
    panelist = "Sí,Dra. Ponente,,08/02/2022 10:00,08/02/2022 12:00,\n"
    found = read(WEBINAR.replace(panelist, panelist * 60))
    assert sum(one.is_host for one in found.rows) == 61
    assert sum(not one.is_host for one in found.rows) == 3


# ── Rubbish ──────────────────────────────────────────────────────────────────────────────────────


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    with suppress(Unreadable, AskDayOrder):
        read(content)


@given(
    sample=st.sampled_from(sorted(SAMPLES.glob("*.csv"))),
    cuts=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 40), st.binary(max_size=12))),
)
def test_any_damage_to_a_sample_is_read_or_refused(sample, cuts):
    content = sample.read_bytes()
    for place, length, put in cuts:
        content = content[:place] + put + content[place + length :]
    with suppress(Unreadable, AskDayOrder):
        read(content, date(2021, 11, 4), date(2022, 2, 8))


@given(cells=st.lists(st.text(max_size=40), min_size=4, max_size=4))
def test_any_text_in_a_row_is_a_stay_or_a_problem(cells):
    said = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    content = f"{ES}\nAna,,2022-02-08 10:00,2022-02-08 11:00\n{said}\n"
    with suppress(Unreadable, AskDayOrder):
        assert read(content.encode("utf-8", "replace")).rows[0].shown == "Ana"
