"""`pair_device EVENT --gate NAME`: a device's token and an invitation for a phone, as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from asistencia.devices import invite, make_device, pairing_url
from jornadas.models import Event


class Command(BaseCommand):
    help = (
        "Empareja un dispositivo con una puerta de un evento. Escribe una línea de JSON: token "
        "(para la API), pairing_url (para abrir el control en un teléfono, una vez, en 15 minutos) "
        "y expires_at."
    )

    def add_arguments(self, parser):
        parser.add_argument("event", help="clave del evento en su dirección")
        parser.add_argument("--gate", required=True, help="nombre de la puerta")

    @transaction.atomic
    def handle(self, *, event, gate, **options):
        found = Event.objects.filter(slug=event).first()
        if found is None:
            raise CommandError(f"No hay un evento con la clave «{event}».")
        if not gate.strip():
            raise CommandError("Escribe el nombre de la puerta después de --gate.")
        device, token = make_device(event=found, gate=gate, by="consola")
        pairing = invite(event=found, gate=gate, by="consola")
        answer = {
            "token": token,
            "pairing_url": pairing_url(pairing),
            "expires_at": device.expires_at.isoformat(),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
