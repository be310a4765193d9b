"""The demonstration's fichas: of invented people, in the workshop that has been."""

from collections import defaultdict
from datetime import datetime, timedelta

from jornadas.demo import Demo
from jornadas.models import Registration

from . import fichas
from .models import Exercise, Ficha, PopulationGroup, Workshop

EXERCISES = [
    (
        "Escuchar",
        "Escribe tres preguntas que la gente hace en tu ventanilla y cuya respuesta nadie publica.",
        20,
    ),
    ("Elegir", "Escoge una y di qué grupo de la población la hace más.", 15),
    ("Describir", "Contesta tu ficha: qué información existe, dónde está y en qué forma.", 40),
]

COURSES = {
    "title": "Talleres gratuitos cerca de casa",
    "population_group": "jovenes",
    "need": "Saber qué talleres gratuitos hay, cuándo y qué piden, sin ir a preguntar a cada uno.",
    "information": "La lista de talleres de cada trimestre, con lugar, horario, cupo y requisitos.",
    "location": "En el área de educación, en un cuaderno y en una hoja de cálculo.",
    "form": "Hoja de cálculo que se actualiza cada trimestre; los cupos, en papel.",
    "reach": "Un cartel en las preparatorias y un mensaje que se pueda reenviar por teléfono.",
    "reuse": "Las escuelas, para sus tableros, y quien haga un mapa de actividades.",
}
CARE = {
    "title": "Apoyos para quien cuida",
    "population_group": "mujeres",
    "need": "Conocer en un solo lugar los apoyos para quien cuida a alguien y cómo pedirlos.",
    "information": "Reglas, fechas y formatos de cinco apoyos, repartidos en tres áreas.",
    "location": "En los archivos de cada área; no hay una lista común.",
}
RAMPS = {
    "title": "Rampas y banquetas accesibles",
    "population_group": "personas-con-discapacidad",
    "need": "Planear un recorrido a pie o en silla de ruedas hasta la clínica o la presidencia.",
}


def create_fichas(demo: Demo, workshop: Workshop) -> None:
    """A finished one, one of a team with a comment to see to, and one that was just begun."""
    for number, (title, instructions, minutes) in enumerate(EXERCISES, start=1):
        Exercise.objects.create(
            workshop=workshop,
            number=number,
            title=title,
            instructions=instructions,
            minutes=minutes,
        )
    starts = min(one.starts_at for one in workshop.event.sessions.all() if one.starts_at)
    moment = starts + timedelta(minutes=30)
    seats = list(workshop.seats().select_related("person", "body").order_by("pk"))
    # The person whom the demonstration signs in as writes the finished one.
    seats.sort(key=lambda seat: seat.person_id != demo.posts[0].person_id)
    team = _team(seats[1:])
    alone = [seat for seat in seats if seat not in team]
    if alone:
        finished = _write(workshop, alone[0], COURSES, moment)
        fichas.finish(ficha=finished, by=alone[0].person, now=moment + timedelta(days=1))
    if team:
        of_team = _write(workshop, team[0], CARE, moment)
        for seat in team[1:]:
            fichas.add_member(ficha=of_team, person=seat.person, by=team[0].person, now=moment)
        fichas.comment(
            ficha=of_team,
            about="location",
            text="Buen hallazgo. ¿Qué área podría reunir las tres listas y cada cuándo?",
            by="Facilitación de demostración",
            now=moment + timedelta(minutes=20),
        )
    if alone[1:]:
        _write(workshop, alone[1], RAMPS, moment)


def _team(seats: list[Registration]) -> list[Registration]:
    """Two people of one body, where there are two; otherwise one."""
    by_body = defaultdict(list)
    for seat in seats:
        by_body[seat.body_id].append(seat)
    return max(by_body.values(), key=len, default=[])[:2]


def _write(
    workshop: Workshop, seat: Registration, answers: dict[str, str], moment: datetime
) -> Ficha:
    ficha = fichas.begin(workshop=workshop, person=seat.person, by=seat.person, now=moment)
    for field, value in answers.items():
        if field == fichas.GROUP:
            value = str(PopulationGroup.objects.get(slug=value).pk)
        fichas.save_answer(
            ficha=ficha, field=field, value=value, seen="", by=seat.person, now=moment
        )
    return ficha
