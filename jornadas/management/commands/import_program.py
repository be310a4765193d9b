"""`import_program FILE [--dry-run]`: a programme of events, all of it or nothing."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from documentos.spreadsheets import Unreadable
from jornadas.importing import REJECTED, apply, find_program, plan
from jornadas.models import Program
from jornadas.program_sheet import read_program
from jornadas.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Importa eventos de una hoja (.xlsx, .xls, .ods, .csv) a un programa. Escribe un resumen "
        "en JSON. Si una fila no se puede usar, no guarda nada."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="archivo con los eventos")
        parser.add_argument("--dry-run", action="store_true", help="solo dice qué cambiaría")
        parser.add_argument(
            "--program",
            default="",
            help="clave del programa; sin ella, el que diga el archivo o el de sus fechas",
        )

    def handle(self, *, file, dry_run, program, **options):
        if not Path(file).is_file():
            raise CommandError(f"No existe el archivo {file}.")
        try:
            rows = read_program(file)
            made = plan(rows, find_program(rows, Program.objects.all(), program))
            rejected = made.of(REJECTED)
            if not (dry_run or rejected):
                apply(made, by="consola")
        except (Unreadable, Refusal) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(json.dumps({**made.summary(), "dry_run": dry_run}, ensure_ascii=False))
        if rejected:
            self.stderr.write("Hay filas que no se pueden usar; no se guardó nada.")
            sys.exit(1)
