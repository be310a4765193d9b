"""import_roster FILE [--dry-run]: the roster importer from a terminal."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documentos.spreadsheets import Unreadable, read_sheets
from padron.importing import columns, parsing
from padron.importing.applying import import_rows
from padron.importing.planning import plan as make_plan
from padron.importing.plans import Kind, Plan
from padron.importing.suggesting import with_suggestions

ORDERS = {"nombres": "given", "apellidos": "surnames"}


class Command(BaseCommand):
    help = "Importa servidores públicos de una hoja de cálculo (.xlsx, .xls, .ods, .csv)."

    def add_arguments(self, parser):
        parser.add_argument("file", help="la hoja de cálculo")
        parser.add_argument(
            "--dry-run", action="store_true", help="decir qué cambiaría, sin cambiar"
        )
        parser.add_argument(
            "--name-order",
            choices=ORDERS,
            help="qué va primero cuando el nombre completo viene en una sola columna",
        )

    def handle(self, *args, file, dry_run, name_order=None, **options):
        try:
            table = columns.find(read_sheets(file))
        except OSError as error:
            raise CommandError(f"No se pudo abrir {file}: no existe o no se puede leer.") from error
        except Unreadable as reason:
            raise CommandError(str(reason)) from reason
        rows = parsing.parse(table, name_order=ORDERS.get(name_order, ""))
        day = timezone.localdate()
        if dry_run:
            plan = make_plan(rows, day=day)
        else:
            plan = import_rows(rows, day=day, by="import_roster")
        self.stdout.write(json.dumps(summary(plan, table.unused, dry_run), ensure_ascii=False))


def summary(plan: Plan, unused: list[str], dry_run: bool) -> dict:
    """What the command prints: what was done, and each row that was not with its reason."""
    counts = plan.counts
    left_out = [e for e in plan.entries if e.kind in (Kind.DECIDE, Kind.REJECTED)]
    return {
        "dry_run": dry_run,
        "rows": len(plan.entries),
        "created": counts["new"],
        "updated": counts["joins"] + counts["post"] + counts["data"],
        "unchanged": counts["unchanged"],
        "undecided": counts["decide"],
        "rejected": [
            {"row": entry.row.number, "reason": reason}
            for entry, reason in with_suggestions(left_out)
        ],
        "unused_columns": unused,
    }
