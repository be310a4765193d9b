"""The convocatoria of 2023, loaded as it was."""

import tomllib

from django.db import transaction

from jornadas.working_days import opening
from padron.models import Organizer

from .criteria import DATA
from .models import Call


@transaction.atomic
def create_call_2023(organizer: Organizer) -> Call:
    """With its texts, criteria, requirements and seats; nobody is seated, for it names nobody.

    Criteria weigh alike and have no levels: the source gives neither weights nor a scale.
    """
    read = tomllib.loads((DATA / "convocatoria_2023.toml").read_text(encoding="utf-8"))
    call = Call.objects.create(
        organizer=organizer,
        title=read["titulo"],
        slug=read["clave"],
        year=read["anio"],
        purpose=read["objeto"],
        who_may=read["participantes"],
        bases=read["bases"].strip(),
        legal_basis=read["fundamento"],
        contact=read["contacto"].strip(),
        silences=read["silencios"].strip(),
        published_at=opening(read["publicada"]),
        closes_on=read["ultimo_dia"],
        results_at=opening(read["resultados"]),
    )
    for number, one in enumerate(read["requisito"], start=1):
        call.requirements.create(
            number=number, text=one["texto"], legal_reference=one["fundamento"]
        )
    for number, name in enumerate(read["criterios"], start=1):
        call.criteria.create(number=number, name=name)
    for number, post in enumerate(read["asientos"], start=1):
        call.seats.create(number=number, post=post)
    return call
