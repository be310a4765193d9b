"""What the register learns of the document of each recognition, from the room that issues them.

That room stands above this one (docs/architecture.md) and hands its answer down: here nobody knows
what a constancia is, only where it is verified and whether it was withdrawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Document:
    """The reconocimiento as a document: where it is verified, and whether it was withdrawn."""

    folio: str
    url: str
    withdrawn_at: datetime | None = None
    reason: str = ""


# Each takes a queryset of recognitions and answers by primary key.
_tellers: list[Callable[..., dict[int, Document]]] = []


def tells_documents(function):
    """Register the decorated `function(recognitions) -> dict[int, Document]`."""
    _tellers.append(function)
    return function


def documents(recognitions) -> dict[int, Document]:
    """The document of each of these that has one."""
    told: dict[int, Document] = {}
    for teller in _tellers:
        told |= teller(recognitions)
    return told
