"""The calendar file of an event, read back with a reader that is not the writer's template."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from django.conf import settings

from jornadas.models import Event, Session, Venue
from tests.make import make_event

pytestmark = pytest.mark.django_db


def fetched(client, event):
    response = client.get(event.get_calendar_url())
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def test_an_event_is_published_with_hours_place_and_its_page(client):
    event = make_event(title="Segunda Jornada; con punto, y coma", sessions=0)
    Session.objects.create(
        event=event,
        day=date(2021, 11, 4),
        starts_at=datetime(2021, 11, 4, 19, 30, tzinfo=UTC),
        ends_at=datetime(2021, 11, 4, 21, 0, tzinfo=UTC),
        venue=Venue.objects.create(name="Auditorio", address="Pino Suárez s/n,\nMetepec"),
    )
    calendar = fetched(client, event)
    (entry,) = calendar.events
    assert calendar["METHOD"] == "PUBLISH"
    assert [str(entry["SUMMARY"]), str(entry["LOCATION"]), str(entry["STATUS"])] == [
        "Segunda Jornada; con punto, y coma",
        "Auditorio, Pino Suárez s/n, Metepec",
        "CONFIRMED",
    ]
    assert str(entry["URL"]) == settings.SITE_URL + event.get_absolute_url()
    assert entry["DTSTART"].params["TZID"] == "America/Mexico_City"
    assert f"{entry.start:%Y-%m-%d %H:%M %z}" == "2021-11-04 13:30 -0600"
    assert f"{entry.end:%H:%M}" == "15:00"


def test_the_summer_time_of_2021_is_in_the_file(client):
    event = make_event(sessions=0)
    moment = datetime(2021, 10, 28, 16, 4, tzinfo=UTC)
    Session.objects.create(event=event, day=date(2021, 10, 28), starts_at=moment)
    calendar = fetched(client, event)
    (zone,) = calendar.timezones
    assert zone["TZID"] == "America/Mexico_City"
    (entry,) = calendar.events
    assert f"{entry.start:%H:%M %z}" == "11:04 -0500"
    # As a reader would that has only the file to go by.
    assert zone.to_tz().utcoffset(datetime(2021, 10, 28, 11, 4)).total_seconds() == -5 * 3600
    assert zone.to_tz().utcoffset(datetime(2026, 7, 1, 11, 4)).total_seconds() == -6 * 3600


def test_a_session_without_hours_takes_the_whole_day_and_says_so(client):
    event = make_event(title="Tercera Jornada", sessions=0)
    Session.objects.create(event=event, day=date(2021, 11, 12))
    (entry,) = fetched(client, event).events
    assert [entry.start, entry.end, str(entry["SUMMARY"])] == [
        date(2021, 11, 12),
        date(2021, 11, 13),
        "Tercera Jornada (hora por confirmar)",
    ]


def test_each_session_is_an_entry_with_an_identifier_that_never_changes(client):
    event = make_event(sessions=3)
    before = [str(entry["UID"]) for entry in fetched(client, event).events]
    event.title, event.slug = "Otro título", "otra-clave"
    event.save()
    after = [str(entry["UID"]) for entry in fetched(client, event).events]
    other = [str(entry["UID"]) for entry in fetched(client, make_event(sessions=3)).events]
    assert after == before
    assert len({*before, *other}) == 6


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": Event.Status.CANCELLED}, "CANCELLED"),
        ({"date_status": Event.DateStatus.CHANGE_PENDING}, "TENTATIVE"),
    ],
)
def test_what_became_of_it_is_its_status(client, fields, status):
    (entry,) = fetched(client, make_event(**fields)).events
    assert str(entry["STATUS"]) == status


def test_without_a_day_there_is_nothing_to_keep(client):
    assert fetched(client, make_event(sessions=0)).events == []
