"""`import_zoom EVENT FILE [--session N] [--dry-run]`: a report of Zoom, all of it or nothing."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.core.management.base import BaseCommand, CommandError

from asistencia.zoom.importing import import_report, preview
from asistencia.zoom.reading import AskDayOrder, Unreadable
from jornadas.models import Event
from jornadas.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Importa el reporte de participantes o de asistentes de Zoom a un evento. Escribe un "
        "resumen en JSON: cuántos nombres se identificaron, cuántos quedan por confirmar, cuántos "
        "no cuentan y los minutos de presencia."
    )

    def add_arguments(self, parser):
        parser.add_argument("event", help="clave del evento en su dirección")
        parser.add_argument("file", help="el reporte, como se descarga de Zoom")
        parser.add_argument(
            "--session", type=int, help="número de la sesión; sin él, las que toque por su horario"
        )
        parser.add_argument("--dry-run", action="store_true", help="solo dice qué cambiaría")
        order = parser.add_mutually_exclusive_group()
        order.add_argument(
            "--day-first",
            dest="day_first",
            action="store_const",
            const=True,
            help="en las fechas va primero el día",
        )
        order.add_argument(
            "--month-first",
            dest="day_first",
            action="store_const",
            const=False,
            help="en las fechas va primero el mes",
        )
        parser.add_argument("--time-zone", default="", help="zona horaria de la cuenta de Zoom")

    def handle(self, *, event, file, session, dry_run, day_first, time_zone, **options):
        found = Event.objects.filter(slug=event).first()
        if found is None:
            raise CommandError(f"No hay un evento con la clave «{event[:80]}».")
        if not Path(file).is_file():
            raise CommandError(f"No existe el archivo {file}.")
        if time_zone and time_zone not in available_timezones():
            raise CommandError(f"No existe la zona horaria «{time_zone[:40]}».")
        words = {
            "event": found,
            "content": Path(file).read_bytes(),
            "file_name": Path(file).name,
            "session": self._session(found, session),
            "time_zone": ZoneInfo(time_zone) if time_zone else None,
            "day_first": day_first,
        }
        try:
            outcome = preview(**words) if dry_run else import_report(**words, by="consola")
        except AskDayOrder as question:
            raise CommandError(f"{question} Usa --day-first o --month-first.") from question
        except (Unreadable, Refusal) as reason:
            raise CommandError(str(reason)) from reason
        said = {**outcome.summary(), "dry_run": dry_run}
        self.stdout.write(json.dumps(said, ensure_ascii=False))

    def _session(self, event: Event, number: int | None):
        if number is None:
            return None
        session = event.sessions.filter(number=number).first()
        if session is None:
            raise CommandError(f"El evento no tiene una sesión {number}.")
        return session
