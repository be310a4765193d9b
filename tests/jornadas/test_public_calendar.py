"""The calendar: what comes first, what was asked for, and how it stands, in words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jornadas.models import Event, Session, SessionSpeaker, Speaker, Venue
from jornadas.situation import cards
from tests.make import (
    make_body,
    make_event,
    make_group,
    make_program,
    make_registration,
    make_sector,
)

from .reading import titles, words

pytestmark = pytest.mark.django_db


def past_event(**fields):
    event = make_event(sessions=0, **fields)
    Session.objects.create(event=event, day=date(2021, 11, 4))
    return event


def card_of(event):
    return cards(Event.objects.for_cards().filter(pk=event.pk))[0]


def test_what_comes_soonest_stands_first_and_what_has_no_day_last(client):
    make_event(title="Sin fecha", sessions=0)
    make_event(title="Lejana", starts_in=timedelta(days=30))
    make_event(title="Cercana", starts_in=timedelta(days=3))
    past_event(title="Pasada")
    assert titles(client.get("/jornadas/")) == ["Cercana", "Lejana", "Sin fecha"]


def test_past_ones_are_shown_on_demand_latest_first(client):
    past_event(title="Noviembre de 2021")
    later = make_event(title="Febrero de 2022", sessions=0)
    Session.objects.create(event=later, day=date(2022, 2, 3))
    make_event()
    assert titles(client.get("/jornadas/?cuando=pasados")) == [
        "Febrero de 2022",
        "Noviembre de 2021",
    ]


def test_drafts_unpublished_programmes_and_workshops_are_not_in_the_calendar(client):
    make_event(title="Borrador", status=Event.Status.DRAFT)
    make_event(title="Programa oculto", program=make_program(is_published=False))
    make_event(title="Taller", kind=Event.Kind.TALLER)
    make_event(title="Cancelada", status=Event.Status.CANCELLED)
    assert titles(client.get("/jornadas/")) == ["Cancelada"]
    assert titles(client.get("/talleres/")) == ["Taller"]


def test_a_programme_leads_to_all_its_events_also_past_ones(client):
    program = make_program(name="Jornadas 2021-2022")
    past_event(title="Primera", program=program)
    make_event(title="De otro programa")
    assert titles(client.get(program.get_absolute_url())) == ["Primera"]


def test_a_month_holds_its_events_whether_they_passed_or_not(client):
    past_event(title="De noviembre de 2021")
    make_event()
    assert titles(client.get("/jornadas/?mes=2021-11&cuando=proximos")) == ["De noviembre de 2021"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("grupo=grupo-uno", ["Para el grupo"]),
        ("sector=ayuntamiento", ["Para el grupo", "Para el sector", "Para todos"]),
        ("sector=sindicato", ["Para todos"]),
        ("modalidad=virtual", ["Para el sector"]),
        ("q=para+SECTÓR", ["Para el sector"]),
        ("q=mejia", ["Para todos"]),
        ("q=auditorio", ["Para todos"]),
        ("q=nada", []),
        ("grupo=no-existe&sector=%00&modalidad=x&mes=2021-99&cuando=ayer&page=x", None),
    ],
)
def test_each_filter_says_what_it_means(client, query, expected):
    make_sector("sindicato")
    group = make_group(make_program(), make_sector("ayuntamiento"), slug="grupo-uno")
    make_event(title="Para el grupo", groups=[group], starts_in=timedelta(days=1))
    make_event(
        title="Para el sector",
        sectors=[make_sector("ayuntamiento")],
        modality=Event.Modality.ONLINE,
        starts_in=timedelta(days=2),
    )
    everybody = make_event(title="Para todos", starts_in=timedelta(days=3))
    session = everybody.sessions.get()
    session.venue = Venue.objects.create(name="Auditorio")
    session.save()
    speaker = Speaker.objects.create(name="María del Rosario Mejía Ayala", post="Comisionada")
    SessionSpeaker.objects.create(session=session, speaker=speaker)
    # What is not understood filters nothing.
    everything = ["Para el grupo", "Para el sector", "Para todos"]
    found = titles(client.get(f"/jornadas/?{query}"))
    assert found == (everything if expected is None else expected)


def test_nothing_found_says_where_else_to_look(client):
    response = client.get("/jornadas/?q=nada")
    assert "No hay jornadas con esos filtros. Buscar entre los pasados" in words(response)


def test_how_an_event_stands_is_said_in_words():
    now = timezone.now()
    full = make_event(seats_in_person=1)
    make_registration(full)
    soon = now + timedelta(days=20)
    events = {
        "Inscripción abierta": make_event(),
        "Lista de espera": full,
        "Inscripción cerrada": make_event(
            registration_opens_at=now - timedelta(days=3),
            registration_closes_at=now - timedelta(days=1),
        ),
        "Inscripción sin fecha de apertura": make_event(
            registration_opens_at=None, registration_closes_at=None
        ),
        "Se canceló": make_event(status=Event.Status.CANCELLED),
        "Ya pasó": past_event(),
    }
    assert {words: card_of(e).situation.tag.words for words, e in events.items()} == {
        words: words for words in events
    }
    later = make_event(registration_opens_at=soon, registration_closes_at=None)
    assert card_of(later).situation.tag.words.startswith("Abre el ")


@pytest.mark.parametrize(
    ("seats", "taken", "expected"),
    [
        (None, 0, "sin límite de lugares"),
        (3, 1, "2 lugares libres de 3"),
        (2, 1, "1 lugar libre de 2"),
        (1, 1, "lista de espera"),
        (0, 0, "lista de espera"),
    ],
)
def test_free_seats_are_counted_in_words(seats, taken, expected):
    event = make_event(seats_in_person=seats)
    for _ in range(taken):
        make_registration(event)
    assert [one.words for one in card_of(event).situation.seats] == [expected]


def test_a_pending_change_of_date_is_a_tag_of_its_own():
    event = make_event(date_status=Event.DateStatus.CHANGE_PENDING)
    card = card_of(event)
    assert [card.situation.tag.words, card.situation.date_tag.words] == [
        "Inscripción abierta",
        "Cambio de fecha pendiente",
    ]


def test_a_card_names_three_of_those_it_is_for():
    bodies = [make_body(f"Cuerpo {letter}") for letter in "ABCDE"]
    assert card_of(make_event(bodies=bodies)).for_whom == "Cuerpo A, Cuerpo B, Cuerpo C y 2 más"
    assert card_of(make_event()).for_whom == "Todos los sujetos obligados"


@pytest.mark.parametrize("path", ["/jornadas/", "/talleres/"])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, path, rows):
    kind = Event.Kind.TALLER if path == "/talleres/" else Event.Kind.JORNADA
    for _ in range(rows):
        event = make_event(kind=kind, sessions=2, groups=[make_group()], bodies=[make_body()])
        make_registration(make_event(kind=Event.Kind.FORO))
        speaker = Speaker.objects.create(name=event.title)
        SessionSpeaker.objects.create(session=event.sessions.first(), speaker=speaker)
    client.get(path)
    with django_assert_num_queries(11):
        response = client.get(path)
    assert response.status_code == 200
