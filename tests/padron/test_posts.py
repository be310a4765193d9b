"""Posts and enlaces over time."""

from datetime import date

import pytest

from bitacora.models import Entry
from padron import posts
from padron.adding import add_person
from padron.models import Adscripcion, Enlace, Person
from padron.refusal import Refusal
from tests.make import make_body, make_enlace, make_person

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def refused(action, **kwargs) -> str:
    before = (
        list(Adscripcion.objects.values()),
        list(Enlace.objects.values()),
        Entry.objects.count(),
    )
    with pytest.raises(Refusal) as refusal:
        action(by="prueba", **kwargs)
    assert before == (
        list(Adscripcion.objects.values()),
        list(Enlace.objects.values()),
        Entry.objects.count(),
    )
    return str(refusal.value)


def test_a_change_of_post_keeps_what_was():
    held = make_person(post="Analista").adscripciones.get()
    new = posts.change_post(
        adscripcion=held, post="Directora", area="UT", by="prueba", starts_on=DAY
    )
    held.refresh_from_db()
    assert [(a.post, a.starts_on, a.ends_on) for a in (held, new)] == [
        ("Analista", date(2020, 1, 1), date(2026, 3, 1)),
        ("Directora", DAY, None),
    ]


def test_a_change_cannot_begin_before_the_post_it_changes():
    held = make_person().adscripciones.get()
    kwargs = {"adscripcion": held, "post": "x", "area": "", "starts_on": date(2019, 1, 1)}
    assert refused(posts.change_post, **kwargs).startswith("El cargo actual empezó el 01/01/2020")


def test_ending_a_post_ends_the_enlace_too():
    person = make_enlace(make_body())
    posts.end_post(adscripcion=person.adscripciones.get(), ends_on=DAY, by="prueba")
    assert [Enlace.objects.get().ends_on, person.adscripciones.get().ends_on] == [DAY, DAY]
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "adscripcion.ended",
        "enlace.ended",
    ]


def test_a_post_is_ended_once_and_not_before_it_began():
    held = make_person().adscripciones.get()
    assert refused(posts.end_post, adscripcion=held, ends_on=date(2019, 1, 1)).startswith(
        "La adscripción empezó el 01/01/2020"
    )
    posts.end_post(adscripcion=held, ends_on=DAY, by="prueba")
    assert refused(posts.end_post, adscripcion=held, ends_on=DAY) == (
        "Esa adscripción ya terminó el 02/03/2026."
    )


def test_one_post_at_a_time_in_a_body():
    body = make_body("Ayuntamiento de Lerma")
    person = make_person(body, given_names="Ana", first_surname="Ruiz")
    assert refused(posts.assign, person=person, body=body, starts_on=DAY) == (
        "Ana Ruiz ya tiene una adscripción en Ayuntamiento de Lerma en esas fechas."
    )


def test_a_new_enlace_ends_the_one_before():
    body = make_body()
    old, new = make_enlace(body), make_person(body)
    posts.set_enlace(body=body, person=new, starts_on=DAY, by="prueba")
    assert list(body.enlaces.order_by("starts_on").values_list("person", "ends_on")) == [
        (old.pk, date(2026, 3, 1)),
        (new.pk, None),
    ]


def test_an_enlace_is_one_of_the_bodys_people():
    body = make_body("Ayuntamiento de Lerma")
    stranger = make_person(given_names="Ana", first_surname="Ruiz")
    assert refused(posts.set_enlace, body=body, person=stranger, starts_on=DAY).startswith(
        "Ana Ruiz no tiene una adscripción en Ayuntamiento de Lerma ese día."
    )


def facts(body, **changes):
    return {
        "given_names": "Ana",
        "first_surname": "Ruiz",
        "second_surname": "",
        "email": "ana@x.mx",
        "body": body,
        "post": "Analista",
        "area": "",
        "is_enabled": True,
        "starts_on": DAY,
    } | changes


def test_who_is_added_by_hand_is_recognised_by_mailbox_and_name():
    person = make_person(given_names="ANA", first_surname="Ruíz", email="ana@x.mx")
    body = make_body()
    assert add_person(by="prueba", **facts(body)) == (person, True)
    assert person.adscripciones.count() == 2


def test_who_is_already_there_or_has_anothers_mailbox_is_refused():
    body = make_body("Ayuntamiento de Lerma")
    make_person(body, given_names="Ana", first_surname="Ruiz", email="ana@x.mx")
    assert refused(add_person, **facts(body)).startswith(
        "Ana Ruiz ya está en Ayuntamiento de Lerma."
    )
    assert refused(add_person, **facts(body, given_names="Eva")).startswith(
        "El correo es de Ana Ruiz"
    )
    person, known = add_person(by="prueba", shares_mailbox=True, **facts(body, given_names="Eva"))
    assert [person.full_name, known, Person.objects.count()] == ["Eva Ruiz", False, 2]
