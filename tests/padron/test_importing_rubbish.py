"""Rubbish in, a clear sentence out: whatever a roster holds, it is read, rejected or refused."""

import json
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from documentos.spreadsheets import Sheet, Unreadable, write_xlsx
from padron.importing import columns, parsing
from padron.importing.applying import import_rows
from padron.importing.plans import Kind
from padron.models import Person
from tests.make import make_body

CELLS = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(
        [
            "Ayuntamiento de Toluca",
            "ana@x.mx",
            "Ana",
            "Ruiz, Ana",
            "de la",
            "=1+1",
            "\u200b",
            "sí",
            "Ñ",
        ]
    ),
)
HEADINGS = st.sampled_from(
    ["Nombre(s)", "Nombre completo", "PATERNO", "materno", "Correo", "Dependencia", "Clave",
     "Cargo", "Área", "Habilitado", "Adscripción", "Apellidos", "Título", "Otra", "", None]
)  # fmt: skip


class Rubbish(TestCase):
    @given(
        st.lists(HEADINGS, max_size=12),
        st.lists(st.lists(CELLS, max_size=12), max_size=12),
        st.sampled_from(["", "given", "surnames"]),
        st.booleans(),
    )
    def test_any_cells_under_any_header_are_planned_and_written(self, header, rows, order, enlace):
        body = make_body("Ayuntamiento de Toluca")
        with suppress(Unreadable):
            table = columns.find([Sheet("", [header, *rows])], needs_body=not enlace)
            parsed = parsing.parse(table, name_order=order)
            within = {body.pk} if enlace else None
            plan = import_rows(parsed, day=date(2026, 1, 1), by="prueba", within=within)
            assert len(plan.entries) == len(parsed)
            assert Person.objects.count() == plan.counts["new"]
            left_out = [e for e in plan.entries if e.kind in (Kind.DECIDE, Kind.REJECTED)]
            assert all(e.reason for e in left_out)


@pytest.mark.django_db
def test_the_command_prints_one_json_and_a_dry_run_writes_nothing(tmp_path, capsys):
    make_body("Ayuntamiento de Toluca")
    path = tmp_path / "lista.xlsx"
    header = ["Nombre", "Paterno", "Materno", "Correo", "Dependencia", "Fecha"]
    rows = [
        ["Ana", "Ruiz", "Gil", "ana@x.mx", "Ayuntamiento de Toluca", datetime(2026, 1, 1)],
        ["Eva", "Sol", "", "eva@", "Ayuntamiento de Toluca", None],
        ["Luz", "Mar", "", "", "Toluca", None],
    ]
    write_xlsx(path, header, rows)
    call_command("import_roster", path, dry_run=True)
    dry = json.loads(capsys.readouterr().out)
    assert Person.objects.count() == 0
    call_command("import_roster", path)
    done = json.loads(capsys.readouterr().out)
    assert dry == done | {"dry_run": True}
    assert done == {
        "dry_run": False,
        "rows": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "undecided": 1,
        "rejected": [
            {"row": 3, "reason": "El correo «eva@» no está bien escrito."},
            {
                "row": 4,
                "reason": "«Toluca» no está en el catálogo: hay que decidir cuál es. Se parece a: "
                "«Ayuntamiento de Toluca».",
            },
        ],
        "unused_columns": ["Fecha"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hola,mundo\n1,2\n", None])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "lista.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_roster", path)
    assert str(refused.value).endswith(".")
