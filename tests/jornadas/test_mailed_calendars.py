"""What is mailed, read by calendar programs that are not ours: khal and ical.js."""

from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from django.core import mail

from correo import sending
from jornadas.calendars import ZONE
from jornadas.registration import cancel, register
from tests.calendar_clients import icaljs_events, khal_after_each
from tests.make import make_event, make_person

from .moving import move

pytestmark = pytest.mark.django_db


def received() -> list[tuple[str, bytes]]:
    """The calendar parts of the mails as they arrived, each with the method of its part."""
    while sending.send_due():
        pass
    parts = []
    for message in mail.outbox:
        for part in message_from_bytes(message.message().as_bytes()).walk():
            if part.get_content_type() == "text/calendar":
                parts.append((part.get_param("method"), part.get_payload(decode=True)))
    return parts


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


def test_invitation_two_moves_cancellation_and_again_end_right_in_both():
    event = make_event(title="Segunda Jornada; niñas, niños y adolescentes")
    person = make_person(given_names="José Ángel", first_surname="Muñoz", second_surname="Peña")
    registration = register(event=event, person=person, by=person)
    starts = [event.sessions.get().starts_at]
    for hours in (24, 3):
        move(event, hours)
        starts.append(event.sessions.get().starts_at)
    cancel(registration=registration, by=person)
    register(event=event, person=person, by=person)
    methods, objects = zip(*received(), strict=True)
    assert methods == ("REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST")

    read = [icaljs_events(one)[0] for one in objects]
    assert [one["method"] for one in read] == list(methods)
    assert [one["sequence"] for one in read] == [0, 1, 2, 3, 4]
    assert len({one["uid"] for one in read}) == 1
    assert [one["status"] for one in read] == ["CONFIRMED"] * 3 + ["CANCELLED", "CONFIRMED"]
    expected = [*starts, starts[-1], starts[-1]]
    assert [one["start"][:16] for one in read] == [f"{s:%Y-%m-%dT%H:%M}" for s in expected]
    assert read[-1]["summary"] == event.title
    assert [len(one["alarms"]) for one in read] == [2, 2, 2, 0, 2]
    (attendee,) = read[-1]["attendees"]
    assert person.email in str(attendee)

    *moved, [cancelled], [again] = khal_after_each(*objects)
    assert [[(one["start"], one["summary"]) for one in shown] for shown in moved] == [
        [(clock(start), event.title)] for start in starts
    ]
    assert cancelled["status"] == "CANCELLED"
    assert cancelled["summary"] == f"Se canceló: {event.title}"
    assert (again["start"], again["end"], again["status"]) == (
        clock(starts[-1]),
        clock(starts[-1] + timedelta(hours=2)),
        "CONFIRMED",
    )


def test_an_event_of_several_sessions_is_an_object_each():
    event = make_event(sessions=3)
    person = make_person()
    register(event=event, person=person, by=person)
    methods, objects = zip(*received(), strict=True)
    assert methods == ("REQUEST",) * 3
    shown = khal_after_each(*objects)[-1]
    assert [one["start"] for one in shown] == [clock(s.starts_at) for s in event.sessions.all()]
    assert len({one["uid"] for one in shown}) == 3


def test_a_mail_that_refuses_carries_no_calendar():
    event = make_event(seats_in_person=0)
    person = make_person()
    cancel(registration=register(event=event, person=person, by=person), by=person)
    assert received() == []
    assert len(mail.outbox) == 2
