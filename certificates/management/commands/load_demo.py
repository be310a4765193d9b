"""`load_demo`: the catalogue, the approved programme, and a demonstration dated around today."""

from random import Random

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from asistencia.demo import create_attendance
from bitacora.record import record
from certificates.demo import create_certificates
from comunicados.demo import create_announcements
from jornadas.approved import load_approved_programme, load_rest_days
from jornadas.demo import create_programme
from jornadas.models import Event, Registration
from jornadas.working_days import opening
from padron.demo import create_institute, create_people
from padron.demo_accounts import create_demo_accounts
from padron.loading import load_catalogue
from practicas import plan
from practicas.demo import create_call
from practicas.demo_story import create_last_edition, create_present_proposals
from practicas.historic import create_call_2023
from privacidad.demo import create_notice
from talleres.demo import create_workshops
from talleres.loading import load_population_groups

ROOMS = [
    "certificates",
    "practicas",
    "talleres",
    "comunicados",
    "asistencia",
    "jornadas",
    "padron",
    "privacidad",
    "correo",
]
# What the demonstration itself begins with: a database that has only this is still empty.
CATALOGUE = {
    "padron.municipality",
    "padron.sector",
    "padron.body",
    "talleres.populationgroup",
}
FEWEST = 2


class Command(BaseCommand):
    help = (
        "Carga el catálogo, el programa aprobado 2021-2022 y una demostración con gente inventada."
    )

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=600, help="personas inventadas (600)")
        parser.add_argument("--seed", type=int, default=1, help="semilla del azar (1)")

    def handle(self, *, people, seed, **options):
        if people < FEWEST:
            raise CommandError(f"La demostración necesita al menos {FEWEST} personas.")
        with transaction.atomic():
            if held := _first_thing_held():
                raise CommandError(
                    "Esta base de datos ya tiene información "
                    f"({held}). La demostración solo se carga en una base vacía, para no mezclarse "
                    "con datos reales. Usa otra carpeta con DATA_DIR u otra base con DATABASE_URL."
                )
            self._load(people, Random(seed))
        self.stdout.write(
            f"Demostración lista: {people:,} personas, {Event.objects.count()} eventos y "
            f"{Registration.objects.count():,} inscripciones."
        )

    def _load(self, count: int, rng: Random) -> None:
        now = timezone.now().replace(microsecond=0)
        today = timezone.localdate(now)
        load_catalogue()
        load_population_groups()
        organizer = create_institute()
        load_rest_days(organizer, [2021, 2022, today.year - 1, today.year, today.year + 1])
        load_approved_programme(organizer)
        plan.load(organizer, by="sistema")
        notice = create_notice(organizer.identity(), since=opening(today.replace(month=1, day=1)))
        people = create_people(count, rng=rng, today=today)
        # Everything hangs on today, not on the hour: two loads of one day are the same.
        demo = create_programme(organizer, people, notice, rng=rng, now=opening(today))
        create_workshops(demo)
        create_attendance(demo)
        create_certificates(demo)
        create_announcements(demo)
        create_demo_accounts(servidor=people[0], enlace=people[1], organizer=organizer)
        create_call_2023(organizer)
        present = create_call(organizer, today)
        create_last_edition(present, demo.posts, today)
        create_present_proposals(present, demo.posts, opening(today))
        record("demo.loaded", by="sistema", people=count)


def _first_thing_held() -> str:
    """The name of something this database holds besides the catalogue; empty when nothing."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model._meta.label_lower not in CATALOGUE and model.objects.exists():
                return str(model._meta.verbose_name_plural)
    return ""
