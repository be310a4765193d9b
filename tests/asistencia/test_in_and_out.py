"""In, out and in again over two sessions; a phone without network tells late what it read early.

What was read is only ever added to. Minutes, who is inside and the visits are computed from it, by
the hour at which it happened and not by the order in which it arrived.
"""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from asistencia import roster
from asistencia.models import Scan
from asistencia.presence import presences_of
from jornadas.models import Event
from tests.jornadas.reading import words
from tests.make import make_event, make_person, make_registration, make_user, sign_in

from .conftest import Gate

pytestmark = pytest.mark.django_db

DAYS_AGO = 4


def make_held_event():
    """Two sessions of two hours, from 10:00 to 12:00, three and four days ago."""
    event = make_event(sessions=2, minimum_rule="percent", minimum_percent=60)
    registration = make_registration(event, make_person(given_names="Ana"))
    for session in event.sessions.all():
        day = timezone.localdate() - timedelta(days=DAYS_AGO - session.number + 1)
        session.day, session.starts_at = day, at(session, 10, day=day)
        session.ends_at = at(session, 12, day=day)
        session.save()
    return registration


def at(session, hour, minute=0, *, day=None):
    return timezone.make_aware(datetime.combine(day or session.day, time(hour, minute)))


@pytest.fixture
def registration(db):
    return make_held_event()


@pytest.fixture
def doors(registration):
    return [
        Gate(registration.event, token=name, name=f"Puerta {name}") for name in ("norte", "sur")
    ]


def read(door, registration, session, clock, direction="entry"):
    hour, minute = map(int, clock.split(":"))
    moment = at(session, hour, minute).isoformat()
    return door.send(door.reading(registration.code, direction=direction, scanned_at=moment))[0]


def tell_the_story(registration, doors) -> list[str]:
    """What each reading was answered, in the order in which they arrived."""
    north, south = doors
    first, second = registration.event.sessions.order_by("number")
    told = [
        read(north, registration, first, "9:50"),
        read(south, registration, first, "10:40", "exit"),
        read(north, registration, first, "11:00"),
        # The south door had no network at 11:30, so the north one took her for being inside still.
        read(north, registration, first, "11:45"),
        read(north, registration, second, "10:15"),
        read(south, registration, second, "11:15", "exit"),
        read(south, registration, first, "11:30", "exit"),  # a day late
    ]
    return [one["result"] for one in told]


def presence(registration):
    return presences_of(
        [type(registration).objects.select_related("event").get(pk=registration.pk)]
    )[registration.pk]


def test_minutes_are_what_she_was_inside_of_the_official_hours(registration, doors):
    assert tell_the_story(registration, doors) == [
        "admitted", "exit", "admitted", "duplicate", "admitted", "exit", "exit",
    ]  # fmt: skip
    found = presence(registration)
    spans = [
        [(f"{timezone.localtime(s.starts_at):%H:%M}", f"{timezone.localtime(s.ends_at):%H:%M}")
         for s in one.spans]
        for one in found.sessions
    ]  # fmt: skip
    assert spans == [
        [("10:00", "10:40"), ("11:00", "11:30"), ("11:45", "12:00")],
        [("10:15", "11:15")],
    ]
    assert [one.seconds // 60 for one in found.sessions] == [85, 60]
    assert [found.minutes, found.percent, found.is_enough] == [145, 60, True]


def test_her_own_page_tells_the_minutes_and_every_reading(client, registration, doors):
    tell_the_story(registration, doors)
    sign_in(client, make_user(registration.person))
    page = words(client.get(f"/mi-espacio/asistencia/{registration.code}/"))
    told = [
        "85 de 120 minutos",
        "10:00–10:40, 11:00–11:30 y 11:45–12:00",
        "60 de 120 minutos",
        "En total: 145 de 240 minutos.",
        "Estuviste 60 % del tiempo",
    ]
    assert [text for text in told if text not in page] == []
    assert page.count("Puerta norte") == 4
    assert page.count("Puerta sur") == 3


def test_before_the_late_reading_came_the_minutes_were_others(registration, doors):
    """And nothing that was known before is changed by it: it is one fact more."""
    north, south = doors
    first = registration.event.sessions.get(number=1)
    read(north, registration, first, "9:50")
    before = list(Scan.objects.values())
    assert presence(registration).sessions[0].seconds == 120 * 60
    read(south, registration, first, "11:30", "exit")
    assert presence(registration).sessions[0].seconds == 90 * 60
    assert list(Scan.objects.order_by("received_at").values())[:1] == before


def test_who_is_inside_is_told_by_the_hour_of_the_readings(registration, doors):
    """She came back at 11:45, whatever the door thought of it then."""
    tell_the_story(registration, doors)
    event = Event.objects.get(pk=registration.event_id)
    first, second = event.sessions.order_by("number")
    assert roster.inside(event, first) == {"entered": 1, "inside": 1, "walkins": 0}
    assert roster.inside(event, second) == {"entered": 1, "inside": 0, "walkins": 0}


def test_a_phone_hears_the_same_of_her(registration, doors):
    north, south = doors
    event = registration.event
    now = timezone.now()
    event.sessions.filter(number=2).delete()
    event.sessions.update(
        day=timezone.localdate(now - timedelta(hours=1)),
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
    )

    def send(door, minutes_ago, direction="entry"):
        moment = (now - timedelta(minutes=minutes_ago)).isoformat()
        door.send(door.reading(registration.code, direction=direction, scanned_at=moment))

    def is_inside():
        [person] = north.get("roster").json()["people"]
        return person["inside"]

    seen = []
    for door, minutes_ago, direction in [
        (north, 50, "entry"),
        (north, 20, "entry"),  # a duplicate, since the exit of 30 minutes ago is not known
        (south, 30, "exit"),
        (south, 10, "exit"),
    ]:
        send(door, minutes_ago, direction)
        seen.append(is_inside())
    assert seen == [True, True, True, False]
