"""Feeds as real programs see them: vdirsyncer subscribes them, khal shows what it got."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from jornadas import feeds
from jornadas.models import Event, Session
from jornadas.personal_feeds import open_address
from jornadas.registration import cancel
from tests.calendar_clients import Subscriber, icaljs_events
from tests.make import make_event, make_person, make_registration

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def event():
    event = make_event(title="Jornada sobre protección de datos", sessions=0)
    plan(event, datetime(2027, 2, 4, 19, 30, tzinfo=UTC))
    return event


def plan(event, starts_at) -> None:
    """Put the event on another hour, as the panel does."""
    session, _ = Session.objects.get_or_create(event=event)
    session.day, session.starts_at = timezone.localdate(starts_at), starts_at
    session.ends_at = starts_at + timedelta(hours=2)
    session.sequence, session.changed_at = F("sequence") + 1, timezone.now()
    session.save()
    feeds.forget_all()


def shown(events) -> list[tuple]:
    return [(one["summary"], one["start"], one["end"], one["status"]) for one in events]


def test_who_subscribes_sees_a_move_and_a_cancellation(event, live_server, tmp_path):
    subscriber = Subscriber(f"{live_server}/calendario/todos.ics", tmp_path)
    title = "Jornada sobre protección de datos"
    assert shown(subscriber.refresh()) == [
        (title, "2027-02-04 13:30", "2027-02-04 15:30", "CONFIRMED")
    ]
    plan(event, datetime(2027, 2, 11, 16, 0, tzinfo=UTC))
    assert shown(subscriber.refresh()) == [
        (title, "2027-02-11 10:00", "2027-02-11 12:00", "CONFIRMED")
    ]
    Event.objects.update(status=Event.Status.CANCELLED)
    feeds.forget_all()
    assert shown(subscriber.refresh()) == [
        (f"Se canceló: {title}", "2027-02-11 10:00", "2027-02-11 12:00", "CANCELLED")
    ]


def test_one_s_own_calendar_follows_the_waiting_list(event, live_server, tmp_path):
    Event.objects.update(seats_in_person=1, registration_closes_at=event.registration_closes_at)
    first, person = make_registration(event), make_person()
    make_registration(event, person)
    token = open_address(person=person, by=person)
    subscriber = Subscriber(f"{live_server}{token.get_absolute_url()}", tmp_path)
    (before,) = subscriber.refresh()
    cancel(registration=first, by=first.person)
    feeds.forget_all()
    (after,) = subscriber.refresh()
    title = "Jornada sobre protección de datos"
    assert [(one["summary"], one["status"]) for one in (before, after)] == [
        (f"En lista de espera: {title}", "TENTATIVE"),
        (title, "CONFIRMED"),
    ]


def test_another_program_reads_what_the_subscriber_sees(event, client):
    plan(event, datetime(2027, 2, 11, 16, 0, tzinfo=UTC))
    (read,) = icaljs_events(client.get("/calendario/todos.ics").content)
    assert {name: read[name] for name in ("start", "end", "sequence", "status", "method")} == {
        "start": "2027-02-11T16:00:00.000Z",
        "end": "2027-02-11T18:00:00.000Z",
        "sequence": 2,
        "status": "CONFIRMED",
        "method": "PUBLISH",
    }
