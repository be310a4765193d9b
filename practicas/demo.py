"""The demonstration's present call: it takes proposals today, and its five seats are held."""

from datetime import date, time

from django.db import transaction

from documentos.spanish import date_in_words
from jornadas.models import NonWorkingDay
from jornadas.working_days import opening, working_day
from padron.demo_accounts import demo_users
from padron.models import Organizer
from padron.roles import Role

from .criteria import give_standard
from .models import Call, SeatHolder

# Working days from today.
PUBLISHED, CLOSES, SCORED, RESULTS = -10, 15, 30, 35
NOON, EVENING = time(12, 0), time(18, 0)

REQUIREMENTS = [
    ("Presentarla un sujeto obligado estatal o municipal del Estado de México.", "Bases, segunda"),
    (
        "Contestar el formulario por los seis criterios.",
        "Bases, cuarta; Lineamientos, numeral trigésimo primero",
    ),
    (
        "Adjuntar los soportes documentales de la práctica, preferentemente en formato de datos "
        "abiertos.",
        "Bases, cuarta",
    ),
    ("Que la práctica pueda consultarse hoy en la dirección que se indica.", "Bases, cuarta"),
]

# The five posts of 2023, held by people who do not exist.
SEATS = [
    ("Persona Titular de la Unidad de Investigación", "Elena Robledo Nava"),
    (
        "Persona Titular de la Dirección General de Transparencia, Acceso a la Información Pública "
        "y Gobierno Abierto",
        "Martín Ochoa Pliego",
    ),
    ("Persona Titular de la Dirección General Jurídica y Verificación", "Rosa Ibáñez Quiroz"),
    (
        "Persona Titular de la Dirección General de Capacitación y Certificación",
        "Julián Zepeda Arce",
    ),
    ("Persona Titular de la Dirección de Archivo", "Nora Ávila Cisneros"),
]

BASES = """Primera. Se reconocen las iniciativas, prácticas y actividades que promueven la \
reutilización de la información que generan los sujetos obligados.

Segunda. Pueden participar los sujetos obligados estatales y municipales del Estado de México.

Tercera. El plazo abre con la publicación de esta convocatoria y cierra al terminar el {closes}, \
hora del centro.

Cuarta. Las propuestas se envían en este sitio; también se reciben en papel y por correo \
electrónico. Llevan el formulario contestado y sus soportes documentales.

Quinta. La verificación de requisitos puede prevenir una vez, con cinco días hábiles para contestar.

Sexta. El jurado califica cada criterio con su razón y decide en sesión. Quien tiene conflicto de \
interés se excusa. Sus dictámenes son definitivos e inapelables.

Séptima. Los resultados se dan a conocer en este sitio. Cada sujeto obligado conoce los motivos de \
lo que se decidió sobre su propuesta.

Octava. El reconocimiento tiene una vigencia de 12 meses."""

SILENCES = """Peso de cada criterio: las bases no lo dan. Aquí los seis pesan igual.
Quórum, puntaje mínimo y desempate: las bases no los dicen. Aquí el quórum es de tres asientos, se \
piden 60 de 100 puntos y los empates los decide el jurado en sesión.
Día en que empieza la vigencia: las bases no lo dicen. Se cuenta desde que se publican los \
resultados."""


@transaction.atomic
def create_call(organizer: Organizer, today: date) -> Call:
    """A call open today. The demonstration's accounts with the role of jury hold its seats."""
    rest = set(NonWorkingDay.objects.filter(organizer=organizer).values_list("day", flat=True))
    published, closes, scored, results = (
        working_day(today, steps, rest) for steps in (PUBLISHED, CLOSES, SCORED, RESULTS)
    )
    return edition(
        organizer,
        published=published,
        closes=closes,
        scored=scored,
        results=results,
        seated=date(today.year - 1, 1, 1),
    )


def edition(
    organizer: Organizer,
    *,
    published: date,
    closes: date,
    scored: date,
    results: date,
    seated: date,
) -> Call:
    """An edition with its dates; its seats are held since the day `seated`."""
    call = Call.objects.create(
        organizer=organizer,
        title=f"Reconocimiento de Prácticas de Transparencia Proactiva {closes.year}",
        slug=f"reconocimiento-{closes.year}",
        year=closes.year,
        purpose=(
            "Reconocer las iniciativas, prácticas y actividades que promueven la reutilización de "
            "la información que generan los sujetos obligados. Convocatoria de demostración: sus "
            "fechas y las personas de su jurado son inventadas."
        ),
        who_may="Los sujetos obligados estatales y municipales del Estado de México.",
        bases=BASES.format(closes=date_in_words(closes, weekday=False)),
        legal_basis=(
            "Lineamientos para determinar los catálogos y publicación de información de interés "
            "público; y para la emisión y evaluación de políticas de transparencia proactiva, "
            "capítulo III, sección quinta."
        ),
        contact="En la oficialía de partes de la institución o en practicas@demo.jornadas.example",
        silences=SILENCES,
        published_at=opening(published),
        closes_on=closes,
        scores_due_at=opening(scored, EVENING),
        results_at=opening(results, NOON),
        minimum_score=60,
    )
    give_standard(call)
    for number, (text, reference) in enumerate(REQUIREMENTS, start=1):
        call.requirements.create(number=number, text=text, legal_reference=reference)
    _seat(call, seated)
    return call


def _seat(call: Call, since: date) -> None:
    users = demo_users().filter(role_grants__role=Role.JURY).order_by("pk")
    accounts = [*users, *[None] * len(SEATS)]
    for number, ((post, name), user) in enumerate(zip(SEATS, accounts, strict=False), start=1):
        seat = call.seats.create(number=number, post=post)
        SeatHolder.objects.create(seat=seat, name=name, user=user, starts_on=since)
