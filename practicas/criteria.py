"""The six criteria of the Lineamientos, with the guidance and levels a new call begins with."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .models import Call, Level

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Standard:
    """A criterion; `levels[n]` is what one must see to give `n`."""

    name: str
    guidance: str
    levels: tuple[str, ...]


@cache
def standard() -> tuple[Standard, ...]:
    """Lineamientos, numeral trigésimo primero; guidance and levels are ours, to be changed."""
    read = tomllib.loads((DATA / "criterios.toml").read_text(encoding="utf-8"))
    return tuple(
        Standard(one["nombre"], one["guia"], tuple(one["niveles"])) for one in read["criterio"]
    )


def give_standard(call: Call) -> None:
    """The six, of equal weight: no source gives other weights."""
    for number, one in enumerate(standard(), start=1):
        criterion = call.criteria.create(number=number, name=one.name, guidance=one.guidance)
        Level.objects.bulk_create(
            Level(criterion=criterion, value=value, anchor=anchor)
            for value, anchor in enumerate(one.levels)
        )


def take_over(call: Call, earlier: Call) -> None:
    """Requirements, criteria with their levels, and seats without holders of an earlier call."""
    for asked in earlier.requirements.all():
        call.requirements.create(
            number=asked.number, text=asked.text, legal_reference=asked.legal_reference
        )
    for one in earlier.criteria.prefetch_related("levels"):
        criterion = call.criteria.create(
            number=one.number, name=one.name, guidance=one.guidance, weight=one.weight
        )
        Level.objects.bulk_create(
            Level(criterion=criterion, value=level.value, anchor=level.anchor)
            for level in one.levels.all()
        )
    for seat in earlier.seats.all():
        call.seats.create(number=seat.number, post=seat.post)
