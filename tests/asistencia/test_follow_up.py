"""After an event: thanks, a way to be heard for who was not seen, and what comes next; once."""

import email
from datetime import timedelta
from email import policy

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone

from asistencia.follow_up import due, follow_up_due
from asistencia.models import Scan, ZoomReport
from certificates.eligibility import standings
from correo.models import Message
from correo.sending import send_due
from jornadas.models import Event, Reminder, Session
from jornadas.preferences import choose, unsubscribe_url
from tests.jornadas.reading import words
from tests.make import (
    make_body,
    make_device,
    make_event,
    make_person,
    make_registration,
    make_user,
)
from trabajos.registry import CHORES

pytestmark = pytest.mark.django_db


def admit(registration, *numbers):
    """Let somebody in at the sessions of these numbers (the first where none is said)."""
    for number in numbers or (1,):
        session = registration.event.sessions.get(number=number)
        Scan.objects.create(
            event=registration.event,
            device=make_device(registration.event, token=f"{registration.code}{number}"),
            registration=registration,
            session=session,
            code=registration.code,
            result=Scan.Result.ADMITTED,
            scanned_at=session.starts_at,
        )


def let_pass(event, **delta):
    """Time goes by for this event alone: its sessions and entries lie that much earlier."""
    event.scans.update(scanned_at=F("scanned_at") - timedelta(**delta))
    for session in event.sessions.all():
        start = session.starts_at - timedelta(**delta)
        Session.objects.filter(pk=session.pk).update(
            day=timezone.localdate(start),
            starts_at=start,
            ends_at=session.ends_at - timedelta(**delta),
        )


def ended(count=1, *, seen=1, **fields):
    """An event that ended 22 hours ago: who was there, `seen` of `count` people let in."""
    event = make_event(starts_in=timedelta(days=2), **fields)
    people = [make_registration(event) for _ in range(count)]
    for registration in people[:seen]:
        admit(registration)
    let_pass(event, days=3)
    return event, people


def written() -> list[tuple[str, int]]:
    """Who was written to, and how many sessions each is told to have attended."""
    found = Message.objects.filter(kind="asistencia.follow_up").order_by("pk")
    return [(one.to, len(one.context["attended"])) for one in found]


def sent():
    while send_due():
        pass
    everything = [
        email.message_from_bytes(one.message().as_bytes(), policy=policy.default)
        for one in mail.outbox
    ]
    return [one for one in everything if one["List-Unsubscribe"]]


def plain(message) -> str:
    return " ".join(message.get_body(("plain",)).get_content().split())


def test_who_was_there_is_thanked_and_who_was_not_seen_is_asked_once():
    event, (here, away) = ended(2)
    assert [follow_up_due(), follow_up_due()] == [2, 0]
    assert written() == [(here.person.email, 1), (away.person.email, 0)]
    session = event.sessions.get()
    (kept,) = Reminder.objects.all()
    assert (kept.session, kept.kind, kept.starts_at, kept.told) == (
        session,
        "after",
        session.starts_at,
        2,
    )


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (timedelta(minutes=-1), 0),
        (timedelta(hours=1, minutes=59), 0),
        (timedelta(hours=2), 1),
        (timedelta(days=3, minutes=-1), 1),
        (timedelta(days=3), 0),
    ],
)
def test_it_is_written_from_two_hours_after_the_end_and_within_three_days(after, told):
    event, _ = ended()
    assert follow_up_due(event.sessions.get().ends_at + after) == told


def test_the_last_session_counts_and_where_no_hours_are_known_its_day():
    event = make_event(starts_in=timedelta(days=2), sessions=2)
    admit(make_registration(event))
    event.sessions.filter(number=2).update(starts_at=None, ends_at=None)
    last = event.sessions.get(number=2)
    midnight = timezone.localtime(event.sessions.get(number=1).starts_at).replace(
        hour=0, minute=0, second=0, microsecond=0
    ) + timedelta(days=2)
    found = [due(midnight + timedelta(hours=hours)) for hours in (1, 3)]
    assert [[(one.event, one.session) for one in of] for of in found] == [
        [],
        [(event.pk, last.pk)],
    ]


def test_an_event_with_a_session_yet_without_a_day_has_not_ended():
    event, _ = ended()
    Session.objects.create(event=event, number=2)
    assert follow_up_due() == 0


def test_a_session_added_later_thanks_nobody_twice():
    event, _ = ended()
    follow_up_due()
    session = event.sessions.get()
    session.pk, session.number = None, 2
    session.starts_at += timedelta(hours=3)
    session.ends_at += timedelta(hours=3)
    session.save()
    assert follow_up_due() == 0


def test_where_the_door_was_not_used_nobody_is_told_that_they_were_not_seen():
    ended(2, seen=0)
    assert [follow_up_due(), written()] == [0, []]


def test_who_came_by_the_link_is_not_missed_at_a_door():
    event = make_event(starts_in=timedelta(days=2), modality=Event.Modality.HYBRID)
    here = make_registration(event, mode="in_person")
    make_registration(event, mode="online")
    admit(here)
    let_pass(event, days=3)
    follow_up_due()
    assert written() == [(here.person.email, 1)]


@pytest.mark.parametrize(
    "fields",
    [{"status": Event.Status.CANCELLED}, {"date_status": Event.DateStatus.TO_CONFIRM}],
)
def test_an_event_that_was_not_held_thanks_nobody(fields):
    ended()
    Event.objects.update(**fields)
    assert [follow_up_due(), written()] == [0, []]


def test_who_refused_it_or_has_no_mailbox_gets_none():
    event = make_event(starts_in=timedelta(days=2))
    refused, other = make_registration(event), make_registration(event)
    nobody = make_registration(event, make_person(email=""))
    for registration in (refused, other, nobody):
        admit(registration)
    choose(refused.person, {"follow_up": False}, by="prueba")
    choose(other.person, {"reminders": False}, by="prueba")
    let_pass(event, days=3)
    follow_up_due()
    assert written() == [(other.person.email, 1)]


def test_what_comes_next_is_what_their_body_is_invited_to_and_they_have_not_taken():
    body, elsewhere = make_body(), make_body()
    event = make_event(starts_in=timedelta(days=2))
    mine = make_registration(event, make_person(body))
    theirs = make_registration(event, make_person(elsewhere))
    for registration in (mine, theirs):
        admit(registration)
    let_pass(event, days=3)

    def later(days, **fields):
        return make_event(starts_in=timedelta(days=days), **fields)

    later(3, title="Cerrada", registration_closes_at=timezone.now())
    later(4, title="Ajena", bodies=[elsewhere])
    make_registration(later(5, title="Ya la tiene"), mine.person)
    later(6, title="Taller", kind="taller")
    later(7, title="Propia", bodies=[body])
    later(8, title="De todos")
    later(9, title="La cuarta")
    follow_up_due()
    found = Message.objects.filter(kind="asistencia.follow_up").order_by("pk")
    assert [[one["title"] for one in message.context["next"]] for message in found] == [
        ["Taller", "Propia", "De todos"],
        ["Ajena", "Ya la tiene", "Taller"],
    ]


def test_one_query_where_nothing_is_due(django_assert_num_queries):
    ended()
    follow_up_due()
    with django_assert_num_queries(1):
        assert follow_up_due() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_one_and_three_people_cost_the_same(count, django_assert_num_queries):
    """Of a body each, with two events to come; a third would cost one question more."""
    ended(count, seen=count)
    make_event()
    make_event()
    with django_assert_num_queries(23):
        assert follow_up_due() == count


def test_the_worker_does_it():
    assert "asistencia.follow_up" in CHORES


# ── What it says ────────────────────────────────────────────────────────────────────────────────


def test_thanks_say_what_was_registered_and_only_what_is_true_of_the_constancia(settings):
    _, (here,) = ended(title="Primera «uno & dos»")
    follow_up_due()
    (message,) = sent()
    stop = unsubscribe_url(here.person_id, "follow_up")
    assert message["Subject"].strip() == "Gracias por asistir: Primera «uno & dos»"
    for told in [
        f"Hola, {here.person.given_names}:",
        "Registramos tu asistencia: - ",
        "Con esto cumples la asistencia que el evento pide para la constancia. "
        "Cuando se emita, la encontrarás en Mi espacio; ahí puedes revisar desde ahora cómo se "
        "escribirá tu nombre.",
        f"Mi asistencia: {settings.SITE_URL}/mi-espacio/asistencia/{here.code}/",
        f"Elige qué correos recibes: {settings.SITE_URL}/mi-espacio/avisos/",
        f"Para dejar de recibir correos al terminar los eventos: {stop}",
    ]:
        assert told in plain(message), told
    assert "Lo que sigue" not in plain(message)
    assert message["List-Unsubscribe"].strip() == f"<{stop}>"
    assert "uno &amp; dos" in message.get_body(("html",)).get_content()


def test_who_attended_less_than_is_asked_for_reads_how_many_and_where_to_ask():
    event = make_event(starts_in=timedelta(days=2), sessions=3, minimum_sessions=2)
    registration = make_registration(event)
    admit(registration, 3)
    let_pass(event, days=5)
    follow_up_due()
    (message,) = sent()
    assert "Registramos tu asistencia: - Sesión 3 de 3, " in plain(message)
    assert (
        "Asististe a 1 de 2 sesiones que se piden. Si estuviste más tiempo, pide que lo revisemos "
        f"en «Mi asistencia». Mi asistencia: http://testserver/mi-espacio/asistencia/"
        f"{registration.code}/"
    ) in plain(message)


def test_the_mail_says_the_same_as_the_page_and_the_list(client):
    """Whatever part of the only session somebody saw."""
    event = make_event(starts_in=timedelta(days=2), minimum_percent=80)
    registration = make_registration(event)
    admit(registration)
    event.scans.update(scanned_at=F("scanned_at") + timedelta(minutes=30))
    let_pass(event, days=3)
    follow_up_due()
    message = plain(sent()[0])
    assert "Estuviste 75 % y se pide 80 %: faltan " in message
    client.force_login(make_user(registration.person))
    page = words(client.get(f"/mi-espacio/asistencia/{registration.code}/"))
    (standing,) = standings(Event.objects.get())
    sentence = standing.reason.removeprefix("Estuvo")
    assert f"Estuviste{sentence}" in message
    assert f"Estuviste{sentence}" in page


def test_who_was_not_seen_is_not_accused_but_told_whom_to_tell():
    _, (_, away) = ended(2)
    follow_up_due()
    message = sent()[-1]
    assert message["To"] == away.person.email
    assert message["Subject"].startswith("No registramos tu asistencia: ")
    assert "Si no pudiste ir, no tienes que hacer nada." in plain(message)
    assert "Si estuviste ahí, pide que lo revisemos en «Mi asistencia»." in plain(message)


def test_online_nobody_is_told_that_they_were_not_seen_before_a_report_came_in():
    event = make_event(starts_in=timedelta(days=2), modality=Event.Modality.ONLINE)
    away = make_registration(event)
    let_pass(event, days=3)
    assert [follow_up_due(), written()] == [0, []]
    Reminder.objects.all().delete()
    ZoomReport.objects.create(
        event=event,
        file_name="participants.csv",
        sha256="0" * 64,
        kind="meeting",
        time_zone="America/Mexico_City",
        imported_by="prueba",
    )
    assert [follow_up_due(), written()] == [1, [(away.person.email, 0)]]
