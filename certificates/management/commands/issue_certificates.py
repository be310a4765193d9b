"""`issue_certificates EVENT`: everything due of an event, each once."""

import json

from django.core.management.base import BaseCommand, CommandError

from certificates.candidates import Candidate
from certificates.issuing import issue_event
from jornadas.models import Event


class Command(BaseCommand):
    help = (
        "Emite las constancias que corresponden de un evento, con sus documentos y avisos. Escribe "
        "un resumen en JSON. Repetirlo no duplica ninguna."
    )

    def add_arguments(self, parser):
        parser.add_argument("event", help="clave del evento en su dirección")

    def handle(self, *, event, **options):
        found = Event.objects.filter(slug=event).first()
        if found is None:
            raise CommandError(f"No existe el evento {event}.")
        done = issue_event(found, by="consola")
        said = {
            "issued": done.issued,
            "already_issued": done.already,
            "not_due": [_told(one) for one in done.not_due],
        }
        self.stdout.write(json.dumps(said, ensure_ascii=False))


def _told(one: Candidate) -> dict:
    return {
        "person": one.list_name,
        "body": one.registration.body.name if one.registration else "",
        "reason": one.reason,
    }
