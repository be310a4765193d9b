"""The catalogue the site begins with."""

import pytest

from padron.loading import load_catalogue
from padron.models import Body, Municipality, Sector

pytestmark = pytest.mark.django_db


def test_the_catalogue_is_whole():
    assert load_catalogue() == {"municipalities": 125, "sectors": 10, "bodies": 352}
    people = Municipality.objects.values_list("population", flat=True)
    assert [sum(people), sum(p < 70_000 for p in people)] == [16_992_418, 80]
    assert Body.objects.filter(sector__slug="ayuntamiento", municipality=None).count() == 0
    assert Body.objects.get(key="SO-0001").note.startswith("Estructura posterior")


def test_loading_again_changes_nothing_that_somebody_edited():
    load_catalogue()
    Body.objects.filter(key="SO-0001").update(name="Secretaría con otro nombre")
    Sector.objects.filter(slug="sindicato").update(name="Organizaciones sindicales")
    assert load_catalogue() == {"municipalities": 0, "sectors": 0, "bodies": 0}
    assert Body.objects.get(key="SO-0001").name == "Secretaría con otro nombre"


def test_municipalities_sort_as_spanish_does():
    load_catalogue()
    names = list(Municipality.objects.values_list("name", flat=True))
    assert names[0] == "Acambay de Ruíz Castañeda"
    assert names.index("Chalco") < names.index("Coacalco de Berriozábal")


def test_an_acronym_or_a_spelling_without_accents_finds_the_body():
    load_catalogue()
    found = [Body.objects.named(text).get().name for text in ["INFOEM", "ayuntamiento de ATIZAPAN"]]
    assert found == [
        "Instituto de Transparencia, Acceso a la Información Pública y Protección de Datos "
        "Personales del Estado de México y Municipios",
        "Ayuntamiento de Atizapán",
    ]
