"""The address of one's own calendar: made, changed and removed by its owner alone."""

import pytest
from django.urls import reverse

from bitacora.models import Entry
from jornadas.models import FeedToken
from jornadas.personal_feeds import open_address
from tests.make import make_person, make_user, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/mi-espacio/calendario/"


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def mine(client, person):
    """A client in which the person has signed in."""
    return sign_in(client, make_user(person))


def token_of(person):
    return FeedToken.objects.usable().filter(person=person).first()


def told() -> list[str]:
    return [one.action for one in Entry.objects.filter(action__startswith="feed.").order_by("pk")]


def test_it_is_made_on_request_shown_changed_and_removed(mine, person):
    assert mine.get(PAGE).context["address"] is None
    assert mine.post(reverse("mine_calendar_create")).url == PAGE
    first = token_of(person)
    page = mine.get(PAGE)
    assert f'value="http://testserver/calendario/personal/{first.token}.ics"' in (
        page.content.decode()
    )
    assert page["Cache-Control"] == "private, no-store"
    assert mine.get(reverse("mine_calendar_change")).status_code == 200
    assert token_of(person) == first  # asking changes nothing
    assert mine.post(reverse("mine_calendar_change")).url == PAGE
    second = token_of(person)
    assert second.token != first.token
    assert mine.post(reverse("mine_calendar_remove")).url == PAGE
    assert token_of(person) is None
    assert told() == ["feed.created", "feed.revoked", "feed.created", "feed.revoked"]


def test_the_record_never_holds_the_address(mine, person):
    mine.post(reverse("mine_calendar_create"))
    secret = token_of(person).token
    entry = Entry.objects.get(action="feed.created")
    assert secret not in f"{entry.thing_label} {entry.thing_id} {entry.detail}"


def test_pressing_twice_makes_one(mine, person):
    for _ in range(2):
        mine.post(reverse("mine_calendar_create"))
    assert FeedToken.objects.filter(person=person).count() == 1
    assert told() == ["feed.created"]


def test_it_is_made_by_a_button_not_by_an_address(mine, person):
    assert mine.get(reverse("mine_calendar_create")).status_code == 405
    assert token_of(person) is None


def test_nobody_changes_that_of_another(mine):
    other = make_person()
    token = open_address(person=other, by=other)
    assert mine.post(reverse("mine_calendar_change")).status_code == 404
    assert mine.post(reverse("mine_calendar_remove")).status_code == 404
    assert token_of(other) == token


def test_an_account_without_a_person_has_none(client):
    sign_in(client, make_user())
    assert client.get(PAGE).url == "/mi-espacio/"
    assert client.post(reverse("mine_calendar_create")).status_code == 404


def test_mi_espacio_leads_there(mine):
    assert f'href="{PAGE}"' in mine.get("/mi-espacio/").content.decode()
