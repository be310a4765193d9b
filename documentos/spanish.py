"""Dates and hours in Spanish words, the same in pages, mails and documents (es-MX)."""

from datetime import date, datetime

from django.utils import timezone

DAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
MONTHS = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
]  # fmt: skip


def date_in_words(day: date, weekday: bool = True) -> str:
    """ "jueves 4 de noviembre de 2021"; of a moment, its day in the institution's zone."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    words = f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
    return f"{DAYS[day.weekday()]} {words}" if weekday else words


def hour_in_words(moment: datetime) -> str:
    """ "13:30 h", in the institution's zone."""
    return f"{timezone.localtime(moment):%H:%M} h"


def moment_in_words(moment: datetime) -> str:
    """ "jueves 4 de noviembre de 2021, 13:30 h", in the institution's zone."""
    return f"{date_in_words(timezone.localtime(moment).date())}, {hour_in_words(moment)}"


def session_in_words(day: date | None, starts_at: datetime | None, ends_at: datetime | None) -> str:
    """When a session is, whatever of it is known."""
    if day is None:
        return "fecha por confirmar"
    if starts_at is None:
        return f"{date_in_words(day)}, hora por confirmar"
    if ends_at is None:
        return f"{date_in_words(day)}, {hour_in_words(starts_at)}"
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{date_in_words(day)}, de {start:%H:%M} a {end:%H:%M} h"


def counted(number: int, one: str, many: str) -> str:
    """ "1 lugar", "2 lugares", "1,200 lugares"."""
    return f"{number:,} {one if number == 1 else many}"
