"""Feeds as real programs see them: vdirsyncer subscribes them, khal shows what it got."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from jornadas import changes
from jornadas.models import Session
from jornadas.personal_feeds import open_address
from jornadas.planning.actions import save_session
from jornadas.registration import cancel
from tests.calendar_clients import Subscriber, icaljs_events
from tests.make import make_event, make_person, make_registration

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Of a day to come, and of the one that it is moved to.
DAY = timezone.localdate() + timedelta(days=30)
FIRST, SECOND = f"{DAY}", f"{DAY + timedelta(days=7)}"
BEFORE, AFTER = (f"{FIRST} 13:30", f"{FIRST} 15:30"), (f"{SECOND} 10:00", f"{SECOND} 12:00")
TITLE = "Jornada sobre protección de datos"
WHY = changes.Why(asked_by="La institución", asked_on="2026-01-05")


@pytest.fixture
def event():
    event = make_event(title=TITLE, sessions=0, seats_in_person=1)
    Session.objects.create(event=event, **hours(DAY, time(13, 30)))
    return event


def hours(day, start) -> dict:
    """Two of them, on the clock of the institution."""
    starts_at = timezone.make_aware(datetime.combine(day, start))
    return {"day": day, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}


def move(event) -> None:
    """To another day and hour, as staff do it."""
    session = event.sessions.get()
    for name, value in hours(DAY + timedelta(days=7), time(10)).items():
        setattr(session, name, value)
    changes.change(
        event=event,
        act=lambda: save_session(session=session, speakers=[], by="prueba"),
        why=WHY,
        by="prueba",
    )


def call_off(event) -> None:
    changes.change(
        event=event,
        act=lambda: changes.cancel_event(event=event, by="prueba"),
        why=WHY,
        by="prueba",
    )


def shown(events) -> list[tuple]:
    return [(one["summary"], one["start"], one["end"], one["status"]) for one in events]


def test_who_subscribes_sees_a_move_and_a_cancellation(event, live_server, tmp_path):
    subscriber = Subscriber(f"{live_server}/calendario/todos.ics", tmp_path)
    assert shown(subscriber.refresh()) == [(TITLE, *BEFORE, "CONFIRMED")]
    move(event)
    assert shown(subscriber.refresh()) == [(TITLE, *AFTER, "CONFIRMED")]
    call_off(event)
    assert shown(subscriber.refresh()) == [(f"Se canceló: {TITLE}", *AFTER, "CANCELLED")]


def test_one_s_own_calendar_follows_the_waiting_list_and_the_event(event, live_server, tmp_path):
    first, person = make_registration(event), make_person()
    make_registration(event, person)
    token = open_address(person=person, by=person)
    subscriber = Subscriber(f"{live_server}{token.get_absolute_url()}", tmp_path)
    before = shown(subscriber.refresh())
    cancel(registration=first, by=first.person)
    move(event)
    assert [before, shown(subscriber.refresh())] == [
        [(f"En lista de espera: {TITLE}", *BEFORE, "TENTATIVE")],
        [(TITLE, *AFTER, "CONFIRMED")],
    ]


def test_another_program_reads_the_move_with_its_number(event, client):
    move(event)
    (read,) = icaljs_events(client.get("/calendario/todos.ics").content)
    assert {name: read[name] for name in ("start", "end", "sequence", "status", "method")} == {
        "start": f"{SECOND}T16:00:00.000Z",
        "end": f"{SECOND}T18:00:00.000Z",
        "sequence": 1,
        "status": "CONFIRMED",
        "method": "PUBLISH",
    }
    assert read["description"].startswith("Cambió: de «")
