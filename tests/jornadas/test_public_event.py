"""The page of an event: everything one needs, and the one thing to do next."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jornadas.models import Change, Event, Session, SessionSpeaker, Speaker, Venue
from jornadas.registration import cancel
from talleres.models import Material, Workshop
from tests.make import (
    make_body,
    make_event,
    make_group,
    make_person,
    make_program,
    make_registration,
    make_sector,
    make_user,
)

from .reading import heading, words

pytestmark = pytest.mark.django_db


def action(response) -> tuple[str, str]:
    """The one button: its words and where it leads."""
    return response.context["action"].label, response.context["action"].url


def sentence(response) -> str:
    return response.context["action"].sentence


def enter(client, person):
    client.force_login(make_user(person))
    return person


def test_it_tells_when_where_who_speaks_and_for_whom(client):
    program = make_program(name="Jornadas 2021-2022", agreement="INFOEM/CGAyTP/ORD/III/3/2021")
    group = make_group(program, name="Grupo 1", description="Poder Ejecutivo y sindicatos")
    event = make_event(
        program=program, title="Segunda Jornada", groups=[group], sessions=0, note="Trae un plano."
    )
    session = Session.objects.create(
        event=event,
        day=date(2031, 2, 4),
        venue=Venue.objects.create(name="Auditorio", address="Pino Suárez s/n, Metepec"),
    )
    speaker = Speaker.objects.create(name="María del Rosario Mejía Ayala", post="Comisionada")
    SessionSpeaker.objects.create(session=session, speaker=speaker)
    response = client.get(event.get_absolute_url())
    page = words(response)
    assert heading(response) == "Segunda Jornada"
    for told in [
        "Martes 4 de febrero de 2031, hora por confirmar",
        "Auditorio Pino Suárez s/n, Metepec",
        "Imparte Comisionada María del Rosario Mejía Ayala",
        "Grupo 1 : Poder Ejecutivo y sindicatos",
        "10 lugares libres de 10",
        "Trae un plano.",
        "INFOEM/CGAyTP/ORD/III/3/2021",
        "por orden de llegada",
    ]:
        assert told in page, told


def test_the_history_of_its_dates_is_told(client):
    event = make_event()
    Change.objects.create(
        event=event,
        asked_by="Comisionada Ramírez Peña",
        asked_on=date(2021, 10, 28),
        what="Cambiar la fecha de su ponencia.",
        reason="Su agenda",
        state=Change.State.PENDING,
    )
    assert (
        "Cambios Pendiente Cambiar la fecha de su ponencia. Lo pidió Comisionada Ramírez "
        "Peña el jueves 28 de octubre de 2021. Motivo: Su agenda"
    ) in words(client.get(event.get_absolute_url()))


def test_a_visitor_is_asked_to_enter(client):
    event = make_event()
    register = f"/jornadas/{event.slug}/inscripcion/"
    assert action(client.get(event.get_absolute_url())) == ("Entrar e inscribirme", register)
    full = make_event(seats_in_person=0)
    assert action(client.get(full.get_absolute_url()))[0] == (
        "Entrar y unirme a la lista de espera"
    )


def test_somebody_invited_may_register(client):
    event = make_event()
    enter(client, make_person())
    response = client.get(event.get_absolute_url())
    assert action(response) == ("Inscribirme", f"/jornadas/{event.slug}/inscripcion/")
    assert sentence(response) == "Este evento es para tu sujeto obligado."


def test_where_no_seat_is_left_one_may_join_the_line(client):
    event = make_event(seats_in_person=0)
    enter(client, make_person())
    assert action(client.get(event.get_absolute_url()))[0] == "Unirme a la lista de espera"


def test_somebody_not_invited_is_told_so_and_gets_no_button(client):
    event = make_event(sectors=[make_sector("sindicato")])
    enter(client, make_person(make_body("Ayuntamiento de Aculco", acronym="Aculco")))
    response = client.get(event.get_absolute_url())
    assert action(response) == ("", "")
    assert sentence(response) == (
        "Este evento no es para Aculco. Busca en el calendario los de tu grupo."
    )


def test_an_account_without_a_person_is_led_to_ask_for_access(client):
    event = make_event()
    client.force_login(make_user())
    assert action(client.get(event.get_absolute_url())) == (
        "Solicitar acceso",
        "/cuentas/solicitar-acceso/",
    )


def test_who_has_a_seat_sees_their_pass(client):
    person = enter(client, make_person())
    registration = make_registration(person=person)
    url = registration.event.get_absolute_url()
    response = client.get(url)
    assert action(response) == ("Ver mi pase", f"/pase/{registration.code}/")
    assert "Ya tienes lugar en este evento." in words(response)
    cancel(registration=registration, by=person)
    assert action(client.get(url))[0] == "Inscribirme"


def test_who_waits_sees_their_place_in_line(client):
    event = make_event(seats_in_person=0)
    make_registration(event)
    make_registration(event, enter(client, make_person()))
    assert "Estás en lista de espera, lugar 2." in words(client.get(event.get_absolute_url()))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "cancelled"}, "Este evento se canceló."),
        (
            {"registration_opens_at": None, "registration_closes_at": None},
            "La inscripción todavía no tiene fecha de apertura.",
        ),
        (
            {"starts_in": timedelta(days=-3), "registration_opens_at": None},
            "Este evento ya pasó.",
        ),
    ],
)
def test_why_it_is_closed_is_a_sentence(client, fields, expected):
    response = client.get(make_event(**fields).get_absolute_url())
    assert [action(response), sentence(response)] == [("", ""), expected]


def test_drafts_and_unpublished_programmes_are_not_there(client):
    hidden = [
        make_event(status=Event.Status.DRAFT),
        make_event(program=make_program(is_published=False)),
    ]
    pages = [
        f"/{room}/{event.slug}{rest}"
        for event in hidden
        for room in ("jornadas", "talleres")
        for rest in ("/", ".ics")
    ]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    enter(client, make_person())
    assert client.get(f"/jornadas/{hidden[0].slug}/inscripcion/").status_code == 404


def test_a_page_only_looks(client):
    event = make_event()
    paths = ["/jornadas/", "/talleres/", event.get_absolute_url(), event.get_calendar_url()]
    assert [client.post(path).status_code for path in paths] == [405] * 4


def test_a_workshop_lives_in_its_own_room_and_says_what_to_bring(client):
    event = make_event(kind=Event.Kind.TALLER)
    workshop = Workshop.objects.create(
        event=event, objective="Construir información útil.", what_to_bring="Una computadora."
    )
    Material.objects.create(workshop=workshop, title="Guía", url="https://example.org/guia.pdf")
    moved = client.get(f"/jornadas/{event.slug}/")
    assert [moved.status_code, moved["Location"]] == [301, f"/talleres/{event.slug}/"]
    page = words(client.get(f"/talleres/{event.slug}/"))
    for told in ["Qué vas a lograr Construir información útil.", "Qué llevar Una computadora."]:
        assert told in page
    assert "Materiales Guía" in page


@pytest.mark.parametrize("kind", [Event.Kind.JORNADA, Event.Kind.TALLER])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    client, django_assert_num_queries, kind, rows
):
    event = make_event(
        kind=kind,
        sessions=rows,
        groups=[make_group() for _ in range(rows)],
        bodies=[make_body() for _ in range(rows)],
    )
    workshop = Workshop.objects.create(event=event)
    for session in event.sessions.all():
        speaker = Speaker.objects.create(name=session.number)
        SessionSpeaker.objects.create(session=session, speaker=speaker)
        make_registration(event, make_person(event.bodies.first()))
        Material.objects.create(workshop=workshop, title="Guía", url="https://example.org/")
        Change.objects.create(
            event=event, asked_by="Alguien", asked_on=timezone.localdate(), what="Algo"
        )
    # The event, its sessions, speakers, audience and changes; the institution and its identities.
    with django_assert_num_queries(8 if kind == Event.Kind.TALLER else 7):
        response = client.get(event.get_absolute_url())
    assert response.status_code == 200
