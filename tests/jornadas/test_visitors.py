"""What visitors see together is made once; who has signed in has a page of their own."""

import pytest

from tests.make import make_event, make_person, make_registration, make_user, sign_in

pytestmark = pytest.mark.django_db

LOCAL = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "d"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "p"},
}


@pytest.fixture(autouse=True)
def shared_pages(settings):
    from django.core.cache import caches

    settings.CACHES = LOCAL
    caches["pages"].clear()


def test_the_second_visitor_costs_no_question(client, django_assert_num_queries):
    event = make_event()
    first = client.get(event.get_absolute_url())
    with django_assert_num_queries(0):
        second = client.get(event.get_absolute_url())
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_who_has_signed_in_sees_their_own_page(client):
    event, person = make_event(), make_person()
    assert "Ver mi pase" not in client.get(event.get_absolute_url()).content.decode()
    make_registration(event, person)
    sign_in(client, make_user(person))
    assert "Ver mi pase" in client.get(event.get_absolute_url()).content.decode()
    client.logout()
    assert "Ver mi pase" not in client.get(event.get_absolute_url()).content.decode()


def test_a_page_that_is_not_there_is_not_kept(client):
    assert client.get("/jornadas/pronto/").status_code == 404
    make_event(slug="pronto")
    assert client.get("/jornadas/pronto/").status_code == 200
