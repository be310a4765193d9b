"""The demonstration's institution and its invented people."""

from datetime import date, timedelta
from random import Random

from .demo_accounts import DOMAIN
from .models import Adscripcion, Body, Enlace, Organizer, OrganizerIdentity, Person
from .names import fold

HOME = "Ayuntamiento de Metepec"

LEGAL_BASIS = (
    "Artículo 56 de la Ley General de Transparencia y Acceso a la Información Pública.\n"
    "Capítulo III, Sección quinta, numerales vigésimo noveno y trigésimo primero, de los "
    "Lineamientos para determinar los catálogos y publicación de información de interés público; y "
    "para la emisión y evaluación de políticas de transparencia proactiva.\n"
    "Artículo 70 de la Ley de Transparencia y Acceso a la Información Pública del Estado de México "
    "y Municipios.\n"
    "Política Novena de las Políticas de Transparencia Proactiva del Infoem."
)

GIVEN = [
    "Adriana", "Alejandra", "Alicia", "Ana Laura", "Andrea", "Araceli", "Beatriz", "Blanca Estela",
    "Carolina", "Claudia", "Daniela", "Elena", "Elizabeth", "Fabiola", "Gabriela", "Gloria", "Irma",
    "Itzel", "Josefina", "Karla", "Laura", "Leticia", "Lucía", "Magdalena", "María de los Ángeles",
    "María Fernanda", "Maribel", "Mónica", "Norma", "Patricia", "Rocío", "Sandra", "Sofía",
    "Teresa", "Verónica", "Ximena", "Yolanda", "Abraham", "Alberto", "Ángel", "Antonio", "Armando",
    "Arturo", "Benjamín", "Carlos", "César", "Daniel", "David", "Eduardo", "Enrique", "Felipe",
    "Fernando", "Francisco Javier", "Gerardo", "Héctor", "Hugo", "Ignacio", "Iván", "Jesús",
    "Joaquín", "Jorge", "José Luis", "Juan Carlos", "Julio", "Leonardo", "Luis Ángel", "Manuel",
    "Marco Antonio", "Mario", "Martín", "Miguel", "Óscar", "Pedro", "Rafael", "Raúl", "Ricardo",
    "Roberto", "Rubén", "Salvador", "Sergio", "Tomás", "Víctor",
]  # fmt: skip
SURNAMES = [
    "Acosta", "Aguilar", "Álvarez", "Arriaga", "Ávila", "Barrera", "Becerril", "Bernal", "Cabrera",
    "Camacho", "Campos", "Cárdenas", "Carmona", "Castañeda", "Castro", "Cervantes", "Colín",
    "Contreras", "Cortés", "Cruz", "De la Cruz", "De la O", "Del Río", "Delgado", "Díaz",
    "Domínguez", "Escobar", "Espinosa", "Estrada", "Fernández", "Flores", "Fuentes", "Galván",
    "García", "Garduño", "Gómez", "González", "Guerrero", "Gutiérrez", "Hernández", "Herrera",
    "Ibáñez", "Jiménez", "Juárez", "Lara", "León", "López", "Luna", "Maldonado", "Martínez",
    "Medina", "Mejía", "Mendoza", "Mondragón", "Montes", "Mora", "Morales", "Muñoz", "Nava",
    "Núñez", "Ocampo", "Ordóñez", "Ortega", "Ortiz", "Padilla", "Peña", "Peralta", "Pérez",
    "Quiroz", "Ramírez", "Ramos", "Reyes", "Ríos", "Rivera", "Robles", "Rodríguez", "Rojas",
    "Romero", "Rosales", "Ruiz", "Salazar", "Salgado", "Sánchez", "Sandoval", "Santiago", "Serrano",
    "Silva", "Solís", "Soto", "Tapia", "Torres", "Trejo", "Urbina", "Valdés", "Vargas", "Vázquez",
    "Vega", "Velázquez", "Villanueva", "Yáñez", "Zamora", "Zarza", "Zepeda", "Zúñiga",
]  # fmt: skip
TITLES = ["", "", "", "Lic.", "Lic.", "Mtra.", "Mtro.", "Ing.", "C.P."]
AREAS = [
    "Unidad de Transparencia", "Secretaría Técnica", "Tesorería", "Contraloría Interna",
    "Dirección de Administración", "Dirección Jurídica", "Dirección de Planeación",
    "Dirección de Obras", "Coordinación de Archivo", "Comunicación Social",
]  # fmt: skip
POSTS = [
    "Analista", "Jefa o jefe de departamento", "Auxiliar administrativo", "Coordinación de área",
    "Subdirección", "Líder de proyecto", "Asesoría", "Servidor público habilitado",
]  # fmt: skip
HEAD = "Titular de la Unidad de Transparencia"


def create_institute() -> Organizer:
    """The institute with the identity that its documents of 2021 print."""
    organizer = Organizer.objects.create(slug="infoem")
    OrganizerIdentity.objects.create(
        organizer=organizer,
        starts_on=date(2021, 1, 1),
        name=(
            "Instituto de Transparencia, Acceso a la Información Pública y Protección de Datos "
            "Personales del Estado de México y Municipios"
        ),
        acronym="Infoem",
        area=(
            "Dirección General de Transparencia, Acceso a la Información Pública y Gobierno Abierto"
        ),
        area_acronym="DGTAIPGA",
        address=(
            "Calle de Pino Suárez sin número, actualmente Carretera Toluca-Ixtapan # 111,\n"
            "Colonia La Michoacana; Metepec, Estado de México, C.P. 52166"
        ),
        phone="800 821 0441; 722 226 1980 ext. 857 y 306",
        website="www.infoem.org.mx",
        folio_prefix="INFOEM/DGTAIPGA/JSTP",
        legal_basis=LEGAL_BASIS,
    )
    return organizer


def create_people(count: int, *, rng: Random, today: date) -> list[Person]:
    """Invented people with one current post each, over a quarter as many bodies.

    The first two belong to the same town hall: a public servant and its enlace. The head of the
    Unidad de Transparencia of each body is its enlace.
    """
    bodies = _bodies(max(1, count // 4), rng)
    people = [_person(number, rng) for number in range(count)]
    Person.objects.bulk_create(people)
    heads: set[int] = set()
    posts, enlaces = [], []
    for number, person in enumerate(people):
        # Two to the first body, then one to each, then wherever chance has it.
        where = max(0, number - 1)
        body = bodies[where] if where < len(bodies) else rng.choice(bodies)
        is_head = body.pk not in heads and number > 0
        starts_on = today - timedelta(days=rng.randrange(200, 1500))
        posts.append(
            Adscripcion(
                person=person,
                body=body,
                post=HEAD if is_head else rng.choice(POSTS),
                area=AREAS[0] if is_head else rng.choice(AREAS),
                # One in thirty is on the roster without having been designated.
                is_enabled=number < 2 or is_head or rng.random() > 1 / 30,
                starts_on=starts_on,
            )
        )
        if is_head:
            heads.add(body.pk)
            enlaces.append(Enlace(person=person, body=body, starts_on=starts_on))
    Adscripcion.objects.bulk_create(posts)
    Enlace.objects.bulk_create(enlaces)
    return people


def _bodies(count: int, rng: Random) -> list[Body]:
    """Municipal and state bodies by turns, the town hall of the demonstration first."""
    known = {"estatal": [], "municipal": []}
    for body in Body.objects.active().select_related("sector").order_by("key"):
        known[body.sector.scope].append(body)
    home = [body for body in known["municipal"] if body.name == HOME]
    others = [body for body in known["municipal"] if body.name != HOME]
    rng.shuffle(others)
    rng.shuffle(known["estatal"])
    mixed = []
    while others or known["estatal"]:
        mixed += [pile.pop() for pile in (known["estatal"], others, others) if pile]
    return (home + mixed)[:count]


def _person(number: int, rng: Random) -> Person:
    given, first = rng.choice(GIVEN), rng.choice(SURNAMES)
    mailbox = ".".join(fold(f"{given} {first}").replace("ñ", "n").split())
    person = Person(
        given_names=given,
        first_surname=first,
        # One in twenty has one surname only.
        second_surname="" if rng.random() < 0.05 else rng.choice(SURNAMES),
        title=rng.choice(TITLES),
        email=f"{mailbox}.{number}@{DOMAIN}",
    )
    person.set_keys()
    return person
