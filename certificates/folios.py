"""Folios: consecutive by area and year, without gaps, never given twice."""

from typing import NamedTuple

from .models import FolioSeries

DIGITS = 4


class Folio(NamedTuple):
    series: FolioSeries
    number: int

    def __str__(self):
        return f"{self.series.prefix}/{self.number:0{DIGITS}}/{self.series.year}"


def lock_series(prefix: str, year: int) -> FolioSeries:
    """The series, locked until the transaction ends: whoever issues in it takes turns.

    A folio and its constancia are written in one transaction, so a number that was taken and not
    used goes back with it. Call it last before writing, and inside the transaction that writes.
    """
    FolioSeries.objects.get_or_create(prefix=prefix, year=year)
    return FolioSeries.objects.select_for_update().get(prefix=prefix, year=year)


def take(series: FolioSeries, count: int) -> list[Folio]:
    """The next `count` folios of a series that the caller holds locked."""
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return [Folio(series, number) for number in range(first, first + count)]
