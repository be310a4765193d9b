"""The samples of real headers, each read to the last row."""

from datetime import UTC, date, datetime

import pytest

from asistencia.zoom.reading import AskDayOrder, Row, read_report

from .scene import MEXICO, sample


def read(name: str, *days: date):
    return read_report(sample(name), days=days, time_zone=MEXICO)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_the_meeting_in_english_of_2021():
    report = read("meeting_en_2021", date(2021, 11, 4))
    ingrid = ("Ñúñez Ávila, Íngrid", "", "ingrid@example.org")
    assert (report.is_webinar, report.topic, report.absent, report.problems) == (
        False,
        "Jornada de prueba",
        0,
        [],
    )
    assert report.rows == [
        Row(
            5,
            "Anfitrión Prueba",
            "",
            "host@example.org",
            utc(2021, 11, 4, 19, 25),
            utc(2021, 11, 4, 21, 35),
            is_host=True,
        ),
        Row(6, *ingrid, utc(2021, 11, 4, 19, 31, 10), utc(2021, 11, 4, 20, 10)),
        Row(7, *ingrid, utc(2021, 11, 4, 20, 5), utc(2021, 11, 4, 21, 30)),
        Row(
            8,
            "José Peña",
            "iPhone de José",
            "",
            utc(2021, 11, 4, 20, 50),
            utc(2021, 11, 4, 21, 30),
        ),
    ]


def test_the_newer_meeting_in_english():
    report = read("meeting_en_new", date(2022, 2, 8))
    assert (report.topic, report.problems) == ("Jornada de prueba", [])
    assert report.rows == [
        Row(
            5,
            "María José de la O Güemes",
            "",
            "mj@example.org",
            utc(2022, 2, 8, 15, 58),
            utc(2022, 2, 8, 18, 0),
        ),
        Row(6, "DIF Prueba", "", "", utc(2022, 2, 8, 16, 30), utc(2022, 2, 8, 18, 0)),
    ]


def test_the_meeting_in_spanish_without_a_head():
    report = read("meeting_es_actual", date(2022, 2, 10))
    assert report.rows == [
        Row(
            2,
            "Sofía Muñoz",
            "",
            "sofia@example.org",
            utc(2022, 2, 10, 16, 0),
            utc(2022, 2, 10, 18, 0),
        )
    ]
    # Who was let wait outside was not in the session.
    assert report.problems == [(3, "Estuvo en la sala de espera, que no es la sesión.")]


def test_the_one_that_a_spreadsheet_saved_again():
    report = read("meeting_es_excel_cp1252_puntoycoma", date(2022, 2, 10))
    assert [(row.shown, row.joined_at) for row in report.rows] == [
        ("Sofía Muñoz", utc(2022, 2, 10, 16, 0))
    ]


def test_the_webinar_with_its_sections():
    report = read("webinar_en", date(2022, 2, 17))
    assert (report.is_webinar, report.topic, report.absent, report.problems) == (
        True,
        "Foro de prueba",
        1,
        [],
    )
    assert [(row.number, row.shown, row.original, row.is_host) for row in report.rows] == [
        (7, "Anfitrión Prueba", "", True),
        # The name given when registering for it says more than the one shown.
        (10, "Sofía Muñoz", "Sofía Muñoz Peña", False),
    ]


@pytest.mark.parametrize(
    ("name", "example", "day_first", "month_first"),
    [
        ("meeting_en_2021", "11/04/2021 01:25:00 PM", date(2021, 4, 11), date(2021, 11, 4)),
        ("meeting_es_actual", "10/02/2022 10:00:00", date(2022, 2, 10), date(2022, 10, 2)),
    ],
)
def test_what_could_be_two_days_is_asked(name, example, day_first, month_first):
    with pytest.raises(AskDayOrder) as asked:
        read(name)
    question = asked.value
    assert (question.example, question.day_first, question.month_first) == (
        example,
        day_first,
        month_first,
    )


def test_where_the_month_is_written_out_nothing_is_asked():
    assert len(read("webinar_en").rows) == 2
