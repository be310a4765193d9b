"""The programme that the Comisión approved on 28 October 2021, as its acta prints it.

Acuerdo INFOEM/CGAyTP/ORD/III/3/2021. What the acta does not say (most hours, every place, whether
in person or online) stays unsaid; the notes of `calendario_2021_2022.csv` tell the doubts.
"""

import csv
from datetime import date, datetime, time
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from padron.models import Organizer, Sector

from .models import Change, Event, Group, NonWorkingDay, Program, Session, Speaker
from .working_days import LAW, mandatory_rest_days

CALENDAR = Path(__file__).resolve().parent / "data" / "calendario_2021_2022.csv"
AGREEMENT = "INFOEM/CGAyTP/ORD/III/3/2021"
SESSION_DAY = date(2021, 10, 28)
GROUPS = {
    1: (
        "estatal",
        "SO del Poder Ejecutivo, Poder Legislativo, Poder Judicial, Órganos Autónomos, "
        "Partidos Políticos, Sindicatos",
    ),
    2: ("municipal", "Ayuntamientos, OPDAPAS y Sistemas DIF Municipales"),
}
OBJECTIVE = (
    "Dar a conocer un panorama en esta materia a los Sujetos Obligados, enfocado en optimizar la "
    "toma de decisiones de autoridades y ciudadanos, así como detonar mecanismos de rendición de "
    "cuentas efectivas."
)
LEGAL_BASIS = (
    "Lineamientos para determinar los catálogos y publicación de información de interés público, y "
    "para la emisión y evaluación de políticas de transparencia proactiva.\n"
    "Guía de Transparencia Proactiva (INAI): capacitaciones preferentemente entre noviembre y "
    "abril."
)


@transaction.atomic
def load_approved_programme(organizer: Organizer) -> Program:
    """The programme, its two groups and its ten events, published."""
    program = Program.objects.create(
        organizer=organizer,
        name="Jornadas de Sensibilización en Materia de Transparencia Proactiva 2021 - 2022",
        slug="jornadas-2021-2022",
        description=OBJECTIVE,
        legal_basis=LEGAL_BASIS,
        agreement=AGREEMENT,
        starts_on=date(2021, 11, 4),
        ends_on=date(2022, 2, 17),
        is_published=True,
    )
    groups = make_groups(program, suffix="-2021-2022")
    with CALENDAR.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _load_event(program, groups[int(row["grupo"])], row)
    return program


def make_groups(program: Program, *, suffix: str = "") -> dict[int, Group]:
    """Grupo 1 and Grupo 2 with the sectors that the acta gives them."""
    made = {}
    for number, (scope, description) in GROUPS.items():
        made[number] = Group.objects.create(
            program=program,
            number=number,
            name=f"Grupo {number}",
            slug=f"grupo-{number}{suffix}",
            description=description,
        )
        made[number].sectors.set(Sector.objects.filter(scope=scope))
    return made


def load_rest_days(organizer: Organizer, years) -> None:
    """The federal days of rest; the institute's own calendar is published by its Pleno."""
    NonWorkingDay.objects.bulk_create(
        NonWorkingDay(organizer=organizer, day=day, reason=LAW)
        for year in sorted(set(years))
        for day in mandatory_rest_days(year)
    )


def _load_event(program: Program, group: Group, row: dict) -> None:
    pending = "cambio de fecha pendiente" in row["estado"]
    event = Event.objects.create(
        program=program,
        kind=row["tipo"],
        ordinal=int(row["ordinal"]),
        title=row["titulo_en_acta"],
        slug=f"{slugify(row['titulo_en_acta'])}-{group.slug}",
        modality=Event.Modality.TO_CONFIRM,
        status=Event.Status.PUBLISHED,
        date_status=(Event.DateStatus.CHANGE_PENDING if pending else Event.DateStatus.CONFIRMED),
        note=row["nota"],
        agreement=AGREEMENT,
    )
    event.groups.add(group)
    day = date.fromisoformat(row["fecha"])
    starts_at = None
    if row["hora"]:
        hour = time.fromisoformat(row["hora"])
        starts_at = timezone.make_aware(datetime.combine(day, hour))
    session = Session.objects.create(event=event, day=day, starts_at=starts_at)
    speaker, _ = Speaker.objects.get_or_create(name=row["ponente"], post=row["cargo_ponente"])
    session.speakers.add(speaker)
    _load_changes(event, speaker, pending=pending, hour=row["hora"])


def _load_changes(event: Event, speaker: Speaker, *, pending: bool, hour: str) -> None:
    if hour:
        Change.objects.create(
            event=event,
            asked_by=str(speaker),
            asked_on=SESSION_DAY,
            what=f"Recorrer la hora de la 1ª Sensibilización a las {hour} horas.",
            reason="Para no interferir con otras actividades.",
            agreement=AGREEMENT,
        )
    if pending:
        Change.objects.create(
            event=event,
            asked_by=str(speaker),
            asked_on=SESSION_DAY,
            what=(
                "Modificar la fecha asignada a su ponencia. El acta no dice de cuál grupo ni la "
                "nueva fecha."
            ),
            reason="Quedó pendiente la propuesta de modificación, de acuerdo a su agenda.",
            state=Change.State.PENDING,
        )
