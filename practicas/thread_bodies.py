"""Every body with its sector and its municipality, for the report on the thread."""

from django.db import models

from padron.models import Body, Municipality, Sector


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def every_body() -> list[Body]:
    """In the order of their names, in one query. Bodies of one sector or municipality share it: to
    make it once for each of them takes longer than all the rest."""
    own, sector, municipality = map(_names, (Body, Sector, Municipality))
    rows = Body.objects.values_list(
        *own,
        *(f"sector__{name}" for name in sector),
        *(f"municipality__{name}" for name in municipality),
    )
    sectors: dict[int, Sector] = {}
    municipalities: dict[str, Municipality] = {}
    after_own, after_sector = len(own), len(own) + len(sector)
    bodies = []
    for row in rows:
        body = Body.from_db(rows.db, own, row[:after_own])
        body.sector = _shared(sectors, Sector, body.sector_id, sector, row[after_own:after_sector])
        if body.municipality_id:
            body.municipality = _shared(
                municipalities, Municipality, body.municipality_id, municipality, row[after_sector:]
            )
        bodies.append(body)
    return bodies


def _shared(known: dict, model, key, names: list[str], values):
    if key not in known:
        known[key] = model.from_db("default", names, values)
    return known[key]
