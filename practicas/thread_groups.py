"""In which group each body was, by programme: what the report on the thread is divided by."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import IntegerField, Value

from jornadas.models import Group, GroupException
from padron.models import Body, Organizer


@dataclass(frozen=True, slots=True)
class OfProgram:
    """A group as a programme has it."""

    pk: int
    number: int
    name: str
    program: int
    program_name: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.program_name})"


@dataclass(slots=True)
class _Program:
    starts_on: date
    sectors: dict[int, OfProgram] = field(default_factory=dict)
    exceptions: dict[int, OfProgram] = field(default_factory=dict)

    def of(self, body: Body) -> OfProgram | None:
        return self.exceptions.get(body.pk) or self.sectors.get(body.sector_id)


class Groups:
    """The groups of an institution: one query."""

    def __init__(self, organizer: Organizer):
        self.all: dict[int, OfProgram] = {}
        self._programs: dict[int, _Program] = {}
        for *told, starts_on, sector, body in _rows(organizer):
            group = OfProgram(*told)
            group = self.all.setdefault(group.pk, group)
            program = self._programs.setdefault(group.program, _Program(starts_on))
            if body:
                program.exceptions[body] = group
            elif sector:
                program.sectors.setdefault(sector, group)
        self._in_order = sorted(self._programs.values(), key=lambda one: one.starts_on)

    def of(self, body: Body, year: int) -> OfProgram | None:
        """The group of a body in `year`: that of the last programme that had begun by its end and
        has one for it; before the first programme, that of the first."""
        begun = [one for one in self._in_order if one.starts_on.year <= year]
        for program in [*reversed(begun), *self._in_order]:
            if group := program.of(body):
                return group
        return None

    def holds(self, group: OfProgram, body: Body) -> bool:
        """Whether its own programme puts `body` in this group."""
        return self._programs[group.program].of(body) == group


def _rows(organizer: Organizer):
    """Groups with each of their sectors, and with each body they have by exception."""
    told = ("pk", "number", "name", "program", "program__name", "program__starts_on")
    nothing = Value(None, output_field=IntegerField())
    by_sector = Group.objects.filter(program__organizer=organizer).order_by()
    by_body = GroupException.objects.filter(group__program__organizer=organizer).order_by()
    rows = by_sector.values_list(*told, "sectors", nothing).union(
        by_body.values_list("group", *(f"group__{name}" for name in told[1:]), nothing, "body"),
        all=True,
    )
    return sorted(rows, key=lambda row: (row[1], row[0]))
