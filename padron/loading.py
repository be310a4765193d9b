"""The catalogue the site begins with: municipalities, sectors and sujetos obligados.

Sources: INEGI, Censo de Población y Vivienda 2020; the list of bodies is a starting point, not the
official padrón, and each doubtful row says so in its note. Loading again changes nothing that
somebody has edited since: it only adds what is missing.
"""

import csv
from pathlib import Path

from django.db import transaction

from .models import Body, Municipality, Sector
from .names import sort_key

DATA = Path(__file__).resolve().parent / "data"

# In the order in which programmes and lists name them.
SECTORS = [
    ("poder_ejecutivo_dependencia", "Dependencias del Poder Ejecutivo", "estatal"),
    ("poder_ejecutivo_organismo", "Organismos auxiliares del Poder Ejecutivo", "estatal"),
    ("poder_legislativo", "Poder Legislativo", "estatal"),
    ("poder_judicial", "Poder Judicial", "estatal"),
    ("organo_autonomo", "Órganos autónomos", "estatal"),
    ("partido_politico", "Partidos políticos", "estatal"),
    ("sindicato", "Sindicatos", "estatal"),
    ("ayuntamiento", "Ayuntamientos", "municipal"),
    ("dif_municipal", "Sistemas municipales DIF", "municipal"),
    ("organismo_agua", "Organismos de agua", "municipal"),
]


@transaction.atomic
def load_catalogue() -> dict[str, int]:
    """Add the municipalities, sectors and bodies that are missing; return how many were new."""
    return {
        "municipalities": _load_municipalities(),
        "sectors": _load_sectors(),
        "bodies": _load_bodies(),
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _load_municipalities() -> int:
    known = set(Municipality.objects.values_list("inegi_key", flat=True))
    new = [
        Municipality(
            inegi_key=row["clave_inegi"],
            name=row["nombre"],
            sort_key=sort_key(row["nombre"]),
            population=int(row["poblacion_2020"]),
            census_year=2020,
        )
        for row in _rows("municipios_edomex.csv")
        if row["clave_inegi"] not in known
    ]
    return len(Municipality.objects.bulk_create(new))


def _load_sectors() -> int:
    known = set(Sector.objects.values_list("slug", flat=True))
    new = [
        Sector(slug=slug, name=name, scope=scope, order=order)
        for order, (slug, name, scope) in enumerate(SECTORS, start=1)
        if slug not in known
    ]
    return len(Sector.objects.bulk_create(new))


def _load_bodies() -> int:
    known = set(Body.objects.values_list("key", flat=True))
    names = set(Body.objects.values_list("name", flat=True))
    sectors = {sector.slug: sector for sector in Sector.objects.all()}
    new = []
    for row in _rows("sujetos_obligados.csv"):
        if row["clave_provisional"] in known or row["nombre"] in names:
            continue
        body = Body(
            key=row["clave_provisional"],
            name=row["nombre"],
            acronym=row["siglas"],
            sector=sectors[row["tipo"]],
            municipality_id=row["clave_inegi"] or None,
            note=row["nota"],
        )
        body.set_keys()
        new.append(body)
    return len(Body.objects.bulk_create(new))
