"""Accounts, roles, demonstration, institution: what administrators do."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from correo.models import Message
from padron import accounts
from padron.demo_accounts import create_demo_accounts, listed
from padron.institution import add_identity
from padron.models import Organizer, RoleGrant, User
from padron.refusal import Refusal
from padron.roles import SENTENCES, Role
from tests.make import (
    make_body,
    make_enlace,
    make_organizer,
    make_person,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user(None, "administrator")


def test_every_role_has_its_sentence():
    assert set(SENTENCES) == {"servidor", "enlace", *Role}


def test_servidor_and_enlace_follow_from_the_padron():
    body = make_body()
    assert make_user(make_person(body)).roles == {"servidor"}
    assert make_user(make_enlace(body)).roles == {"servidor", "enlace"}


def test_a_granted_role_is_told_by_mail_and_recorded(admin):
    user = make_user(make_person())
    accounts.grant_role(user=user, role="gate", organizer=make_organizer(), by=admin)
    assert User.objects.get(pk=user.pk).roles == {"servidor", "gate"}
    assert list(Message.objects.values_list("kind", "to")) == [("padron.role_granted", user.email)]
    entry = Entry.objects.get(action="role.granted")
    assert (entry.thing_id, entry.detail) == (str(user.pk), {"role": "gate", "organizer": "infoem"})
    with pytest.raises(Refusal, match="ya tiene el rol"):
        accounts.grant_role(user=user, role="gate", organizer=make_organizer(), by=admin)


def test_a_role_taken_away_is_over_at_once_and_its_period_stays(admin):
    user = make_user(None, "staff")
    RoleGrant.objects.filter(user=user).update(starts_on="2020-01-01")
    accounts.end_role(grant=user.role_grants.get(), by=admin)
    assert User.objects.get(pk=user.pk).roles == set()
    assert user.role_grants.get().ends_on == timezone.localdate() - timedelta(days=1)


def test_nobody_removes_the_last_administrator(admin):
    with pytest.raises(Refusal, match="última cuenta de administración"):
        accounts.end_role(grant=admin.role_grants.get(), by=admin)
    second = make_user(None, "administrator")
    accounts.end_role(grant=admin.role_grants.get(), by=second)
    with pytest.raises(Refusal):
        accounts.end_role(grant=second.role_grants.get(), by=second)


def test_an_administrator_whose_account_is_closed_does_not_count(admin):
    closed = make_user(None, "administrator")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    with pytest.raises(Refusal):
        accounts.end_role(grant=admin.role_grants.get(), by=admin)


def test_roles_of_another_institution_are_not_mine_to_end(client, admin):
    other = Organizer.objects.create(slug="otra")
    foreign = make_user()
    grant = RoleGrant.objects.create(user=foreign, role="staff", organizer=other)
    sign_in(client, admin)
    assert client.post(reverse("panel_role_end", args=[grant.pk])).status_code == 404
    page = client.post(
        reverse("panel_account_grant", args=[foreign.pk]), {"role": "gate", "organizer": other.pk}
    )
    assert page.context["form"].errors == {"organizer": ["Elige una de la lista."]}


def test_a_role_is_given_from_the_page(client, admin):
    sign_in(client, admin)
    opened = client.post(reverse("panel_account_new"), {"email": "Nueva@Instituto.example"})
    user = User.objects.get(email="nueva@instituto.example")
    assert opened.url == reverse("panel_account_grant", args=[user.pk])
    data = {"role": "staff", "organizer": make_organizer().pk}
    assert client.post(opened.url, data).url == reverse("panel_account", args=[user.pk])
    assert user.held_roles == {"staff"}
    page = client.get(reverse("panel_account", args=[user.pk])).content.decode()
    assert SENTENCES[Role.STAFF] in page


def test_a_role_is_ended_after_a_question(client, admin):
    user = make_user(None, "jury")
    url = reverse("panel_role_end", args=[user.role_grants.get().pk])
    sign_in(client, admin)
    assert "¿Quitar el rol «Jurado»?" in client.get(url).content.decode()
    assert user.role_grants.current().count() == 1
    assert client.post(url).url == reverse("panel_account", args=[user.pk])
    assert user.role_grants.current().count() == 0


def test_an_account_with_roles_is_not_closed(admin):
    user = make_user(None, "gate")
    with pytest.raises(Refusal):
        accounts.close_account(user=user, by=admin)
    accounts.end_role(grant=user.role_grants.get(), by=admin)
    accounts.close_account(user=User.objects.get(pk=user.pk), by=admin)
    assert not User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_accounts_costs_the_same(client, admin, django_assert_num_queries, count):
    body = make_body()
    for _ in range(count):
        make_user(make_person(body), "gate")
    sign_in(client, admin)
    with django_assert_num_queries(9):
        page = client.get(reverse("panel_accounts"), {"rol": "gate"})
    assert len(page.context["page_obj"]) == count


def test_accounts_are_found_by_name_without_accents_and_by_mailbox(client, admin):
    ana = make_user(
        make_person(given_names="Ana", first_surname="Núñez", email="a.n@toluca.gob.mx")
    )
    make_user(make_person())
    sign_in(client, admin)
    for q in ["ana nunez", "A.N@TOLUCA"]:
        assert list(client.get(reverse("panel_accounts"), {"q": q}).context["page_obj"]) == [ana]


def test_the_first_administrator_comes_from_the_command_line():
    with pytest.raises(CommandError, match="Todavía no hay institución"):
        call_command("create_admin", "jefa@instituto.example")
    out = StringIO()
    named = {"institution": "Instituto Nuevo", "acronym": "INUE"}
    call_command("create_admin", "jefa@instituto.example", stdout=out, **named)
    assert "jefa@instituto.example administra INUE." in out.getvalue()
    assert User.objects.get().held_roles == {"administrator"}
    with pytest.raises(CommandError, match="ya tiene el rol"):
        call_command("create_admin", "jefa@instituto.example")
    with pytest.raises(CommandError, match="no es un correo"):
        call_command("create_admin", "jefa")


# The demonstration.


def make_demo():
    body = make_body()
    return create_demo_accounts(
        servidor=make_person(body), enlace=make_enlace(body), organizer=make_organizer()
    )


def test_the_demo_has_an_account_for_each_role():
    assert [(user.email, sorted(user.held_roles)) for user in make_demo()] == [
        ("servidor@demo.jornadas.example", ["servidor"]),
        ("enlace@demo.jornadas.example", ["enlace", "servidor"]),
        ("puerta@demo.jornadas.example", ["gate"]),
        ("personal@demo.jornadas.example", ["staff"]),
        ("verificacion@demo.jornadas.example", ["verifier"]),
        ("jurado@demo.jornadas.example", ["jury"]),
        ("jurado2@demo.jornadas.example", ["jury"]),
        ("jurado3@demo.jornadas.example", ["jury"]),
        ("jurado4@demo.jornadas.example", ["jury"]),
        ("jurado5@demo.jornadas.example", ["jury"]),
        ("administracion@demo.jornadas.example", ["administrator"]),
    ]


@override_settings(DEMO=True)
@pytest.mark.parametrize("name", ["servidor", "personal", "administracion"])
def test_a_button_of_the_demo_signs_in_with_second_factor(client, name):
    make_demo()
    email = f"{name}@demo.jornadas.example"
    assert email in client.get(reverse("demo")).content.decode()
    answer = client.post(reverse("demo_enter"), {"email": email})
    assert answer.url == reverse("mi_espacio" if name == "servidor" else "panel")
    assert client.get(answer.url).status_code == 200


@override_settings(DEMO=True)
def test_the_demo_signs_in_nobody_else(client):
    staff = make_user(None, "administrator")
    assert client.post(reverse("demo_enter"), {"email": staff.email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_without_the_demo_there_is_no_such_page(client):
    make_demo()
    assert client.get(reverse("demo")).status_code == 404
    data = {"email": "administracion@demo.jornadas.example"}
    assert client.post(reverse("demo_enter"), data).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_code_the_demo_shows_is_the_one_that_serves(client):
    make_demo()
    code = next(account["code"] for account in listed() if "personal@" in account["user"].email)
    user = User.objects.get(email="personal@demo.jornadas.example")
    sign_in(client, user, second_factor=False)
    assert client.post(reverse("mfa_reauthenticate"), {"code": code}).status_code == 302


# The institution.

FACTS = {
    "name": "Organismo Nuevo",
    "acronym": "ONU",
    "area": "Área",
    "area_acronym": "A",
    "folio_prefix": "ON/A",
}


def test_a_new_identity_ends_the_one_before_it(client, admin):
    organizer = make_organizer()
    sign_in(client, admin)
    url = reverse("panel_identity_new", args=[organizer.pk])
    assert client.get(url).context["form"].initial["name"] == "Instituto de Prueba"
    client.post(url, {**FACTS, "starts_on": "2026-07-01"})
    assert list(organizer.identities.order_by("starts_on").values_list("name", "ends_on")) == [
        ("Instituto de Prueba", date(2026, 6, 30)),
        ("Organismo Nuevo", None),
    ]
    assert organizer.identity(date(2021, 11, 4)).name == "Instituto de Prueba"


def test_the_past_is_not_rewritten(admin):
    with pytest.raises(Refusal, match="lo pasado no se reescribe"):
        add_identity(organizer=make_organizer(), starts_on=date(2015, 1, 1), by=admin, **FACTS)
