"""The front page announces the calls that take proposals."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documentos.spanish import date_in_words
from tests.make import make_event
from tests.practicas.make import make_call

pytestmark = pytest.mark.django_db


def announced(client):
    return [call.title for call in client.get("/").context["calls"]]


def test_an_open_call_is_announced_with_its_last_day_and_where_to_read_it(client):
    call = make_call(title="Prácticas de este año")
    html = client.get("/").content.decode()
    assert f'<a href="{call.get_absolute_url()}">Prácticas de este año</a>' in html
    assert f"Recibe propuestas hasta el {date_in_words(call.closes_on)}." in html


def test_the_one_that_closes_soonest_comes_first_and_no_other_is_announced(client):
    later = make_call(closes_on=timezone.localdate() + timedelta(days=20))
    sooner = make_call(closes_on=timezone.localdate())
    make_call(closes_on=timezone.localdate() - timedelta(days=1))
    make_call(published_at=None)
    make_call(published_at=timezone.now() + timedelta(minutes=1))
    assert announced(client) == [sooner.title, later.title]


def test_without_one_nothing_is_said_of_calls(client):
    html = client.get("/").content.decode()
    assert "Convocatoria abierta" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_front_page_costs_the_same(client, django_assert_num_queries, count):
    for _ in range(count):
        make_call()
        make_event()
    with django_assert_num_queries(9):
        client.get("/")
