"""load_plan: the lines of action of the plan of 2021-2022, with its months empty."""

from django.core.management.base import BaseCommand, CommandError

from jornadas.refusal import Refusal
from padron.models import Organizer
from practicas import plan


class Command(BaseCommand):
    help = "Carga las líneas de acción del Plan de Trabajo 2021-2022, con sus meses vacíos."

    def add_arguments(self, parser):
        parser.add_argument(
            "--institution", help="clave de la institución, si hay más de una", metavar="CLAVE"
        )

    def handle(self, *, institution, **options):
        found = Organizer.objects.order_by("pk")
        if institution:
            found = found.filter(slug=institution)
        organizers = list(found)
        if len(organizers) != 1:
            known = ", ".join(Organizer.objects.values_list("slug", flat=True)) or "ninguna"
            raise CommandError(
                f"Di de qué institución es el plan con --institution CLAVE. Hay: {known}."
            )
        try:
            actions = plan.load(organizers[0], by="consola")
        except Refusal as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{plan.PLAN}: {actions} acciones, sin meses.")
