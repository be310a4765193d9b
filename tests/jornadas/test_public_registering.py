"""Registering on the site: event, confirmation, pass."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correo.models import Message
from jornadas import changes
from jornadas.models import Event, Registration
from padron.models import Adscripcion
from privacidad.models import Notice
from tests.make import (
    make_body,
    make_event,
    make_person,
    make_registration,
    make_sector,
    make_user,
)

from .itip_reading import entries, mails_to
from .moving import move
from .reading import heading, words

pytestmark = pytest.mark.django_db


def make_notice(revision=1, **fields):
    fields = {
        "approved_on": date(2026, 1, 15),
        "published_at": timezone.now(),
        "summary": "Usamos tu nombre para reservar tu lugar.",
        "body": "Todo.",
    } | fields
    return Notice.objects.create(revision=revision, **fields)


def enter(client, person=None):
    person = person or make_person()
    client.force_login(make_user(person))
    return person


def nothing_written(event) -> bool:
    return not event.registrations.exists() and not Message.objects.exists()


def errors(response) -> list[str]:
    """The sentences of the form's summary, in order."""
    return [error for errors in response.context["form"].errors.values() for error in errors]


def test_confirming_gives_the_pass_and_keeps_which_notice_was_shown(client):
    event, notice, person = make_event(), make_notice(), enter(client)
    response = client.get(event.get_registration_url())
    assert heading(response) == "Confirma tu inscripción"
    assert "Usamos tu nombre para reservar tu lugar." in words(response)
    answer = client.post(event.get_registration_url(), {"notice": notice.pk})
    registration = Registration.objects.get()
    assert [answer.status_code, answer["Location"]] == [302, f"/pase/{registration.code}/"]
    assert [registration.person, registration.notice, registration.status] == [
        person,
        notice,
        "confirmed",
    ]
    assert "Tu lugar está confirmado." in words(client.get(answer["Location"]))


def test_a_visitor_is_asked_to_enter_and_comes_back_here(client):
    event = make_event()
    answer = client.get(event.get_registration_url())
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next=/jornadas/{event.slug}/inscripcion/")
    client.post(event.get_registration_url())
    assert nothing_written(event)


def test_confirming_twice_and_coming_back_leads_to_the_same_pass(client):
    event = make_event()
    enter(client)
    answers = [client.post(event.get_registration_url()) for _ in range(2)]
    answers.append(client.get(event.get_registration_url()))
    registration = Registration.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/pase/{registration.code}/"}
    assert Message.objects.count() == 1


def ask(event, person) -> int:
    """Confirm on a phone of their own; how many questions that took."""
    phone = Client()
    phone.force_login(make_user(person))
    with CaptureQueriesContext(connection) as asked:
        phone.post(event.get_registration_url())
    return len(asked)


def test_hundreds_who_ask_at_once_share_what_is_read_of_the_event():
    event = make_event(sessions=2)
    first, *others = [ask(event, make_person()) for _ in range(3)]
    assert others == [first - 3] * 2
    assert event.registrations.confirmed().count() == 3


def test_who_comes_right_after_a_change_is_told_what_holds():
    event, before, after = make_event(), make_person(), make_person()
    ask(event, before)
    move(event)
    ask(event, after)
    (told,) = entries(mails_to(after)[-1])
    assert told["start"] == event.sessions.get().starts_at.replace(microsecond=0)


def test_who_comes_right_after_it_was_cancelled_is_refused():
    event = make_event()
    ask(event, make_person())
    changes.cancel_event(event=event, by="prueba")
    ask(event, make_person())
    assert event.registrations.count() == 1


def test_a_hybrid_event_asks_how_at_its_field(client):
    event = make_event(modality=Event.Modality.HYBRID, seats_in_person=0, seats_online=None)
    enter(client)
    page = words(client.get(event.get_registration_url()))
    assert "Presencial: lista de espera En línea: sin límite de lugares" in page
    response = client.post(event.get_registration_url(), {"mode": "telepatía"})
    assert list(response.context["form"].errors) == ["mode"]
    assert nothing_written(event)
    client.post(event.get_registration_url(), {"mode": "online"})
    assert Registration.objects.get().mode == "online"


def test_who_serves_in_two_bodies_says_for_which(client):
    one, two, other = make_body("Uno"), make_body("Dos"), make_body("Ajeno")
    person = enter(client, make_person(one, post="Analista"))
    Adscripcion.objects.create(person=person, body=two, post="Asesora", starts_on="2020-01-01")
    Adscripcion.objects.create(person=person, body=other, starts_on="2020-01-01")
    event = make_event(bodies=[one, two])
    page = words(client.get(event.get_registration_url()))
    assert "Asesora, Dos Analista, Uno" in page
    assert list(client.post(event.get_registration_url()).context["form"].errors) == ["post"]
    stranger = Adscripcion.objects.get(body=other)
    response = client.post(event.get_registration_url(), {"post": stranger.pk})
    assert list(response.context["form"].errors) == ["post"]
    assert nothing_written(event)
    chosen = Adscripcion.objects.get(body=two)
    client.post(event.get_registration_url(), {"post": chosen.pk})
    registration = Registration.objects.get()
    assert [registration.body, registration.post] == [two, "Asesora"]


def test_without_a_seat_one_confirms_a_place_in_line(client):
    event = make_event(seats_in_person=0)
    enter(client)
    page = words(client.get(event.get_registration_url()))
    assert "entras en la lista de espera" in page
    assert "Entrar en la lista de espera" in page
    answer = client.post(event.get_registration_url(), follow=True)
    assert heading(answer) == "Estás en lista de espera"
    assert "Tu lugar en la fila: 1" in words(answer)


def test_a_notice_that_changed_meanwhile_is_shown_before_anything_is_written(client):
    event = make_event()
    enter(client)
    old = make_notice()
    new = make_notice(2, summary="Ahora también tu cargo.")
    response = client.post(event.get_registration_url(), {"notice": old.pk})
    assert errors(response) == [
        "El aviso de privacidad cambió mientras leías. Revísalo y vuelve a confirmar."
    ]
    assert "Ahora también tu cargo." in words(response)
    assert f'name="notice" value="{new.pk}"' in response.content.decode()
    assert nothing_written(event)


@pytest.mark.parametrize(
    ("fields", "person", "expected"),
    [
        ({}, {"enabled": False}, "No apareces como servidor público habilitado."),
        ({}, {"body": False}, "No tienes una adscripción vigente en el padrón."),
        ({"status": "cancelled"}, {}, "Este evento se canceló."),
        ({"registration_closes_at": None, "registration_opens_at": None}, {}, "fecha de apertura."),
    ],
)
def test_who_may_not_register_reads_why_instead_of_a_form(client, fields, person, expected):
    event = make_event(**fields)
    enter(client, make_person(**person))
    for response in (
        client.get(event.get_registration_url()),
        client.post(event.get_registration_url()),
    ):
        assert heading(response) == "No puedes inscribirte a este evento"
        assert expected in words(response)
    assert nothing_written(event)


def test_an_event_of_another_group_is_refused_with_its_reason(client):
    event = make_event(sectors=[make_sector("sindicato")])
    enter(client, make_person(make_body("Ayuntamiento de Aculco", acronym="Aculco")))
    assert "Este evento no es para Aculco." in words(client.post(event.get_registration_url()))
    assert nothing_written(event)


def test_an_event_at_the_same_hour_is_named(client):
    person = enter(client)
    make_registration(make_event(title="La de antes"), person)
    page = words(client.get(make_event().get_registration_url()))
    assert "A la misma hora tienes «La de antes»." in page


def test_an_account_without_a_person_is_led_to_ask_for_access(client):
    event = make_event()
    client.force_login(make_user())
    response = client.post(event.get_registration_url())
    assert heading(response) == "Tu cuenta no está en el padrón"
    assert "/cuentas/solicitar-acceso/" in response.content.decode()
    assert nothing_written(event)


def test_a_workshop_registers_under_its_own_address(client):
    event = make_event(kind=Event.Kind.TALLER)
    person = enter(client)
    assert event.get_registration_url() == f"/talleres/{event.slug}/inscripcion/"
    client.post(event.get_registration_url())
    assert [r.person for r in event.registrations.all()] == [person]


def test_before_the_window_opens_nobody_gets_a_form(client):
    event = make_event(registration_opens_at=timezone.now() + timedelta(days=1))
    enter(client)
    assert "La inscripción abre el " in words(client.post(event.get_registration_url()))
    assert nothing_written(event)
