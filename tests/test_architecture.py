"""Imports run downhill between the rooms (docs/architecture.md), and no module grows too long."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Floors from the top; rooms of one floor do not import one another.
FLOORS = [
    {"config"},
    {"certificates"},
    {"practicas"},
    {"talleres", "comunicados"},
    {"asistencia"},
    {"jornadas"},
    {"padron", "privacidad"},
    {"documentos", "correo", "bitacora"},
    {"trabajos", "consultas"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# The whole site, which only the top floor and the tools know.
OUTSIDE = {"tests", "bench", "docs"}
LONGEST = 400


def modules(room: str) -> list[Path]:
    return [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def imported(path: Path) -> list[tuple[int, str]]:
    """Line and first name of everything a module imports, inside functions too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name.split(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append((node.lineno, node.module.split(".")[0]))
    return found


@pytest.mark.parametrize("room", sorted(FLOOR))
def test_imports_run_downhill(room):
    uphill = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(room)
        for line, name in imported(path)
        if name != room and (name in OUTSIDE or FLOOR.get(name, 99) <= FLOOR[room])
    ]
    assert uphill == []


def test_every_room_has_its_floor():
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert rooms == set(FLOOR) - {"config", "consultas"}


def test_no_module_tells_two_stories():
    long = {
        str(path.relative_to(ROOT)): lines
        for room in FLOOR
        for path in modules(room)
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}
