"""What a plan is made of: one entry a row, and what would be written."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .bodies import Known
from .parsing import Row
from .people import Post, Someone


class Kind(StrEnum):
    NEW = "new"
    JOINS = "joins"
    POST = "post"
    DATA = "data"
    UNCHANGED = "unchanged"
    DECIDE = "decide"
    REJECTED = "rejected"


LABELS = {
    Kind.NEW: "Personas nuevas",
    Kind.JOINS: "Nuevas adscripciones",
    Kind.POST: "Cambios de cargo",
    Kind.DATA: "Datos corregidos",
    Kind.UNCHANGED: "Sin cambios",
    Kind.DECIDE: "Por decidir",
    Kind.REJECTED: "No se importan",
}
UPDATES = (Kind.JOINS, Kind.POST, Kind.DATA)


@dataclass
class Entry:
    """What becomes of one row. `reason` says why not; `changes` and `notes` are sentences."""

    row: Row
    kind: Kind = Kind.UNCHANGED
    body: Known | None = None
    who: Someone | None = None
    reason: str = ""
    question: str = ""
    changes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def someone(self) -> Someone:
        """The person, where the row has got so far that there is one."""
        assert self.who is not None
        return self.who


@dataclass
class Plan:
    day: date
    entries: list[Entry] = field(default_factory=list)
    # What is written, gathered row by row (objects of `people`).
    new_people: list[Someone] = field(default_factory=list)
    changed_people: list[Someone] = field(default_factory=list)
    new_posts: list[tuple[Someone, Post]] = field(default_factory=list)
    changed_posts: list[Post] = field(default_factory=list)
    # Bodies left behind by those who moved: (person, body).
    left: list[tuple[Someone, int]] = field(default_factory=list)
    # Spellings somebody decided on: text -> body.
    aliases: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(entry.kind for entry in self.entries)
        return {kind.value: found[kind] for kind in Kind}

    @property
    def fingerprint(self) -> str:
        """The same for two plans that would write the same."""
        said: list[list] = [
            [e.row.number, e.kind, e.who.id if e.who else None, e.body.id if e.body else None,
             e.reason, e.changes]
            for e in self.entries
        ]  # fmt: skip
        said.append([[s.id, body_id] for s, body_id in self.left])
        return hashlib.sha256(json.dumps([str(self.day), said]).encode()).hexdigest()
