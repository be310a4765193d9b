"""Tables on carta, divided into pages here: `typst/list.typ` only prints them.

Row heights and pages are reckoned before setting, so that typst lays 2,000 rows out once: asking it
for the number of the last page costs half as much again in time and memory.
All lengths are in points unless they say otherwise.
"""

from dataclasses import dataclass, field

from .metrics import lines_needed

MM = 72 / 25.4
# Letters, from one line to the next, and what is left free above and below.
SIZE, LINE, PADDING = 9.5, 11.6, 4
# How much wider bold letters are, at most.
BOLD = 1.15
LABELS, GROUP, HEADING, FOOT = 17, 18, 46, 18
# Carta less the margins of `sheet.typ`.
LEFT_MM, TOP_MM = 15, 20
WIDTH_MM, ROOM = 185.9, (279.4 - TOP_MM - 12) * MM


@dataclass(frozen=True)
class Column:
    """A heading and the width in millimetres."""

    label: str
    width: float


@dataclass(frozen=True)
class Group:
    """A label across the table, never left alone at the end of a page."""

    label: str


@dataclass
class Section:
    """A table with its heading and note. Rows are lists of texts, with a Group here and there."""

    columns: list[Column]
    rows: list[list[str] | Group]
    heading: str = ""
    note: str = ""
    # The least height of a row: where a pen has to fit, more than what its text needs.
    least: float = 19
    # What the caller knows each row by, in their order; None for a Group.
    keys: list = field(default_factory=list)


@dataclass
class Part:
    """What of a section stands on one page."""

    section: Section
    starts: bool
    heights: list[float] = field(default_factory=list)
    cells: list = field(default_factory=list)
    keys: list = field(default_factory=list)

    @property
    def labels_height(self) -> float:
        return LABELS + (HEADING if self.starts and self.section.heading else 0)

    def add(self, row, height: float, key=None) -> None:
        self.heights.append(height)
        self.keys.append(key)
        self.cells.extend([{"group": row.label}] if isinstance(row, Group) else row)

    def as_data(self) -> dict:
        section = self.section
        return {
            "heading": section.heading if self.starts else "",
            "note": section.note if self.starts else "",
            "columns": [[column.label, column.width] for column in section.columns],
            "heights": self.heights,
            "cells": self.cells,
        }


def row_height(section: Section, row: list[str] | Group) -> float:
    """High enough for every word of the row, whatever its length."""
    if isinstance(row, Group):
        width = sum(column.width for column in section.columns) - 3
        return GROUP + LINE * (lines_needed(row.label, width, SIZE * BOLD) - 1)
    lines = max(
        lines_needed(text, column.width - 3, SIZE)
        for column, text in zip(section.columns, row, strict=True)
    )
    return max(section.least, lines * LINE + PADDING)


def paginate(sections: list[Section], opening: float) -> list[list[dict]]:
    """The parts of each page, as data for the template; `opening` is the height above the first."""
    return [[part.as_data() for part in page] for page in divide(sections, opening)]


def divide(sections: list[Section], opening: float, foot: float = FOOT) -> list[list[Part]]:
    """The parts of each page. `foot` is what the last line of a page takes."""
    pages: list[list[Part]] = [[]]
    left = ROOM - foot - opening
    for section in sections:
        part = Part(section, starts=True)
        left -= part.labels_height
        group: Group | None = None
        heights = [row_height(section, row) for row in section.rows]
        keys = section.keys or [None] * len(section.rows)
        for n, (row, height, key) in enumerate(zip(section.rows, heights, keys, strict=True)):
            # A group's label goes where the row below it goes.
            needed = height + (heights[n + 1] if isinstance(row, Group) else 0)
            if needed > left and (part.cells or pages[-1]):
                if part.cells:
                    pages[-1].append(part)
                    part = Part(section, starts=False)
                pages.append([])
                left = ROOM - foot - part.labels_height
                if group and not isinstance(row, Group):
                    again = Group(f"{group.label}, continúa")
                    part.add(again, row_height(section, again))
                    left -= part.heights[-1]
            part.add(row, height, key)
            left -= height
            group = row if isinstance(row, Group) else group
        if part.cells:
            pages[-1].append(part)
    return pages


def text_height(text: str, size: float, width_mm: float = WIDTH_MM) -> float:
    """The height that `text` takes at most in letters of `size`."""
    return lines_needed(text, width_mm, size) * size * 1.21
