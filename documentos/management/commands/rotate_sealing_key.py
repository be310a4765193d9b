"""`rotate_sealing_key snapshot|pdf`: a new key seals from now on."""

import json

from django.core.management.base import BaseCommand, CommandError

from documentos.sealing import keys
from documentos.sealing.keys import GivenBySettings, Use


class Command(BaseCommand):
    help = (
        "Hace una llave nueva para sellar (snapshot: lo que dicen las constancias; pdf: sus "
        "documentos). La anterior se retira y lo que selló se sigue pudiendo verificar."
    )

    def add_arguments(self, parser):
        parser.add_argument("use", choices=Use.values, help="qué sella")

    def handle(self, *, use, **options):
        try:
            key = keys.rotate(use, by="consola")
        except GivenBySettings as reason:
            raise CommandError(str(reason)) from reason
        said = {"use": key.use, "key_id": key.key_id, "subject": key.subject}
        self.stdout.write(json.dumps(said, ensure_ascii=False))
