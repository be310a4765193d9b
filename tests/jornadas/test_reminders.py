"""Reminders: each once, at its moment, to those who have a seat and want it."""

import email
from datetime import date, datetime, time, timedelta
from email import policy

import pytest
from django.core import mail
from django.utils import timezone

from correo.models import Message
from correo.sending import send_due
from jornadas.codes import online_code, spoken_online
from jornadas.models import Event, Reminder, Venue
from jornadas.preferences import choose, unsubscribe_url
from jornadas.registration import cancel
from jornadas.reminders import due, near_day, remind_due
from tests.make import make_event, make_person, make_program, make_registration
from trabajos.registry import CHORES

pytestmark = pytest.mark.django_db

LINK = "https://example.org/sala"


def coming(starts_in, *, link="", **fields):
    """An event whose registration is open to all modes, that starts then."""
    event = make_event(starts_in=starts_in, **fields)
    event.sessions.update(link=link)
    return event


def reminders() -> list[tuple[str, str]]:
    """What was written of reminders: kind and mailbox, in the order of writing."""
    found = Message.objects.filter(kind__startswith="jornadas.reminder").order_by("pk")
    return [(one.kind.removeprefix("jornadas.reminder_"), one.to) for one in found]


def sent():
    """The reminders, as they leave: parsed from their bytes."""
    while send_due():
        pass
    everything = [
        email.message_from_bytes(one.message().as_bytes(), policy=policy.default)
        for one in mail.outbox
    ]
    return [one for one in everything if one["List-Unsubscribe"]]


def plain(message) -> str:
    return " ".join(message.get_body(("plain",)).get_content().split())


def rich(message) -> str:
    return message.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        (timedelta(days=7, minutes=1), []),
        (timedelta(days=7), ["week"]),
        (timedelta(days=2, minutes=1), ["week"]),
        (timedelta(days=2), []),
        (timedelta(hours=24, minutes=1), []),
        (timedelta(hours=24), ["day"]),
        (timedelta(hours=3, minutes=1), ["day"]),
        (timedelta(hours=3), []),
        (timedelta(minutes=76), []),
        (timedelta(minutes=75), ["hour"]),
        (timedelta(minutes=1), ["hour"]),
        (timedelta(0), []),
        (timedelta(minutes=-1), []),
    ],
)
def test_each_kind_has_its_window_before_the_start(before, kinds):
    event = coming(timedelta(days=10), modality=Event.Modality.ONLINE, link=LINK)
    person = make_registration(event, mode="online").person
    start = event.sessions.get().starts_at
    remind_due(start - before)
    assert reminders() == [(kind, person.email) for kind in kinds]


def test_it_is_written_once_and_says_how_many_were_told():
    event = coming(timedelta(hours=20))
    people = [make_registration(event).person for _ in range(2)]
    assert [remind_due(), remind_due()] == [2, 0]
    assert reminders() == [("day", person.email) for person in people]
    (kept,) = Reminder.objects.all()
    session = event.sessions.get()
    assert (kept.session, kept.kind, kept.starts_at, kept.told) == (
        session,
        "day",
        session.starts_at,
        2,
    )


def test_a_worker_that_finds_it_written_writes_nothing_though_it_saw_it_due():
    """As with two workers that looked at the same moment."""
    from jornadas.reminders import _remind

    event, now = coming(timedelta(hours=20)), timezone.now()
    make_registration(event)
    (seen,) = due(now)
    assert [_remind(seen, now), _remind(seen, now)] == [1, 0]
    assert len(reminders()) == 1


def test_a_session_that_moves_reminds_of_its_new_start():
    event = coming(timedelta(hours=20))
    person = make_registration(event).person
    remind_due()
    session = event.sessions.get()
    session.starts_at += timedelta(hours=2)
    session.ends_at += timedelta(hours=2)
    session.day = timezone.localdate(session.starts_at)
    session.save()
    assert [remind_due(), remind_due()] == [1, 0]
    assert reminders() == [("day", person.email)] * 2


def test_who_registers_after_the_reminder_gets_none_for_the_pass_has_just_come():
    event = coming(timedelta(hours=20))
    first = make_registration(event).person
    remind_due()
    make_registration(event)
    remind_due()
    assert reminders() == [("day", first.email)]


def test_who_waits_or_cancelled_or_has_no_mailbox_is_not_reminded():
    event = coming(timedelta(hours=20), seats_in_person=3)
    here, leaves = make_registration(event), make_registration(event)
    make_registration(event, make_person(email=""))
    cancel(registration=leaves, by=leaves.person)
    make_registration(event)
    make_registration(event)  # waits
    remind_due()
    confirmed = event.registrations.confirmed().exclude(person__email="").order_by("pk")
    assert len(confirmed) == 2
    assert reminders() == [("day", one.person.email) for one in confirmed]
    assert here in confirmed


def test_who_refused_reminders_gets_none_and_who_refused_something_else_does():
    event = coming(timedelta(hours=20))
    refused, other = (make_registration(event).person for _ in range(2))
    choose(refused, {"reminders": False}, by="prueba")
    choose(other, {"follow_up": False}, by="prueba")
    remind_due()
    assert reminders() == [("day", other.email)]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Event.Status.CANCELLED},
        {"status": Event.Status.DRAFT},
        {"date_status": Event.DateStatus.TO_CONFIRM},
        {"date_status": Event.DateStatus.CHANGE_PENDING},
    ],
)
def test_a_date_that_may_not_hold_reminds_nobody(fields):
    event = coming(timedelta(hours=20))
    make_registration(event)
    Event.objects.update(**fields)
    assert [remind_due(), reminders(), Reminder.objects.count()] == [0, [], 0]


def test_a_programme_that_is_not_published_reminds_nobody():
    program = make_program()
    make_registration(coming(timedelta(hours=20), program=program))
    program.is_published = False
    program.save()
    assert [remind_due(), reminders()] == [0, []]


def test_a_session_without_an_hour_counts_from_the_morning_of_its_day():
    event = coming(timedelta(days=5))
    event.sessions.update(starts_at=None, ends_at=None, day=date(2027, 3, 10))
    make_registration(event)
    morning = timezone.make_aware(datetime.combine(date(2027, 3, 10), time(8)))
    for before in (timedelta(days=7), timedelta(days=1), timedelta(hours=1)):
        remind_due(morning - before)
    assert [(one.kind, one.starts_at) for one in Reminder.objects.order_by("pk")] == [
        ("week", morning),
        ("day", morning),
    ]


def test_each_session_reminds_of_itself_alone():
    event = coming(timedelta(hours=20), sessions=3)
    event.sessions.filter(number=2).update(title="Segunda parte")
    make_registration(event)
    remind_due()
    remind_due(timezone.now() + timedelta(hours=24))
    written = Message.objects.filter(kind="jornadas.reminder_day").order_by("pk")
    told = [[session["title"] for session in one.context["sessions"]] for one in written]
    assert told == [["Sesión 1 de 3"], ["Segunda parte"]]
    # Once the event has begun nobody can give the seat back, so nothing offers it.
    assert [one.context["can_cancel"] for one in written] == [True, False]


def test_only_who_comes_by_the_link_is_reminded_an_hour_before():
    event = coming(timedelta(hours=1), modality=Event.Modality.HYBRID, link=LINK)
    make_registration(event, mode="in_person")
    online = make_registration(event, mode="online").person
    remind_due()
    assert reminders() == [("hour", online.email)]


def test_the_hour_before_waits_for_a_link_and_goes_when_there_is_one():
    event = coming(timedelta(hours=1), modality=Event.Modality.ONLINE)
    person = make_registration(event, mode="online").person
    assert [remind_due(), Reminder.objects.count()] == [0, 0]
    event.sessions.update(link=LINK)
    assert remind_due() == 1
    assert reminders() == [("hour", person.email)]


def test_it_leaves_after_what_was_written_before_about_the_same_event():
    registration = make_registration(coming(timedelta(hours=20)))
    remind_due()
    streams = list(Message.objects.values_list("stream", flat=True))
    assert streams == [f"{registration.event_id}:{registration.person_id}"] * 2


def test_one_query_where_nothing_is_due(django_assert_num_queries):
    make_registration(coming(timedelta(hours=20)))
    remind_due()
    with django_assert_num_queries(1):
        assert remind_due() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_one_and_three_people_cost_the_same(count, django_assert_num_queries):
    event = coming(timedelta(hours=20))
    for _ in range(count):
        make_registration(event)
    with django_assert_num_queries(11):
        assert remind_due() == count


def test_the_worker_does_it():
    assert "jornadas.remind" in CHORES


# ── What it says ────────────────────────────────────────────────────────────────────────────────


def test_a_reminder_holds_all_one_needs_at_the_door(settings):
    event = coming(timedelta(days=5), title="Segunda Jornada «uno & dos»")
    event.sessions.update(venue=Venue.objects.create(name="Auditorio", address="Pino Suárez s/n"))
    registration = make_registration(event, make_person(given_names="Ana María"))
    remind_due()
    (message,) = sent()
    code, site = registration.code, settings.SITE_URL
    day = near_day(event.sessions.get().day, timezone.localdate())
    stop = unsubscribe_url(registration.person_id, "reminders")
    assert message["Subject"].strip() == f"{day.capitalize()}: Segunda Jornada «uno & dos»"
    for told in [
        "Hola, Ana María:",
        f"Te esperamos {day} a las ",
        "Auditorio Pino Suárez s/n",
        f"di su código: {code[:4]} {code[4:8]} {code[8:]}",
        f"{site}/pase/{code}/ ",
        f"{site}/pase/{code}/cancelar/",
        f"{site}/jornadas/{event.slug}.ics",
        f"Elige qué correos recibes: {site}/mi-espacio/avisos/",
        f"Para dejar de recibir recordatorios: {stop}",
    ]:
        assert told in plain(message), told
    assert "uno &amp; dos" in rich(message)
    assert [message["List-Unsubscribe"].strip(), message["List-Unsubscribe-Post"]] == [
        f"<{stop}>",
        "List-Unsubscribe=One-Click",
    ]
    # Words and nothing else: small, and read where no pictures are shown.
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert len(message.as_bytes()) < 10_000


def test_the_hour_before_begins_with_the_link():
    event = coming(timedelta(hours=1), modality=Event.Modality.ONLINE, link=LINK)
    make_registration(event, make_person(given_names="Ana"), mode="online")
    remind_due()
    (message,) = sent()
    start = timezone.localtime(event.sessions.get().starts_at)
    begins = f"mpieza a las {start:%H:%M} h"
    assert message["Subject"] == f"E{begins}: {event.title}"
    assert plain(message).startswith(
        f"Hola, Ana: Tu sesión en línea e{begins}. Entra aquí: {LINK} {event.title} "
    )
    assert f'<a href="{LINK}"' in rich(message)


def test_before_that_who_comes_online_has_the_link_and_who_comes_in_person_the_place():
    event = coming(timedelta(hours=20), modality=Event.Modality.HYBRID, link=LINK)
    event.sessions.update(venue=Venue.objects.create(name="Auditorio"))
    for mode in ("online", "in_person"):
        make_registration(event, mode=mode)
    remind_due()
    told = [(LINK in plain(one), "Auditorio" in plain(one)) for one in sent()]
    assert told == [(True, False), (False, True)]


@pytest.mark.parametrize("before", [timedelta(hours=20), timedelta(hours=1)])
def test_who_comes_online_is_told_the_code_for_their_name_in_zoom(before):
    event = coming(before, modality=Event.Modality.ONLINE, link=LINK)
    registration = make_registration(event, make_person(given_names="Ana"), mode="online")
    remind_due()
    (message,) = sent()
    code = spoken_online(online_code(registration.code))
    assert f"Pon este código al inicio de tu nombre en Zoom: {code}" in plain(message)
    assert code in rich(message)


def test_a_day_is_called_as_one_speaks_of_it():
    today = date(2026, 11, 28)
    days = [today + timedelta(days=n) for n in (0, 1, 2, -1)]
    assert [near_day(day, today) for day in days] == [
        "hoy",
        "mañana",
        "el lunes 30 de noviembre",
        "el viernes 27 de noviembre",
    ]
