"""Dates in words: the day it was where the institution is."""

from datetime import UTC, date, datetime

from documentos.spanish import date_in_words, moment_in_words


def test_a_moment_late_in_the_evening_is_of_that_day_not_of_the_next_in_greenwich():
    late = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)  # 23:00 h of the day before, in Toluca
    assert date_in_words(late) == "viernes 27 de noviembre de 2026"
    assert moment_in_words(late) == "viernes 27 de noviembre de 2026, 23:00 h"


def test_a_day_is_that_day():
    assert date_in_words(date(2021, 11, 4)) == "jueves 4 de noviembre de 2021"
