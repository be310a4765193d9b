"""The first rows of a CSV, as a plain table of text."""

import csv
from dataclasses import dataclass
from itertools import islice

ROWS, COLUMNS, LETTERS = 20, 12, 200
# Nothing beyond is read, however long its lines.
_READ = 64 * 1024
_MARKS = ",;\t|"


@dataclass(frozen=True)
class Preview:
    heading: list[str]
    rows: list[list[str]]
    is_cut: bool

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Its rows, each cell with the heading it stands under."""
        return [list(zip(self.heading, row, strict=True)) for row in self.rows]


def preview(file) -> Preview:
    """Its first row and those after it, each as long as the longest of them."""
    file.seek(0)
    piece = file.read(_READ + 1)
    text = piece[:_READ].decode("utf-8-sig", "ignore")
    lines = text.splitlines()
    is_cut = len(piece) > _READ
    if is_cut and len(lines) > 1:
        # The last may have been cut in the middle.
        lines.pop()
    mark = max(_MARKS, key=lambda one: lines[0].count(one)) if lines else ","
    read = csv.reader(lines, delimiter=mark)
    rows = [[cell[:LETTERS] for cell in row[:COLUMNS]] for row in islice(read, ROWS + 1)]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    return Preview(rows[0] if rows else [], rows[1:], is_cut or len(lines) > ROWS + 1)
