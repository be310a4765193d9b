"""The pages of the padrón: who gets in, what they say, what they change, what they cost."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from padron.models import Adscripcion, Body, Enlace, Person
from padron.roles import Role
from tests.make import make_body, make_enlace, make_person, make_sector, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def toluca():
    return make_body("Ayuntamiento de Toluca", acronym="AYTOL")


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


# Staff -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["panel_bodies", "panel_people", "panel_imports"])
def test_a_visitor_signs_in_and_somebody_without_the_role_is_told_nothing(client, toluca, name):
    url = reverse(name)
    assert client.get(url).status_code == 302
    sign_in(client, make_user(make_enlace(toluca)))
    assert client.get(url).status_code == 404


def test_bodies_are_found_by_acronym_sector_and_lack_of_enlace(staff, toluca):
    make_enlace(toluca)
    make_body("Sindicato Uno", sector=make_sector("sindicato"))
    url = reverse("panel_bodies")

    def shown(query):
        page = text(staff.get(f"{url}?{query}"))
        return ["Ayuntamiento de Toluca" in page, "Sindicato Uno" in page]

    assert [shown("q=aytol"), shown("sector=sindicato"), shown("ver=sin-enlace")] == [
        [True, False],
        [False, True],
        [False, True],
    ]


def test_people_are_found_by_name_without_accents_mailbox_and_body(staff, toluca):
    make_person(toluca, given_names="José", first_surname="Ñáñez", email="jose@x.mx")
    make_person(given_names="Eva", first_surname="Sol", email="eva@x.mx", enabled=False)
    url = reverse("panel_people")

    def shown(query):
        page = text(staff.get(f"{url}?{query}"))
        return ["Ñáñez, José" in page, "Sol, Eva" in page]

    assert [shown(q) for q in ["q=nanez+jose", "q=eva@", "sujeto=toluca", "habilitadas=no"]] == [
        [True, False],
        [False, True],
        [True, False],
        [False, True],
    ]


def test_every_list_of_people_leaves_a_record(staff, toluca):
    person = make_person(toluca)
    for name, args in [
        ("panel_people", []),
        ("panel_people_export", []),
        ("panel_person", [person.pk]),
        ("panel_body", [toluca.pk]),
    ]:
        Entry.objects.all().delete()
        staff.get(reverse(name, args=args))
        assert list(Entry.objects.values_list("action", "people")) == [("people.listed", 1)]


def test_a_list_is_exported_in_columns_that_the_importer_reads(staff, toluca):
    make_person(toluca, given_names="=Ana", first_surname="Ruiz", email="ana@x.mx")
    response = staff.get(reverse("panel_people_export"))
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][:6] == (
        "Nombre(s)", "Apellido paterno", "Apellido materno", "Correo", "Sujeto obligado", "Cargo"
    )  # fmt: skip
    assert rows[1][:6] == ("=Ana", "Ruiz", None, "ana@x.mx", toluca.name, "Analista")


@pytest.mark.parametrize(("name", "queries"), [("panel_bodies", 11), ("panel_people", 9)])
def test_a_list_costs_the_same_for_one_and_for_three(
    staff, toluca, django_assert_num_queries, name, queries
):
    make_enlace(toluca)
    url = reverse(name)
    staff.get(url)
    with django_assert_num_queries(queries):
        staff.get(url)
    for _ in range(2):
        make_enlace(make_body())
    with django_assert_num_queries(queries):
        staff.get(url)


def test_a_bodys_page_costs_the_same_for_one_and_for_three(
    staff, toluca, django_assert_num_queries
):
    make_enlace(toluca)
    url = reverse("panel_body", args=[toluca.pk])
    staff.get(url)
    with django_assert_num_queries(12):
        staff.get(url)
    for _ in range(2):
        make_enlace(toluca)
    with django_assert_num_queries(12):
        staff.get(url)


def test_a_body_is_added_edited_and_not_added_twice(staff):
    sector = make_sector()
    data = {"name": "Ayuntamiento de Lerma", "key": "X-1", "sector": sector.pk, "is_active": "on"}
    staff.post(reverse("panel_body_new"), data)
    body = Body.objects.get()
    page = staff.post(
        reverse("panel_body_new"), data | {"name": "AYUNTAMIENTO DE LERMA", "key": "2"}
    )
    assert page.status_code == 422
    assert "Ya está en el catálogo como «Ayuntamiento de Lerma»." in page.content.decode()
    staff.post(reverse("panel_body_edit", args=[body.pk]), data | {"acronym": "AYL"})
    body.refresh_from_db()
    assert [body.acronym_key, Body.objects.count()] == ["ayl", 1]


def test_another_spelling_is_added_and_dropped_after_asking(staff, toluca):
    staff.post(reverse("panel_alias_new", args=[toluca.pk]), {"spelling": "Toluca capital"})
    alias = toluca.aliases.get()
    url = reverse("panel_alias_drop", args=[alias.pk])
    assert "¿Quitar «Toluca capital»?" in text(staff.get(url))
    assert toluca.aliases.count() == 1
    staff.post(url)
    assert toluca.aliases.count() == 0


def test_an_enlace_is_named_and_ended(staff, toluca):
    person = make_person(toluca)
    today = timezone.localdate().isoformat()
    url = reverse("panel_enlace_new", args=[toluca.pk])
    staff.post(url, {"person": person.pk, "starts_on": today})
    enlace = Enlace.objects.get()
    staff.post(reverse("panel_enlace_end", args=[enlace.pk]), {"ends_on": today})
    enlace.refresh_from_db()
    assert [enlace.person, enlace.ends_on.isoformat()] == [person, today]


def test_a_person_is_added_edited_moved_and_ended(staff, toluca):
    lerma = make_body("Ayuntamiento de Lerma")
    today = timezone.localdate().isoformat()
    staff.post(
        reverse("panel_person_new"),
        {"given_names": "Ana", "first_surname": "Ruiz", "email": "ana@x.mx", "body": "aytol",
         "post": "Analista", "starts_on": "2026-01-01", "is_enabled": "on"},
    )  # fmt: skip
    person = Person.objects.get(given_names="Ana")
    staff.post(
        reverse("panel_person_edit", args=[person.pk]),
        {"given_names": "Ana", "first_surname": "Ruiz", "second_surname": "Gil", "email": "a@x.mx"},
    )
    held = person.adscripciones.get()
    staff.post(
        reverse("panel_post_change", args=[held.pk]),
        {"post": "Directora", "area": "", "starts_on": "2026-02-01"},
    )
    staff.post(
        reverse("panel_post_new", args=[person.pk]),
        {"body": lerma.name, "post": "Asesora", "starts_on": "2026-02-01"},
    )
    held = person.adscripciones.get(body=toluca, ends_on=None)
    staff.post(reverse("panel_post_end", args=[held.pk]), {"ends_on": today})
    staff.post(
        reverse("panel_post_enabled", args=[person.adscripciones.get(body=lerma).pk]),
        {"habilitar": "si"},
    )
    person.refresh_from_db()
    assert [person.full_name, person.email] == ["Ana Ruiz Gil", "a@x.mx"]
    assert [
        (a.body.name, a.post, a.is_enabled, a.ends_on and a.ends_on.isoformat())
        for a in person.adscripciones.order_by("pk")
    ] == [
        (toluca.name, "Analista", True, "2026-01-31"),
        (toluca.name, "Directora", True, today),
        (lerma.name, "Asesora", True, None),
    ]


def test_a_mailbox_that_is_taken_is_shared_only_on_purpose(staff, toluca):
    make_person(toluca, given_names="Eva", first_surname="Sol", email="ut@x.mx")
    person = make_person(toluca, given_names="Ana", first_surname="Ruiz")
    url = reverse("panel_person_edit", args=[person.pk])
    data = {"given_names": "Ana", "first_surname": "Ruiz", "email": "UT@x.mx"}
    assert "Ya lo usa Eva Sol." in staff.post(url, data).content.decode()
    assert staff.post(url, data | {"shares_mailbox": "on"}).status_code == 302


# An enlace ---------------------------------------------------------------------------------


@pytest.fixture
def enlace(client, toluca):
    return sign_in(client, make_user(make_enlace(toluca, given_names="Zoe")))


def test_an_enlace_sees_their_own_people_and_nobody_else(enlace, toluca):
    mine = make_person(toluca, given_names="Ana", first_surname="Ruiz")
    other = make_person(given_names="Eva", first_surname="Sol")
    gone = make_person(toluca, given_names="Luz", first_surname="Mar")
    gone.adscripciones.update(ends_on="2021-01-01")
    page = text(enlace.get(reverse("enlace")))
    assert [name in page for name in ("Ruiz, Ana", "Sol, Eva", "Mar, Luz")] == [True, False, False]
    assert enlace.get(reverse("enlace_person", args=[mine.pk])).status_code == 200
    for stranger in (other, gone):
        assert enlace.get(reverse("enlace_person", args=[stranger.pk])).status_code == 404
        assert enlace.post(reverse("enlace_person_edit", args=[stranger.pk])).status_code == 404
    for held in Adscripcion.objects.filter(person__in=[other, gone]):
        for name in ("change", "end", "enabled"):
            assert enlace.post(reverse(f"enlace_post_{name}", args=[held.pk])).status_code == 404


def test_somebody_who_is_no_enlace_is_told_nothing(client, toluca):
    sign_in(client, make_user(make_person(toluca)))
    assert client.get(reverse("enlace")).status_code == 404


def test_an_enlace_adds_a_colleague_and_changes_their_post(enlace, toluca):
    data = {"given_names": "Ana", "first_surname": "Ruiz", "email": "ana@x.mx", "body": toluca.pk,
            "post": "Analista", "starts_on": "2026-01-01", "is_enabled": "on"}  # fmt: skip
    enlace.post(reverse("enlace_person_new"), data)
    person = Person.objects.get(given_names="Ana")
    held = person.adscripciones.get()
    enlace.post(reverse("enlace_post_enabled", args=[held.pk]), {"habilitar": "no"})
    enlace.post(
        reverse("enlace_post_change", args=[held.pk]),
        {"post": "Directora", "area": "UT", "starts_on": "2026-02-01"},
    )
    held = person.adscripciones.get(ends_on=None)
    assert [held.post, held.area, held.is_enabled] == ["Directora", "UT", False]
    url = reverse("enlace_post_end", args=[held.pk])
    assert "¿Terminar la adscripción?" in text(enlace.get(url))
    enlace.post(url, {"ends_on": "2026-02-10"})
    held.refresh_from_db()
    assert held.ends_on.isoformat() == "2026-02-10"


def test_an_enlace_cannot_add_people_to_another_body(enlace):
    lerma = make_body("Ayuntamiento de Lerma")
    data = {
        "given_names": "Ana",
        "first_surname": "Ruiz",
        "body": lerma.pk,
        "starts_on": "2026-01-01",
    }
    assert enlace.post(reverse("enlace_person_new"), data).status_code == 422
    assert Person.objects.filter(given_names="Ana").count() == 0


def test_an_enlace_cannot_take_over_the_mailbox_of_who_also_works_elsewhere(enlace, toluca):
    shared = make_person(toluca, given_names="Ana", first_surname="Ruiz")
    Adscripcion.objects.create(person=shared, body=make_body(), starts_on="2020-01-01")
    page = text(enlace.get(reverse("enlace_person", args=[shared.pk])))
    assert "su nombre y su correo los corrige el instituto" in page
    assert enlace.get(reverse("enlace_person_edit", args=[shared.pk])).status_code == 404


def test_a_mailbox_that_is_taken_does_not_say_by_whom(enlace, toluca):
    make_person(given_names="Eva", first_surname="Sol", email="eva@x.mx")
    mine = make_person(toluca, given_names="Ana", first_surname="Ruiz")
    data = {"given_names": "Ana", "first_surname": "Ruiz", "email": "eva@x.mx"}
    response = enlace.post(reverse("enlace_person_edit", args=[mine.pk]), data)
    page = response.content.decode()
    assert ["Otra persona del padrón usa este correo." in page, "Sol" in page] == [True, False]


def test_an_enlace_does_not_end_their_own_post(enlace, toluca):
    held = Adscripcion.objects.get(person__given_names="Zoe")
    enlace.post(reverse("enlace_post_end", args=[held.pk]), {"ends_on": "2026-02-10"})
    held.refresh_from_db()
    assert held.ends_on is None


def test_the_enlaces_list_costs_the_same_for_one_and_for_three(
    enlace, toluca, django_assert_num_queries
):
    url = reverse("enlace")
    enlace.get(url)
    with django_assert_num_queries(10):
        enlace.get(url)
    for _ in range(2):
        make_person(toluca)
    with django_assert_num_queries(10):
        enlace.get(url)
