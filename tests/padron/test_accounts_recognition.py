"""Whose mailbox it is: the one person who has it, or nobody."""

import pytest

from bitacora.models import Entry
from padron.models import Person, User
from padron.recognition import SHARED, UNKNOWN, recognise
from tests.make import make_person, make_user

pytestmark = pytest.mark.django_db


def actions() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def test_the_one_person_with_a_mailbox_gets_an_account_at_their_first_code():
    person = make_person(email="ana@toluca.gob.mx")
    user, reason = recognise("  Ana@Toluca.gob.mx ")
    person.refresh_from_db()
    assert (user, reason, person.user, user.email) == (user, "", user, "ana@toluca.gob.mx")
    assert actions() == ["account.created", "account.linked"]
    assert recognise("ana@toluca.gob.mx") == (user, "")
    assert User.objects.count() == 1


def test_a_mailbox_shared_by_two_people_is_nobodys():
    make_person(email="oficina@toluca.gob.mx")
    make_person(email="oficina@toluca.gob.mx")
    assert recognise("oficina@toluca.gob.mx") == (None, SHARED)
    assert User.objects.count() == 0


def test_an_account_is_not_entered_with_a_mailbox_that_others_came_to_share():
    make_user(make_person(email="oficina@toluca.gob.mx"))
    make_person(email="oficina@toluca.gob.mx")
    assert recognise("oficina@toluca.gob.mx") == (None, SHARED)


def test_an_unknown_mailbox_makes_no_account():
    assert recognise("nadie@example.org") == (None, UNKNOWN)
    assert User.objects.count() == 0


def test_the_account_follows_the_mailbox_of_its_person():
    user = make_user(person := make_person(email="antes@toluca.gob.mx"))
    Person.objects.filter(pk=person.pk).update(email="ahora@toluca.gob.mx")
    assert recognise("ahora@toluca.gob.mx") == (user, "")
    assert recognise("antes@toluca.gob.mx") == (None, UNKNOWN)


def test_who_inherits_an_office_mailbox_does_not_inherit_the_account():
    old = make_user(before := make_person(email="ut@toluca.gob.mx"))
    Person.objects.filter(pk=before.pk).update(email="")
    heir = make_person(email="ut@toluca.gob.mx")
    user, _ = recognise("ut@toluca.gob.mx")
    heir.refresh_from_db()
    old.refresh_from_db()
    assert (user, heir.user) == (user, user)
    assert user != old
    assert old.email == f"cuenta-{old.pk}@sin-correo.invalid"


def test_an_account_with_a_granted_role_enters_with_its_own_mailbox():
    staff = make_user(None, "staff", email="personal@instituto.example")
    assert recognise("personal@instituto.example") == (staff, "")


def test_a_change_of_the_roster_does_not_move_an_account_with_a_granted_role():
    staff = make_user(person := make_person(email="jefa@instituto.example"), "staff")
    Person.objects.filter(pk=person.pk).update(email="intruso@example.org")
    assert recognise("intruso@example.org") == (None, UNKNOWN)
    assert recognise("jefa@instituto.example") == (staff, "")


def test_a_closed_account_is_not_entered():
    user = make_user(make_person(email="ana@toluca.gob.mx"))
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert recognise("ana@toluca.gob.mx") == (None, UNKNOWN)
