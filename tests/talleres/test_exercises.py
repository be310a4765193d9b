"""The exercises of a workshop: in order, for those who take part."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bitacora.models import Entry
from padron.roles import Role
from talleres.models import Exercise, Workshop
from tests.make import (
    make_event,
    make_person,
    make_registration,
    make_user,
    make_workshop,
    sign_in,
)

pytestmark = pytest.mark.django_db

COST = 15


@pytest.fixture
def workshop():
    return Workshop.objects.create(
        event=make_event(kind="taller", slug="taller", sessions=2, starts_in=timedelta(days=9))
    )


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


def at(name, *args):
    return reverse(name, args=["taller", *args])


def add(staff, *titles):
    for title in titles:
        staff.post(at("panel_exercise_add"), {"title": title, "instructions": "Hazlo."})


def in_order() -> list[str]:
    return [str(one) for one in Exercise.objects.all()]


def test_exercises_are_added_changed_ordered_and_removed(staff, workshop):
    add(staff, "Mirar", "Elegir", "Publicar")
    assert in_order() == ["1. Mirar", "2. Elegir", "3. Publicar"]
    first, second, third = Exercise.objects.all()
    staff.post(at("panel_exercise_up", third.pk))
    assert in_order() == ["1. Mirar", "2. Publicar", "3. Elegir"]
    staff.post(at("panel_exercise_down", first.pk))
    assert in_order() == ["1. Publicar", "2. Mirar", "3. Elegir"]
    # At the ends nothing happens.
    staff.post(at("panel_exercise_up", third.pk))
    staff.post(at("panel_exercise_down", second.pk))
    assert in_order() == ["1. Publicar", "2. Mirar", "3. Elegir"]
    session = workshop.event.sessions.first()
    data = {"title": "Ver", "instructions": "Mira.", "minutes": "20", "session": session.pk}
    staff.post(at("panel_exercise", first.pk), data)
    first.refresh_from_db()
    assert (first.number, first.title, first.minutes, first.session) == (2, "Ver", 20, session)
    staff.post(at("panel_exercise_remove", third.pk))
    assert in_order() == ["1. Ver", "2. Elegir"]
    actions = [one.action for one in Entry.objects.filter(action__startswith="workshop.ex")]
    assert sorted(actions) == [
        *["workshop.exercise_added"] * 3,
        "workshop.exercise_changed",
        *["workshop.exercise_moved"] * 2,
        "workshop.exercise_removed",
    ]


def test_the_first_exercise_begins_what_the_workshop_keeps(staff, workshop):
    workshop.delete()
    add(staff, "Mirar")
    assert in_order() == ["1. Mirar"]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"title": "", "instructions": ""}, ["title", "instructions"]),
        ({"title": "Mirar", "instructions": "Mira.", "minutes": "-3"}, ["minutes"]),
        ({"title": "Mirar", "instructions": "Mira.", "minutes": "9999"}, ["minutes"]),
        ({"title": "Mirar", "instructions": "Mira.", "session": "0"}, ["session"]),
    ],
)
def test_what_is_missing_is_told(staff, workshop, data, wrong):
    page = staff.post(at("panel_exercise_add"), data)
    assert list(page.context["form"].errors) == wrong
    assert Exercise.objects.count() == 0


def test_an_exercise_of_another_workshop_is_not_found(staff, workshop):
    other = make_workshop(begun=False, slug="otro")
    foreign = other.exercises.create(number=1, title="Ajeno", instructions="x")
    names = ["panel_exercise", "panel_exercise_remove"]
    assert [staff.get(at(name, foreign.pk)).status_code for name in names] == [404, 404]
    assert staff.post(at("panel_exercise_up", foreign.pk)).status_code == 404


def test_only_who_is_registered_sees_them(client, workshop):
    workshop.exercises.create(number=1, title="Mirar", instructions="Escribe tres solicitudes.")
    page = workshop.event.get_absolute_url()

    def is_shown():
        return "Escribe tres solicitudes." in client.get(page).content.decode()

    assert not is_shown()
    ana = make_person()
    sign_in(client, make_user(ana))
    assert not is_shown()
    make_registration(workshop.event, ana)
    assert is_shown()


def test_the_page_of_a_workshop_costs_the_same_for_one_and_three(
    client, workshop, django_assert_num_queries
):
    ana = make_person()
    sign_in(client, make_user(ana))
    make_registration(workshop.event, ana)
    page = workshop.event.get_absolute_url()
    session = workshop.event.sessions.first()
    workshop.exercises.create(number=1, title="Uno", instructions="x", session=session)
    workshop.materials.create(title="Guía", url="https://guia.example/")
    client.get(page)
    with django_assert_num_queries(COST):
        client.get(page)
    for number in (2, 3):
        workshop.exercises.create(number=number, title="Otro", instructions="x", session=session)
        workshop.materials.create(title="Guía", url="https://guia.example/")
    with django_assert_num_queries(COST):
        client.get(page)
