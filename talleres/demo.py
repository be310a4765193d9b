"""The demonstration's workshops: one that has been, one that is open, one for town halls."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from jornadas.demo import HYBRID, IN_PERSON, ONLINE, ROOM, Demo, fill, invited_posts
from jornadas.models import Event, NonWorkingDay, Session
from jornadas.working_days import closing, opening, working_day

from .demo_fichas import create_fichas
from .models import Material, Workshop

START, END = time(10, 0), time(12, 0)


@dataclass(frozen=True)
class Plan:
    """A workshop; `steps` are the working days from today of its sessions."""

    title: str
    objective: str
    what_to_bring: str
    steps: list[int]
    modality: str
    seats: int
    share: float
    minimum: int
    parts: list[str]
    group: int | None = None
    materials: list[tuple[str, str]] = field(default_factory=list)


PLANS = [
    Plan(
        title="Taller de construcción de información pública útil",
        objective=(
            "Identificar en tu área información que pueda transformarse en proactiva y describir a "
            "quién le sirve y para qué."
        ),
        what_to_bring="Una lista de las solicitudes de información más frecuentes de tu área.",
        steps=[6, 8, 13],
        modality=ONLINE,
        seats=60,
        share=0.06,
        minimum=2,
        parts=["Identificar", "Analizar", "Publicar"],
        materials=[
            ("Calendario de jornadas y talleres", "jornadas:calendar"),
            ("Ayuda del sitio", "help"),
        ],
    ),
    Plan(
        title="Taller de datos abiertos para ayuntamientos",
        objective="Preparar un conjunto de datos de tu municipio en formato abierto.",
        what_to_bring="Una computadora portátil y una tabla de tu área, sin datos personales.",
        steps=[15, 16],
        modality=IN_PERSON,
        seats=40,
        share=0.05,
        minimum=2,
        parts=["Limpiar una tabla", "Publicarla con su diccionario"],
        group=2,
    ),
    Plan(
        title="Taller de identificación de información proactiva",
        objective="Reconocer necesidades de información de grupos de tu comunidad.",
        what_to_bring="Nada en particular.",
        steps=[-9, -8],
        modality=HYBRID,
        seats=40,
        share=0.07,
        minimum=1,
        parts=["Escuchar a la comunidad", "Elegir qué publicar"],
        materials=[("Ayuda del sitio", "help")],
    ),
]


def create_workshops(demo: Demo) -> None:
    """Three workshops of several sessions, with their details and registrations."""
    rest = set(
        NonWorkingDay.objects.filter(organizer=demo.program.organizer_id).values_list(
            "day", flat=True
        )
    )
    for plan in PLANS:
        _create(demo, plan, [working_day(demo.today, n, rest) for n in plan.steps])


def _create(demo: Demo, plan: Plan, days: list) -> None:
    event = Event.objects.create(
        program=demo.program,
        kind=Event.Kind.TALLER,
        title=plan.title,
        slug=slugify(plan.title),
        description="Taller de demostración: sus fechas, sede y facilitadores son inventados.",
        modality=plan.modality,
        seats_in_person=None if plan.modality == ONLINE else plan.seats,
        seats_online=None if plan.modality == IN_PERSON else 60,
        registration_opens_at=opening(days[0] - timedelta(days=30)),
        registration_closes_at=closing(days[0] - timedelta(days=1)),
        status=Event.Status.PUBLISHED,
        minimum_sessions=plan.minimum,
    )
    group = demo.groups[plan.group] if plan.group else None
    if group:
        event.groups.add(group)
    for number, (day, part) in enumerate(zip(days, plan.parts, strict=True), start=1):
        session = Session.objects.create(
            event=event,
            number=number,
            title=part,
            day=day,
            starts_at=opening(day, START),
            ends_at=opening(day, END),
            venue=None if plan.modality == ONLINE else demo.venues[1],
            link="" if plan.modality == IN_PERSON else f"{ROOM}{event.slug}",
        )
        session.speakers.add(demo.speakers[number - 1])
    workshop = Workshop.objects.create(
        event=event, objective=plan.objective, what_to_bring=plan.what_to_bring
    )
    Material.objects.bulk_create(
        Material(workshop=workshop, title=title, url=f"{settings.SITE_URL}{reverse(name)}")
        for title, name in plan.materials
    )
    invited = invited_posts(demo, group)
    fill(demo, event, invited, seated=max(1, int(len(invited) * plan.share)))
    demo.events.append(event)
    if days[0] < demo.today:
        create_fichas(demo, workshop)
