"""What people are told about their data, and their own data."""

import json
from datetime import date

import pytest
from django.urls import reverse

from padron.models import AccessRequest, Person
from privacidad.declarations import declared, rows_of
from privacidad.models import Notice
from privacidad.publishing import publish
from tests.make import (
    make_access_request,
    make_organizer,
    make_person,
    make_registration,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db
NEW = {"purpose": "inscripcion", "approved_on": "2026-01-15", "summary": "Breve.", "body": "Largo."}


def make_notice(**fields):
    fields = {"approved_on": date(2026, 1, 1), "summary": "Breve.", "body": "Largo."} | fields
    return publish(purpose="inscripcion", by="prueba", **fields)


def test_the_notice_in_force_comes_first_and_the_older_ones_stay_readable(client):
    old, new = make_notice(body="Texto viejo."), make_notice(body="Texto nuevo.")
    page = client.get(reverse("privacidad:index"))
    assert (list(page.context["current"]), page.context["older"]) == ([new], [old])
    older = client.get(reverse("privacidad:notice", args=["inscripcion", 1])).content.decode()
    assert "Texto viejo." in older
    assert "Hay una revisión más nueva." in older


def test_a_notice_nobody_published_is_not_shown(client):
    Notice.objects.create(revision=1, approved_on="2026-01-01", summary="x", body="x")
    assert client.get(reverse("privacidad:notice", args=["inscripcion", 1])).status_code == 404
    assert client.get(reverse("privacidad:index")).context["older"] == []


def test_every_declaration_says_what_for_and_how_long():
    for declaration in declared():
        assert declaration.fields, declaration.title
        assert declaration.keep.endswith("."), declaration.title
        for label, purpose in declaration.labels:
            assert label, declaration.title
            assert purpose.endswith("."), (declaration.title, label)


def test_an_administrator_publishes_a_revision_and_edits_none(client):
    make_organizer()
    sign_in(client, make_user(None, "administrator"))
    make_notice()
    assert client.get(reverse("panel_notice_new")).context["form"].initial["body"] == "Largo."
    assert client.post(reverse("panel_notice_new"), NEW).url == reverse("panel_notices")
    assert list(Notice.objects.values_list("revision", flat=True)) == [2, 1]
    assert Notice.objects.current().approved_on == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("approved_on", "", "Escribe la fecha."),
        ("approved_on", "2999-01-01", "No puede estar aprobado en una fecha que no ha llegado."),
        ("purpose", "dos palabras", "Usa letras sin acento, números o guiones, sin espacios."),
        ("body", "", "Escribe el aviso integral."),
    ],
)
def test_what_is_wrong_in_a_notice_is_told_at_its_field(client, field, value, said):
    sign_in(client, make_user(None, "administrator"))
    page = client.post(reverse("panel_notice_new"), NEW | {field: value})
    assert page.context["form"].errors == {field: [said]}
    assert Notice.objects.count() == 0


def test_ones_own_data_are_all_there_and_nobody_elses(client):
    person, other = make_person(), make_person(given_names="Otra")
    user = make_user(person)
    registration = make_registration(person=person)
    make_registration(person=other)
    request = make_access_request(email=person.email)
    assert list(rows_of(user, Person)) == [person]
    assert list(rows_of(user, type(registration))) == [registration]
    assert list(rows_of(user, AccessRequest)) == [request]
    sign_in(client, user)
    page = client.get(reverse("privacidad:mine")).content.decode()
    assert person.first_surname in page
    assert other.email not in page


def test_ones_own_data_are_taken_along_in_one_click(client):
    user = make_user(person := make_person())
    sign_in(client, user)
    answer = client.get(reverse("privacidad:mine_json"))
    assert answer["Content-Disposition"] == 'attachment; filename="mis-datos.json"'
    data = json.loads(answer.content)
    tables = {table["tabla"]: table["registros"] for table in data["datos"]}
    assert data["correo"] == person.email
    assert tables["servidor público"][0]["correo institucional"] == person.email
