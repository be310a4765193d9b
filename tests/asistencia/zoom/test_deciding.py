"""What a person settles: it holds, it is remembered, it can be taken back."""

import pytest

from asistencia.models import ZoomAttendee, ZoomMemory
from asistencia.zoom import deciding
from asistencia.zoom.importing import import_report
from bitacora.models import Entry
from jornadas.refusal import Refusal
from tests.make import make_body, make_person, make_user

from .scene import code_of, enrolled, online_event, registered, report, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return online_event()


@pytest.fixture
def staff():
    return make_user(None, "staff")


def imported(event, *rows: str) -> list[ZoomAttendee]:
    outcome = import_report(event=event, content=report(*rows), file_name="x.csv", by="prueba")
    return [seen.attendee for seen in outcome.attendees]


def now(attendee: ZoomAttendee):
    attendee = ZoomAttendee.objects.get(pk=attendee.pk)
    return attendee.state, attendee.how, attendee.registration


def memories() -> list[tuple]:
    return list(ZoomMemory.objects.values_list("name_key", "email", "person").order_by("pk"))


def test_whose_it_is_holds_and_is_remembered(event, staff):
    person = registered(event)
    (sofi,) = imported(event, row("Sofi", "sofi@example.com"))
    deciding.settle(attendee=sofi, registration=person, by=staff)
    assert now(sofi) == ("matched", "person", person)
    assert ZoomAttendee.objects.get().decided_by == str(staff)
    assert memories() == [("sofi", "sofi@example.com", person.person.pk)]
    entry = Entry.objects.about(sofi).get(action="zoom.settled")
    assert entry.detail == {"registration": person.pk}

    # The next event, another registration of the same person.
    following = online_event()
    event.sessions.update(day=None, starts_at=None, ends_at=None)
    again = enrolled(following, person.person)
    (sofi_again,) = imported(following, row("SOFI", "sofi@example.com"))
    assert now(sofi_again) == ("matched", "remembered", again)


def test_that_it_is_nobody_holds_and_is_remembered(event, staff):
    (room,) = imported(event, row("Sala de juntas", "sala@example.com"))
    deciding.ignore(attendee=room, by=staff)
    assert now(room) == ("ignored", "person", None)
    assert memories() == [("sala de juntas", "sala@example.com", None)]
    (again,) = imported(online_event(), row("Sala de juntas", "sala@example.com"))
    assert now(again) == ("ignored", "remembered", None)


def test_what_was_decided_holds_for_later_files_of_the_event(event, staff):
    person = registered(event)
    attendee, bot = imported(event, row("Sofi"), row("Otter.ai"))
    deciding.settle(attendee=attendee, registration=person, by=staff)
    deciding.settle(attendee=bot, registration=person, by=staff)
    imported(event, row("Sofi", joined="11:00"), row("Otter.ai", joined="11:00"))
    assert now(attendee) == ("matched", "person", person)
    assert now(bot) == ("matched", "person", person)
    assert attendee.stays.count() == bot.stays.count() == 2


def test_a_decision_taken_back_waits_for_a_person_and_is_forgotten(event, staff):
    person = registered(event)
    name = f"{code_of(person)} Sofía"
    (attendee,) = imported(event, row(name))
    assert now(attendee) == ("matched", "code", person)
    deciding.reopen(attendee=attendee, by=staff)
    assert now(attendee) == ("to_confirm", "", None)
    # What a person took back no later file decides by itself.
    imported(event, row(name, joined="11:00"))
    assert now(attendee) == ("to_confirm", "", None)
    deciding.ignore(attendee=attendee, by=staff)
    deciding.reopen(attendee=attendee, by=staff)
    assert memories() == []
    assert Entry.objects.filter(action="zoom.reopened").count() == 2


def test_the_last_word_is_remembered(event, staff):
    one, other = registered(event), registered(event)
    (attendee,) = imported(event, row("Sofi", "sofi@example.com"))
    deciding.settle(attendee=attendee, registration=one, by=staff)
    deciding.settle(attendee=attendee, registration=other, by=staff)
    assert now(attendee) == ("matched", "person", other)
    assert memories() == [("sofi", "sofi@example.com", other.person.pk)]


def test_only_a_registration_that_stands_in_this_event_will_do(event, staff):
    (attendee,) = imported(event, row("Sofi"))
    with pytest.raises(Refusal, match="de otro evento"):
        deciding.settle(attendee=attendee, registration=registered(online_event()), by=staff)
    gone = registered(event)
    gone.status, gone.cancelled_by, gone.cancelled_at = "cancelled", "x", gone.created_at
    gone.save()
    with pytest.raises(Refusal, match="está cancelada"):
        deciding.settle(attendee=attendee, registration=gone, by=staff)
    assert (now(attendee), memories()) == (("to_confirm", "", None), [])


def test_a_host_that_a_person_calls_a_guest_counts(event, staff):
    person = registered(event)
    (host,) = imported(event, row("Sofía (Host)"))
    assert now(host) == ("ignored", "host", None)
    deciding.settle(attendee=host, registration=person, by=staff)
    imported(event, row("Sofía (Host)", joined="11:00"))
    assert (now(host), host.stays.count()) == (("matched", "person", person), 2)


# ── Suggestions ──────────────────────────────────────────────────────────────────────────────────


def suggested(event, *rows: str) -> list[list[tuple]]:
    attendees = imported(event, *rows)
    found = deciding.suggestions(event, attendees)
    return [[(one.registration, one.why) for one in found[a.pk]] for a in attendees]


def test_suggestions_say_why_the_likeliest_first(event):
    body = make_body("Ayuntamiento de Prueba", acronym="Prueba")
    names = {"given_names": "Sofía", "first_surname": "Muñoz", "second_surname": "Peña"}
    sofia = registered(event, body, email="s@dif.example.org", **names)
    cousin = registered(
        event, given_names="Luis", first_surname="Muñoz", second_surname="Peña", email="l@gmail.com"
    )
    luz = registered(event, given_names="Luz", first_surname="Muñoz", email="")
    assert suggested(
        event,
        row("Sofía Muñoz Peña"),
        row("Sofia Muñoz"),
        row("Muñoz Peña"),
        row("Prueba"),
        row("Tablet", "alguien@dif.example.org"),
        row("iPhone"),
        row("Luis", "x@gmail.com"),
    ) == [
        [
            (sofia, "Tiene el mismo nombre."),
            (cousin, "Comparte los dos apellidos."),
            (luz, "Comparte un apellido."),
        ],
        [
            (sofia, "Comparte nombre y apellido."),
            (luz, "Comparte un apellido."),
            (cousin, "Comparte un apellido."),
        ],
        [
            (cousin, "Comparte los dos apellidos."),
            (sofia, "Comparte los dos apellidos."),
            (luz, "Comparte un apellido."),
        ],
        [(sofia, "Es de Prueba, que se lee en el nombre.")],
        [(sofia, "Su correo también es de dif.example.org.")],
        [],
        [],
    ]


def test_each_of_a_shared_mailbox_is_suggested(event):
    one = registered(event, email="ut@example.org", first_surname="Abad")
    other = registered(event, email="ut@example.org", first_surname="Baz")
    assert suggested(event, row("Baz", "ut@example.org")) == [
        [
            (
                other,
                "Usa ese correo, que es de varias personas; comparte un apellido; su correo "
                "también es de example.org.",
            ),
            (
                one,
                "Usa ese correo, que es de varias personas; su correo también es de example.org.",
            ),
        ]
    ]


def test_suggesting_asks_the_same_for_one_and_for_three(event, django_assert_num_queries):
    for _ in range(3):
        registered(event)
    attendees = imported(event, row("Persona Uno"), row("Prueba"), row("Tres"))
    for some in (attendees[1:2], attendees):
        # The members, two of what is shared, memories, two of bodies; the registrations named.
        with django_assert_num_queries(7):
            deciding.suggestions(event, some)


def test_somebody_not_registered_is_suggested_to_nobody(event):
    make_person(given_names="Sofía", first_surname="Muñoz")
    assert suggested(event, row("Sofía Muñoz")) == [[]]
