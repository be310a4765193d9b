"""The calendar of one person: all that is theirs, and nothing of anybody else."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.utils import timezone

from jornadas.models import CalendarEntry, Event, Feed, FeedToken, Session
from jornadas.personal_feeds import change_address, close_address, open_address
from jornadas.registration import cancel
from tests.make import make_body, make_event, make_person, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person(given_names="Ximena", first_surname="Ordóñez", email="ximena@example.org")


@pytest.fixture
def entries(client, person):
    """Reads the person's calendar as it stands now."""
    token = open_address(person=person, by=person)

    def read():
        Feed.objects.all().delete()
        return icalendar.Calendar.from_ical(client.get(token.get_absolute_url()).content).events

    return read


def facts(entry) -> dict:
    return {
        name: str(entry[name]) for name in ("SUMMARY", "STATUS", "TRANSP", "URL") if name in entry
    }


def alarms(entry) -> list[timedelta]:
    return [alarm["TRIGGER"].dt for alarm in entry.walk("VALARM")]


def test_a_seat_is_the_entry_that_was_mailed_with_its_pass_and_two_reminders(person, entries):
    event = make_event(title="Jornada")
    registration = make_registration(event, person)
    mailed = CalendarEntry.objects.get(person=person)
    CalendarEntry.objects.update(sequence=4)
    (entry,) = entries()
    assert facts(entry) == {
        "SUMMARY": "Jornada",
        "STATUS": "CONFIRMED",
        "URL": f"http://testserver{registration.get_absolute_url()}",
    }
    assert [str(entry["UID"]), entry["SEQUENCE"]] == [mailed.uid, 4]
    assert alarms(entry) == [timedelta(days=-1), timedelta(hours=-1)]


def test_who_waits_is_not_busy_and_keeps_the_identifier_when_they_get_a_seat(person, entries):
    event = make_event(title="Jornada", seats_in_person=1)
    before = make_registration(event)
    mine = make_registration(event, person)
    (waiting,) = entries()
    assert facts(waiting) == {
        "SUMMARY": "En lista de espera: Jornada",
        "STATUS": "TENTATIVE",
        "TRANSP": "TRANSPARENT",
        "URL": f"http://testserver{mine.get_absolute_url()}",
    }
    assert alarms(waiting) == []
    cancel(registration=before, by=before.person)
    (seated,) = entries()
    assert [str(seated["SUMMARY"]), seated["UID"]] == ["Jornada", waiting["UID"]]


def test_a_session_online_has_its_link_for_who_has_a_seat_there(person, entries):
    event = make_event(modality=Event.Modality.ONLINE, seats_online=1, sessions=0)
    Session.objects.create(
        event=event,
        day="2099-01-05",
        starts_at=datetime(2099, 1, 5, 16, 0, tzinfo=UTC),
        link="https://sala.example/1",
    )
    make_registration(event, person)
    (entry,) = entries()
    assert str(entry["LOCATION"]) == "En línea"
    assert "Para entrar: https://sala.example/1" in str(entry["DESCRIPTION"])


def test_what_they_cancelled_is_struck_while_it_is_ahead_and_gone_afterwards(person, entries):
    event = make_event(title="Jornada")
    registration = make_registration(event, person)
    (before,) = entries()
    cancel(registration=registration, by=person)
    (after,) = entries()
    assert facts(after) | {"URL": ""} == {
        "SUMMARY": "Se canceló tu inscripción: Jornada",
        "STATUS": "CANCELLED",
        "TRANSP": "TRANSPARENT",
        "URL": "",
    }
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert alarms(after) == []
    now = timezone.now()
    event.sessions.update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    CalendarEntry.objects.all().delete()
    assert entries() == []


def test_who_cancelled_and_came_back_is_in_it_once(person, entries):
    event = make_event(title="Jornada")
    cancel(registration=make_registration(event, person), by=person)
    make_registration(event, person)
    assert [str(entry["SUMMARY"]) for entry in entries()] == ["Jornada"]


def test_an_event_that_was_cancelled_stays_and_says_so(person, entries):
    event = make_event(title="Jornada")
    make_registration(event, person)
    Event.objects.update(status=Event.Status.CANCELLED)
    (entry,) = entries()
    assert [str(entry["SUMMARY"]), str(entry["STATUS"]), alarms(entry)] == [
        "Se canceló: Jornada",
        "CANCELLED",
        [],
    ]


def test_a_session_that_lost_its_day_is_cancelled_on_the_day_that_was_mailed(person, entries):
    event = make_event(title="Jornada")
    make_registration(event, person)
    (before,) = entries()
    event.sessions.update(day=None, starts_at=None, ends_at=None)
    (after,) = entries()
    assert [str(after["SUMMARY"]), str(after["STATUS"]), after.start, after["UID"]] == [
        "Se canceló: Jornada",
        "CANCELLED",
        before.start,
        before["UID"],
    ]


def test_there_is_nobody_in_it_not_even_who_owns_it(client, person):
    body = make_body("Ayuntamiento de Todas")
    event = make_event(title="Jornada", seats_in_person=2)
    others = [make_person(body, given_names=f"Ajena{n}", first_surname="Otra") for n in range(3)]
    registrations = [make_registration(event, other) for other in others[:1]]
    make_registration(event, person)
    registrations += [make_registration(event, other) for other in others[1:]]
    token = open_address(person=person, by=person)
    said = client.get(token.get_absolute_url()).content.replace(b"\r\n ", b"").decode()
    secrets = ["Ximena", "Ordóñez", person.email, body.name, "Ajena", "Otra", "ATTENDEE"]
    secrets += [other.email for other in others]
    secrets += [registration.code for registration in registrations]
    assert [secret for secret in secrets if secret in said] == []


def test_it_is_kept_out_of_shared_caches_and_search_engines(client, person):
    answer = client.get(open_address(person=person, by=person).get_absolute_url())
    assert [answer["Cache-Control"], answer["X-Robots-Tag"]] == [
        "private, max-age=300",
        "noindex, nofollow",
    ]
    again = client.get(answer.request["PATH_INFO"], headers={"if-none-match": answer["ETag"]})
    assert [again.status_code, again.content, again["Cache-Control"]] == [
        304,
        b"",
        "private, max-age=300",
    ]


def test_a_revoked_address_leads_nowhere_and_its_calendar_is_not_kept(client, person):
    old = open_address(person=person, by=person)
    client.get(old.get_absolute_url())
    new = change_address(person=person, by=person)
    assert client.get(old.get_absolute_url()).status_code == 404
    assert client.get(new.get_absolute_url()).status_code == 200
    assert close_address(person=person, by=person) is True
    assert client.get(new.get_absolute_url()).status_code == 404
    assert [list(Feed.objects.all()), FeedToken.objects.usable().count()] == [[], 0]
    assert close_address(person=person, by=person) is False


def test_it_asks_as_much_for_three_events_as_for_one(client, person, django_assert_num_queries):
    token = open_address(person=person, by=person)
    make_registration(make_event(sessions=2), person)
    with django_assert_num_queries(7):
        client.get(token.get_absolute_url())
    for day in (10, 20):
        make_registration(make_event(starts_in=timedelta(days=day), sessions=2), person)
    Feed.objects.all().delete()
    with django_assert_num_queries(7):
        client.get(token.get_absolute_url())
    with django_assert_num_queries(2):
        client.get(token.get_absolute_url())
