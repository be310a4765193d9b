"""Numbers, days and hours as an acta says them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from documentos.numerals import day_in_letters, hour_in_letters, hundredths_in_letters, in_letters


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "cero"),
        (16, "dieciséis"),
        (21, "veintiuno"),
        (22, "veintidós"),
        (31, "treinta y uno"),
        (40, "cuarenta"),
        (100, "cien"),
        (101, "ciento uno"),
        (500, "quinientos"),
        (999, "novecientos noventa y nueve"),
        (1000, "mil"),
        (1810, "mil ochocientos diez"),
        (2021, "dos mil veintiuno"),
        (21_000, "veintiún mil"),
        (31_001, "treinta y un mil uno"),
        (100_100, "cien mil cien"),
        (701_500, "setecientos un mil quinientos"),
    ],
)
def test_numbers(number, words):
    assert in_letters(number) == words


def test_before_hours_and_pages_they_are_feminine():
    said = [in_letters(number, feminine=True) for number in (1, 21, 31, 200, 500, 2)]
    assert said == ["una", "veintiuna", "treinta y una", "doscientas", "quinientas", "dos"]


def test_no_letters_for_what_no_document_says():
    for number in (-1, 1_000_000):
        with pytest.raises(ValueError, match="no letters"):
            in_letters(number)


def test_days():
    assert day_in_letters(date(2021, 10, 28)) == "veintiocho de octubre de dos mil veintiuno"
    assert day_in_letters(date(2023, 6, 1)) == "primero de junio de dos mil veintitrés"
    # Half past midnight in London is still yesterday here.
    assert day_in_letters(datetime(2023, 8, 26, 0, 30, tzinfo=UTC)).startswith("veinticinco de")


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (11, 4, "once horas con cuatro minutos"),
        (1, 1, "una hora con un minuto"),
        (13, 0, "trece horas"),
        (21, 21, "veintiuna horas con veintiún minutos"),
    ],
)
def test_hours(hour, minute, words):
    assert hour_in_letters(timezone.make_aware(datetime(2023, 8, 25, hour, minute))) == words


def test_scores():
    said = [hundredths_in_letters(Decimal(text)) for text in ("87.50", "100.00", "4.07", "0.00")]
    assert said == ["ochenta y siete punto cincuenta", "cien", "cuatro punto cero siete", "cero"]
