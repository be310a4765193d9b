"""What we write about a registration: read as a person with any mail reader reads it."""

import email
import re
from datetime import timedelta
from email import policy

import pytest
from django.conf import settings
from django.core import mail

from correo.models import Message
from correo.sending import send_due
from jornadas.codes import online_code, spoken_online
from jornadas.models import Event, Venue
from jornadas.registration import cancel
from tests.make import make_event, make_organizer, make_person, make_registration
from tests.qr_reader import qr_texts

pytestmark = pytest.mark.django_db


def sent():
    """Everything due, as it leaves: parsed from its bytes."""
    while send_due():
        pass
    return [
        email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
        for message in mail.outbox
    ]


def plain(message) -> str:
    return " ".join(message.get_body(("plain",)).get_content().split())


def rich(message) -> str:
    return message.get_body(("html",)).get_content()


def pictures(message) -> list[bytes]:
    return [p.get_content() for p in message.walk() if p.get_content_maintype() == "image"]


def venue_event(**fields):
    event = make_event(title="Segunda Jornada «uno & dos»", **fields)
    venue = Venue.objects.create(name="Auditorio", address="Pino Suárez s/n")
    event.sessions.update(venue=venue)
    return event


def test_a_confirmation_holds_all_one_needs_at_the_door():
    person = make_person(given_names="Ana María")
    registration = make_registration(venue_event(), person)
    (message,) = sent()
    code = registration.code
    assert [message["Subject"], message["To"]] == [
        "Tu pase: Segunda Jornada «uno & dos»",
        person.email,
    ]
    for told in [
        "Hola, Ana María:",
        "Segunda Jornada «uno & dos»",
        "Auditorio Pino Suárez s/n",
        f"Código: {code[:4]} {code[4:8]} {code[8:]}",
        f"{settings.SITE_URL}/pase/{code}/ ",
        f"{settings.SITE_URL}/pase/{code}/cancelar/",
        "Instituto de Prueba",
    ]:
        assert told in plain(message), told
    assert "uno &amp; dos" in rich(message)
    assert 'src="cid:pase"' in rich(message)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/calendar",
    ]
    (picture,) = pictures(message)
    assert qr_texts(picture) == [code]


def test_who_waits_reads_the_place_and_the_rule_and_gets_no_picture():
    event = make_event(seats_in_person=0)
    make_registration(event)
    make_registration(event)
    message = sent()[1]
    assert "Estás en lista de espera, lugar 2." in plain(message)
    assert "por orden de llegada" in plain(message)
    assert pictures(message) == []


def test_who_gets_a_freed_seat_reads_it_first_and_has_the_pass():
    event = make_event(seats_in_person=1)
    first, second = make_registration(event), make_registration(event)
    cancel(registration=first, by=first.person)
    message = sent()[-1]
    assert [message["To"], message["Subject"]] == [
        second.person.email,
        f"Ya tienes lugar: {event.title}",
    ]
    assert "Se liberó un lugar y es tuyo" in plain(message)
    assert len(pictures(message)) == 1


def test_a_cancellation_carries_no_pass():
    registration = make_registration()
    cancel(registration=registration, by=registration.person)
    message = sent()[-1]
    assert message["Subject"] == f"Inscripción cancelada: {registration.event.title}"
    assert registration.code not in message.as_string()
    assert pictures(message) == []


def test_the_link_goes_only_to_who_takes_part_online_with_a_seat():
    event = make_event(modality=Event.Modality.HYBRID, seats_online=1)
    event.sessions.update(link="https://example.org/sala")
    for mode in ("online", "online", "in_person"):
        make_registration(event, mode=mode)
    assert ["https://example.org/sala" in plain(m) for m in sent()] == [True, False, False]


def test_it_says_the_facts_of_the_moment_it_was_written():
    event = make_event(title="Como se llamaba")
    make_registration(event)
    Event.objects.update(title="Como se llama")
    (message,) = sent()
    assert message["Subject"] == "Tu pase: Como se llamaba"


def test_the_institution_signs_with_its_present_name():
    organizer = make_organizer()
    organizer.identities.update(name="Autoridad Garante & Cía", address="Metepec")
    make_registration()
    (message,) = sent()
    assert plain(message).endswith("Autoridad Garante & Cía Metepec")
    assert "Autoridad Garante &amp; Cía" in rich(message)


def test_a_long_title_in_two_lines_does_not_stop_the_mail():
    make_registration(make_event(title="Muy\nlarga " + "a" * 180))
    (message,) = sent()
    assert message["Subject"].startswith("Tu pase: Muy larga aaa")
    assert Message.objects.get().state == "sent"


def test_it_fetches_nothing_from_anybody():
    event = make_event(seats_in_person=1)
    people = [make_registration(event) for _ in range(2)]
    cancel(registration=people[0], by=people[0].person)
    for message in sent():
        page = rich(message)
        assert set(re.findall(r'src="([^"]*)"', page)) <= {"cid:pase"}
        assert "<script" not in page
        assert "url(" not in page


def test_it_is_small():
    make_registration(venue_event(starts_in=timedelta(days=3)))
    (message,) = sent()
    assert len(message.as_bytes()) < 20_000


def test_only_who_comes_online_is_told_the_code_for_their_name_in_zoom():
    event = make_event(modality=Event.Modality.HYBRID, seats_online=None)
    online = make_registration(event, mode="online")
    make_registration(event, mode="in_person")
    messages = sent()
    code = spoken_online(online_code(online.code))
    told = f"Pon este código al inicio de tu nombre en Zoom: {code}"
    example = f"«{code} {online.person.full_name}». Con él tu asistencia se registra sola."
    assert [told in plain(one) and example in plain(one) for one in messages] == [True, False]
    assert [code in rich(one) for one in messages] == [True, False]
    assert "Zoom" not in plain(messages[1]) + rich(messages[1])
