"""A name that is searched for does not stand in an address."""

import pytest

from tests.make import make_person, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_user(None, "staff")
    sign_in(client, user)
    return client


def test_what_is_searched_for_stays_out_of_the_address(staff):
    make_person(given_names="Ana", first_surname="Zúñiga")
    make_person(given_names="Beto", first_surname="Ríos")
    answer = staff.post("/panel/personas/", {"_buscar": "1", "q": "zuñiga"})
    assert answer.status_code == 302
    assert "niga" not in answer.url
    page = staff.get(answer.url)
    assert [person.first_surname for person in page.context["page"]] == ["Zúñiga"]


def test_pages_and_downloads_keep_the_key_and_nothing_else(staff):
    for _ in range(60):
        make_person(first_surname="Zúñiga")
    found = staff.post("/panel/personas/", {"_buscar": "1", "q": "zuñiga"}).url
    key = found.split("?")[1]
    html = staff.get(found).content.decode()
    assert f"{key}&amp;page=2" in html
    assert "q=zu" not in html
    second = staff.get(f"{found}&page=2")
    assert {person.first_surname for person in second.context["page"]} == {"Zúñiga"}


def test_an_empty_search_shows_everybody_at_the_plain_address(staff):
    answer = staff.post("/panel/personas/", {"_buscar": "1", "q": ""})
    assert answer.url == "/panel/personas/"


def test_a_key_of_another_session_finds_nothing_out(staff):
    make_person(first_surname="Zúñiga")
    page = staff.get("/panel/personas/?b=inventada")
    assert page.status_code == 200
    assert page.context["page"].paginator.count == 1
