"""Numbers, days and hours in letters, as an acta says them (es-MX).

"veintiocho de octubre de dos mil veintiuno", "once horas con cuatro minutos".
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from .spanish import MONTHS

_SMALL = [
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco",
    "veintiséis", "veintisiete", "veintiocho", "veintinueve",
]  # fmt: skip
_TENS = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_HUNDREDS = [
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos",
    "setecientos", "ochocientos", "novecientos",
]  # fmt: skip


def in_letters(number: int, *, feminine: bool = False) -> str:
    """A number from 0 to 999,999; `feminine` before hours, votes, pages: "veintiuna"."""
    if not 0 <= number < 1_000_000:
        raise ValueError(f"no letters for {number}")
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands == 1:
        words.append("mil")
    elif thousands:
        words.append(f"{_before_noun(_below_thousand(thousands, feminine))} mil")
    if rest or not thousands:
        words.append(_below_thousand(rest, feminine))
    return " ".join(words)


def _below_thousand(number: int, feminine: bool) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    words = [_HUNDREDS[hundreds]] if hundreds else []
    if rest or not hundreds:
        words.append(_below_hundred(rest))
    said = " ".join(words)
    if not feminine:
        return said
    said = said.replace("cientos", "cientas").replace("quinientos", "quinientas")
    return f"{said[:-3]}una" if said.endswith("uno") else said


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, rest = divmod(number, 10)
    return f"{_TENS[tens]} y {_SMALL[rest]}" if rest else _TENS[tens]


def _before_noun(words: str) -> str:
    """ "veintiún mil", "treinta y un mil"."""
    if words.endswith("veintiuno"):
        return f"{words[:-3]}ún"
    return words[:-1] if words.endswith("uno") else words


def day_in_letters(day: date) -> str:
    """ "veintiocho de octubre de dos mil veintiuno"; of a moment, its day in the zone."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    first = "primero" if day.day == 1 else in_letters(day.day)
    return f"{first} de {MONTHS[day.month - 1]} de {in_letters(day.year)}"


def hour_in_letters(moment: datetime) -> str:
    """ "once horas con cuatro minutos", "una hora", "trece horas", in the institution's zone."""
    moment = timezone.localtime(moment)
    hours = f"{in_letters(moment.hour, feminine=True)} {'hora' if moment.hour == 1 else 'horas'}"
    if not moment.minute:
        return hours
    minutes = _before_noun(in_letters(moment.minute))
    return f"{hours} con {minutes} {'minuto' if moment.minute == 1 else 'minutos'}"


def hundredths_in_letters(number: Decimal) -> str:
    """ "ochenta y siete punto cincuenta"; "cien" where there are none."""
    whole, hundredths = divmod(int(number.scaleb(2).to_integral_value()), 100)
    if not hundredths:
        return in_letters(whole)
    zero = "cero " if hundredths < 10 else ""
    return f"{in_letters(whole)} punto {zero}{in_letters(hundredths)}"
