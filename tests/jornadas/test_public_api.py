"""GET /api/v1/events: what the calendar shows, and nothing about people."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jornadas.models import Event, Session, SessionSpeaker, Speaker, Venue
from tests.make import make_event, make_group, make_program, make_registration

pytestmark = pytest.mark.django_db


def slugs(client, query="") -> list[str]:
    return [event["slug"] for event in client.get(f"/api/v1/events{query}").json()["results"]]


def test_an_event_is_told_whole(client):
    program = make_program(slug="js-2021", name="Jornadas 2021-2022", agreement="III/3/2021")
    event = make_event(
        program=program,
        slug="segunda",
        title="Segunda Jornada",
        sessions=0,
        groups=[make_group(program, name="Grupo 1")],
        registration_opens_at=datetime(2030, 1, 1, tzinfo=UTC),
        registration_closes_at=None,
    )
    session = Session.objects.create(
        event=event, day=date(2031, 2, 4), venue=Venue.objects.create(name="Auditorio")
    )
    speaker = Speaker.objects.create(name="María del Rosario Mejía Ayala", post="Comisionada")
    SessionSpeaker.objects.create(session=session, speaker=speaker)
    assert client.get("/api/v1/events/segunda").json() == {
        "slug": "segunda",
        "kind": "jornada",
        "title": "Segunda Jornada",
        "description": "",
        "program": {"slug": "js-2021", "name": "Jornadas 2021-2022", "agreement": "III/3/2021"},
        "status": "published",
        "date_status": "confirmed",
        "note": "",
        "modality": "in_person",
        "audience": ["Grupo 1"],
        "registration": {
            "state": "not_yet",
            "opens_at": "2030-01-01T00:00:00Z",
            "closes_at": None,
            "waiting": 0,
            "seats": [{"mode": "in_person", "total": 10, "free": 10}],
        },
        "sessions": [
            {
                "number": 1,
                "title": "",
                "day": "2031-02-04",
                "starts_at": None,
                "ends_at": None,
                "venue": {"name": "Auditorio", "address": ""},
                "speakers": [{"name": "María del Rosario Mejía Ayala", "post": "Comisionada"}],
            }
        ],
        "url": f"{settings.SITE_URL}/jornadas/segunda/",
        "calendar_url": f"{settings.SITE_URL}/jornadas/segunda.ics",
    }


def test_the_link_of_a_session_and_the_people_in_it_are_nobodys_business(client):
    registration = make_registration(make_event(modality=Event.Modality.ONLINE))
    Session.objects.update(link="https://example.org/sala")
    answer = client.get("/api/v1/events").content.decode()
    for secret in [
        "example.org/sala",
        registration.code,
        registration.person.email,
        registration.person.given_names,
    ]:
        assert secret not in answer


def test_a_list_comes_by_pages_that_lead_on(client):
    program = make_program()
    for number in range(3):
        make_event(slug=f"evento-{number}", program=program)
    make_event(slug="otro")
    first = client.get(f"/api/v1/events?program={program.slug}&page_size=2").json()
    assert [first["count"], first["previous"], len(first["results"])] == [3, None, 2]
    assert first["next"] == (
        f"{settings.SITE_URL}/api/v1/events?program={program.slug}&page_size=2&page=2"
    )
    second = client.get(first["next"]).json()
    assert [[e["slug"] for e in second["results"]], second["next"]] == [["evento-2"], None]


def test_filters_mean_what_they_mean_in_the_calendar(client):
    past = make_event(slug="pasado", sessions=0)
    Session.objects.create(event=past, day=date(2021, 11, 4))
    make_event(slug="taller", kind=Event.Kind.TALLER, title="Construcción")
    make_event(slug="borrador", status=Event.Status.DRAFT)
    assert slugs(client) == ["taller"]
    assert slugs(client, "?when=past") == ["pasado"]
    assert slugs(client, "?when=all") == ["pasado", "taller"]
    assert slugs(client, "?month=2021-11") == ["pasado"]
    assert slugs(client, "?kind=taller&q=construccion") == ["taller"]
    assert slugs(client, "?kind=foro") == []


@pytest.mark.parametrize("slug", ["borrador", "nada", "oculto"])
def test_what_is_not_public_does_not_exist(client, slug):
    make_event(slug="borrador", status=Event.Status.DRAFT)
    make_event(slug="oculto", program=make_program(is_published=False))
    response = client.get(f"/api/v1/events/{slug}")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "No existe",
        "status": 404,
        "detail": "No hay un evento publicado con esa clave. Busca en /api/v1/events.",
    }


@pytest.mark.parametrize(
    "query", ["when=ayer", "month=2021-13", "page=0", "page_size=101", "page=x", "kind=boda"]
)
def test_what_is_not_understood_is_said_in_spanish(client, query):
    response = client.get(f"/api/v1/events?{query}")
    assert [response.status_code, response["Content-Type"]] == [422, "application/problem+json"]
    assert response.json()["detail"].startswith("Los datos no tienen la forma esperada.")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_registration(make_event(sessions=2))
    # How many there are; the events, their sessions, speakers and audience.
    with django_assert_num_queries(5):
        client.get("/api/v1/events")


class TestRubbish(TestCase):
    fields = st.sampled_from(
        ["when", "program", "group", "sector", "month", "modality", "kind", "q", "page"]
    )

    @given(st.dictionaries(fields, st.text(max_size=30) | st.integers(), max_size=4))
    def test_any_question_is_answered(self, query):
        assert self.client.get("/api/v1/events", query).status_code in (200, 422)

    @given(st.text(max_size=40))
    def test_any_slug_is_answered(self, text):
        assert self.client.get(f"/api/v1/events/{text}").status_code in (200, 404)
        for rest in ("", "inscripcion/"):
            response = self.client.get("/jornadas/" + text.replace("/", "") + "/" + rest)
            assert response.status_code in (200, 301, 302, 404)

    fields_of_pages = st.sampled_from(
        ["q", "programa", "grupo", "sector", "mes", "modalidad", "cuando", "page"]
    )

    @given(st.dictionaries(fields_of_pages, st.text(max_size=30), max_size=4))
    def test_any_filter_of_the_calendar_is_answered(self, query):
        assert self.client.get("/jornadas/", query).status_code == 200
