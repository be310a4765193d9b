"""What a constancia says of an event, in the Spanish of an office; what a document is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from documentos.spanish import MONTHS, counted


@dataclass(frozen=True)
class Called:
    """What pages and papers call a document of a kind."""

    title: str
    the: str
    this: str
    revoked: str
    grants: str
    verify: str
    # What its event or practice stands under.
    agreement: str
    # What stands before its days.
    days: str
    about: str


_CONSTANCIA = Called(
    title="Constancia",
    the="la constancia",
    this="esta constancia",
    revoked="revocada",
    grants="otorga la presente",
    verify="Verifica esta constancia en",
    agreement="Acuerdo",
    days="",
    about="El evento",
)
_RECONOCIMIENTO = Called(
    title="Reconocimiento",
    the="el reconocimiento",
    this="este reconocimiento",
    revoked="revocado",
    grants="otorga el presente",
    verify="Verifica este reconocimiento en",
    agreement="Dictamen",
    days="Vigencia ",
    about="La práctica",
)


def of_kind(kind: str) -> Called:
    """A reconocimiento is one; every other document is a constancia."""
    return _RECONOCIMIENTO if kind == "recognition" else _CONSTANCIA


# How an event of each kind is named in a sentence: "a la jornada", "en el taller".
_ARTICLES = {
    "foro_y_jornada": ("el", "foro de arranque y jornada"),
    "foro": ("el", "foro"),
    "jornada": ("la", "jornada"),
    "taller": ("el", "taller"),
}


def named(kind: str, preposition: str) -> str:
    """ "a la jornada", "al foro", "en el taller"."""
    article, noun = _ARTICLES[kind]
    joined = "al" if (preposition, article) == ("a", "el") else f"{preposition} {article}"
    return f"{joined} {noun}"


def joined(words: Iterable[str]) -> str:
    """ "a", "a y b", "a, b y c"; "e" before the sound of an i."""
    *head, last = words
    if not head:
        return last
    sounds_i = last.lower().startswith(("i", "hi", "í", "hí")) and not last.lower().startswith(
        "hie"
    )
    return f"{', '.join(head)} {'e' if sounds_i else 'y'} {last}"


def days_in_words(days: list[date]) -> str:
    """ "4 de noviembre de 2021", "4 y 5 de noviembre de 2021"."""
    if not days:
        return ""
    days = sorted(set(days))
    is_one_year = days[0].year == days[-1].year
    months = [
        f"{joined(str(day.day) for day in same)} de {MONTHS[month - 1]}"
        + ("" if is_one_year else f" de {year}")
        for (year, month), same in groupby(days, key=lambda day: (day.year, day.month))
    ]
    return joined(months) + (f" de {days[0].year}" if is_one_year else "")


def on_days(days: list[date]) -> str:
    """ "el 4 de noviembre de 2021", "los días 4 y 5 de noviembre de 2021"."""
    words = days_in_words(days)
    if not words:
        return ""
    return f"{'los días' if len(set(days)) > 1 else 'el'} {words}"


def duration_in_words(minutes: int | None) -> str:
    """ "2 horas", "1 hora y 30 minutos"; empty where the hours are not known."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hora", "horas")] if hours else []
    if rest:
        parts.append(counted(rest, "minuto", "minutos"))
    return joined(parts)


def place_of(address: str) -> str:
    """Town and state of an address as an oficio is dated: "Metepec, Estado de México".

    The last two parts that are not a postal code; empty where there is no address.
    """
    parts = [part.strip(" .") for part in address.replace("\n", ",").replace(";", ",").split(",")]
    return ", ".join([part for part in parts if part and not _is_postal_code(part)][-2:])


def _is_postal_code(part: str) -> bool:
    return part.upper().replace(".", "").replace(" ", "").removeprefix("CP").isdigit()
