"""A ficha that several processes begin or write at once."""

import time

from padron.models import Person
from talleres import fichas
from talleres.models import Ficha, Workshop
from tests.make import make_person, make_workshop


def workshop() -> dict:
    """A workshop that has begun, with one person in it."""
    person = make_person()
    return {"workshop": make_workshop(person).pk, "person": person.pk}


def begin(workshop: int, person: int, at: float) -> dict:
    """Begin a ficha at this moment of the clock."""
    _wait(at)
    begun = fichas.begin(
        workshop=Workshop.objects.get(pk=workshop),
        person=Person.objects.get(pk=person),
        by="prueba",
    )
    return {"ficha": begun.pk}


def write(ficha: int, value: str, at: float) -> dict:
    """Answer a question that nobody had answered when this writer began."""
    one = Ficha.objects.get(pk=ficha)
    _wait(at)
    saved = fichas.save_answer(ficha=one, field="need", value=value, seen="", by="prueba")
    return {"value": value, "revision": saved.revision, "theirs": saved.conflict}


def told(ficha: int) -> dict:
    one = Ficha.objects.get(pk=ficha)
    return {"need": one.need, "revision": one.revision, "fichas": Ficha.objects.count()}


def _wait(at: float) -> None:
    time.sleep(max(0, at - time.time()))
