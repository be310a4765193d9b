"""Moments as reports write them, and in which order day and month stand: decided, never guessed.

Whether 03/04/2022 is April or March follows from the session's own day, or is asked. A spreadsheet
in Spanish that opened a report in English has already turned some dates round; told likewise.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from documentos.spanish import MONTHS, date_in_words
from padron.names import fold

NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
NUMBERS |= {"jan": 1, "apr": 4, "aug": 8, "dec": 12, "set": 9}
# Days around the session's: the account's time zone may be another.
NEAR = timedelta(days=1)
# No moment is written in more letters.
LONGEST = 80
# Day 0 of the numbers by which spreadsheets keep dates.
SERIAL_ZERO = datetime(1899, 12, 30)
SERIALS = (36_526, 73_050)  # the years 2000 to 2099


class AskDayOrder(Exception):  # noqa: N818 — a question to the person, not a fault
    """Nothing tells whether the day or the month comes first; the text asks for it."""

    def __init__(self, example: str, day_first: date, month_first: date):
        self.example, self.day_first, self.month_first = example, day_first, month_first
        super().__init__(
            f"No se sabe si «{example}» es el {date_in_words(day_first, weekday=False)} o el "
            f"{date_in_words(month_first, weekday=False)}. Di si va primero el día o el mes."
        )


@dataclass(frozen=True)
class Moment:
    """What a cell says, before its order is known. `first` and `second` are day and month, or the
    other way round; where `kind` is CERTAIN they are month and day."""

    text: str
    kind: str
    year: int
    first: int
    second: int
    hour: int
    minute: int
    second_of_minute: int
    zone: str = ""

    def day(self, day_first: bool) -> date | None:
        month, day = (self.second, self.first) if day_first else (self.first, self.second)
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


# CERTAIN: nothing to decide. WRITTEN: two numbers, in either order. STORED: a date that a
# spreadsheet keeps, month and day as it understood them.
CERTAIN, WRITTEN, STORED = "certain", "written", "stored"

_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<sec>\d{2}))?(?:[.,]\d+)?"
    r"\s*(?P<half>[ap]\.?\s*m\b\.?)?"
)
_APART = r"(?:\s*,?\s*(?:a las?\s+)?|t)"
_ZONE = r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?\s*(?:hrs?\.?|horas|h\.?)?"
_FORMS = [
    re.compile(form + _APART + _CLOCK + _ZONE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d{2})",
        r"(?:[a-z]+,?\s+)?(?P<name>[a-z]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?:[a-z]+,?\s+)?(?P<day>\d{1,2})[\s/-]+(?:de\s+)?(?P<name>[a-z]{3,10})\.?,?[\s/-]+"
        r"(?:del?\s+)?(?P<year>\d{4})",
    )
]


def read(cell) -> Moment:
    """What a cell says. Raises ValueError with a sentence where it is no moment."""
    if isinstance(cell, datetime):
        return _stored(cell)
    if isinstance(cell, date):
        raise ValueError(f"La fecha «{cell:%d/%m/%Y}» viene sin hora.")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(cell)
    return _read_text(" ".join(str(cell if cell is not None else "").split()))


# Most leave when the meeting ends.
@lru_cache(maxsize=4096)
def _read_text(text: str) -> Moment:
    if re.fullmatch(r"#+", text):
        raise ValueError(
            "La hoja de cálculo cambió la hora por «####». Descarga otra vez el reporte de Zoom."
        )
    if re.fullmatch(r"\d{5}[.,]\d+", text):
        return _serial(float(text.replace(",", ".")))
    plain = fold(text).strip(" \"'")
    for form in _FORMS:
        if len(plain) < LONGEST and (found := form.fullmatch(plain)):
            return _written(text, found.groupdict())
    raise ValueError(f"No se entiende la hora «{text[:40]}».")


def _stored(moment: datetime) -> Moment:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    zone = "z" if moment.tzinfo is not None else ""
    kind = CERTAIN if zone else STORED
    return Moment(
        f"{moment:%Y-%m-%d %H:%M}", kind, moment.year, moment.month, moment.day,
        moment.hour, moment.minute, moment.second, zone,
    )  # fmt: skip


def _serial(number: float) -> Moment:
    """A date as the number that a spreadsheet keeps it by."""
    if not SERIALS[0] <= number <= SERIALS[1] or number == int(number):
        raise ValueError(f"«{number}» no es una hora.")
    return _stored(SERIAL_ZERO + timedelta(seconds=round(number * 86_400)))


def _written(text: str, parts: dict) -> Moment:
    wrong = ValueError(f"No se entiende la hora «{text[:40]}».")
    year = int(parts["year"])
    year += 2000 if year < 100 else 0
    hour, half = int(parts["hour"]), (parts["half"] or "")[:1]
    if half and hour > 12 and half == "a":
        raise wrong
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    kind, first, second = CERTAIN, 0, 0
    if parts.get("first"):
        kind, first, second = WRITTEN, int(parts["first"]), int(parts["second"])
    elif parts.get("name"):
        if (first := _month(parts["name"])) == 0:
            raise wrong
        second = int(parts["day"])
    else:
        first, second = int(parts["month"]), int(parts["day"])
    made = Moment(
        text, kind, year, first, second, hour, int(parts["minute"]), int(parts["sec"] or 0),
        parts["zone"] or "",
    )  # fmt: skip
    in_time = hour < 24 and made.minute < 60 and made.second_of_minute < 60
    fits = any(made.day(order) for order in ((True, False) if kind == WRITTEN else (False,)))
    if not (in_time and fits and 2000 <= year < 2100):
        raise wrong
    return made


def _month(name: str) -> int:
    """1 to 12 for a month's name or its first letters, in Spanish or English; otherwise 0."""
    number = NUMBERS.get(name[:3], 0)
    if not number:
        return 0
    whole = (MONTHS[number - 1], ENGLISH[number - 1])
    return number if any(w.startswith(name) for w in whole) or name in ("set", "sept") else 0


ENGLISH = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip


@dataclass(frozen=True)
class Orders:
    """What was decided: whether the day comes first where it is written, and whether dates kept by
    a spreadsheet were turned round."""

    day_first: bool
    turned: bool

    def aware(self, moment: Moment, time_zone: ZoneInfo) -> datetime:
        """The moment, in UTC."""
        day_first = {CERTAIN: False, WRITTEN: self.day_first, STORED: self.turned}[moment.kind]
        # What is a date in one order only says so itself, whatever the others do.
        day = moment.day(day_first) or moment.day(not day_first)
        assert day is not None  # `read` lets nothing else pass
        clock = (moment.hour, moment.minute, moment.second_of_minute)
        zone = _zone(moment.zone) or time_zone
        return datetime(day.year, day.month, day.day, *clock, tzinfo=zone).astimezone(UTC)


def _zone(text: str):
    if not text:
        return None
    if text in ("z", "utc", "gmt"):
        return UTC
    return datetime.strptime(text.replace(":", ""), "%z").tzinfo


def decide(
    moments: Iterable[Moment], days: Collection[date], day_first: bool | None = None
) -> Orders:
    """In which order day and month stand in a whole file: as `day_first` says, as the one order
    that is possible, or as the one that falls on the session's `days`. Raises AskDayOrder."""
    moments = list(moments)
    written = [moment for moment in moments if moment.kind == WRITTEN]
    stored = [moment for moment in moments if moment.kind == STORED]
    return Orders(
        day_first=_order(written, days) if day_first is None else day_first,
        turned=_turned(stored, days),
    )


def _order(written: list[Moment], days: Collection[date]) -> bool:
    if all(moment.first == moment.second for moment in written):
        return True
    possible = [order for order in (True, False) if all(moment.day(order) for moment in written)]
    if len(possible) == 1:
        return possible[0]
    near = [order for order in (True, False) if _any_near(written, order, days)]
    if len(near) == 1:
        return near[0]
    example = next(
        (m for m in written if m.first != m.second and m.day(True) and m.day(False)), None
    )
    if example is None:
        # Each is possible in one order only, though not all in the same one.
        return True
    raise AskDayOrder(example.text, example.day(True), example.day(False))


def _turned(stored: list[Moment], days: Collection[date]) -> bool:
    """Whether a spreadsheet took the month for the day: only so the session's day is there."""
    return not _any_near(stored, False, days) and _any_near(stored, True, days)


def _any_near(moments: list[Moment], day_first: bool, days: Collection[date]) -> bool:
    dates = {moment.day(day_first) for moment in moments} - {None}
    return any(abs(one - day) <= NEAR for one in dates for day in days)
