"""A signed sheet as its page shows it: each row beside its piece of the picture."""

from dataclasses import dataclass

from jornadas.list_marks import WIDTH

from .models import SheetRow, SignedSheet

# Around a row as it is printed, for a sheet that was folded (mm).
AROUND = 2


@dataclass(frozen=True)
class Line:
    """A row: who it is, its number on paper, its field of the form, and where it is on the page."""

    row: SheetRow
    label: str
    field: object
    left: str
    right: str

    @property
    def is_asked(self) -> bool:
        return self.row.mark == SheetRow.Mark.UNSURE

    @property
    def name(self) -> str:
        one = self.row.registration
        return one.person.list_name if one else "Renglón en blanco"


def rows_of(sheet: SignedSheet) -> list[SheetRow]:
    found = sheet.rows.select_related("registration__person", "registration__body")
    return list(found.order_by("number"))


def lines(sheet: SignedSheet, rows: list[SheetRow], form=None) -> list[Line]:
    """Those that have to be answered first, then the rest as they stand on paper."""
    layout = sheet.printed.pages[sheet.page - 1]["rows"]
    made = [_line(layout[row.number - 1], row, form) for row in rows]
    return sorted(made, key=lambda line: not line.is_asked)


def _line(place: list, row: SheetRow, form) -> Line:
    label, box_x, top, height = place[1], place[2], place[5], place[7]
    top, height = top - AROUND, height + 2 * AROUND
    return Line(
        row=row,
        label=label,
        field=form[f"r{row.number}"] if form else None,
        # As an SVG's viewBox: the box with the name, and the signature.
        left=f"{box_x - 15} {top:.1f} 78 {height:.1f}",
        right=f"{WIDTH - 78 - 14} {top:.1f} 78 {height:.1f}",
    )
