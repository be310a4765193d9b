"""Numbers of a device in words, as `static/js/gate/judge.js` says them on the phone."""

import re

_PLACE = re.compile(r"\{(\w+)\}")


def filled(sentence: str, facts: dict) -> str:
    """The sentence with each `{fact}` in words."""
    return _PLACE.sub(lambda place: _in_words(place[1], facts.get(place[1])), sentence)


def _in_words(fact: str, value) -> str:
    if value is None:
        return "un tiempo que no se sabe" if fact in _DURATIONS else "algo que no se sabe"
    if fact in _DURATIONS:
        return duration(value)
    if fact == "battery":
        return f"{int(value * 100)} %"
    if fact == "storage_free":
        return _space(int(value))
    if fact in _COUNTED:
        one, many = _COUNTED[fact]
        return f"{value:,} {one if value == 1 else many}".strip()
    return str(value)


_DURATIONS = {"silence", "roster_age", "clock"}
_COUNTED = {"queue": ("lectura", "lecturas"), "roster_size": ("persona", "personas")}


def duration(seconds: float) -> str:
    """How long, in the largest whole unit: "menos de un minuto", "3 minutos", "2 días"."""
    for length, one, many in (
        (86_400, "día", "días"),
        (3_600, "hora", "horas"),
        (60, "minuto", "minutos"),
    ):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number:,} {one if number == 1 else many}"
    return "menos de un minuto"


def _space(size: int) -> str:
    if size >= 1_000_000_000:
        return f"{size // 1_000_000_000:,} GB"
    return f"{size // 1_000_000} MB"
