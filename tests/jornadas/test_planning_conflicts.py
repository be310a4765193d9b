"""What stands against a plan is told in sentences, before anything is saved."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from jornadas.models import Event, NonWorkingDay, Session, Speaker, Venue
from jornadas.planning import conflicts
from jornadas.planning.conflicts import Slot
from jornadas.working_days import closing, is_whole_day, mandatory_rest_days, opening, working_day
from tests.make import make_event, make_registration

DAY = date(2026, 11, 24)
AT = opening(DAY, datetime(2026, 1, 1, 13, 30).time())


def hours(n):
    return timedelta(hours=n)


@pytest.mark.parametrize(
    ("start", "end", "together"),
    [(0, 2, True), (1, 3, True), (-1, 1, True), (2, 4, False), (-2, 0, False), (0, None, True),
     (1, None, True), (2, None, False), (None, None, False)],
)  # fmt: skip
def test_two_sessions_overlap_or_not(start, end, together):
    one = Slot("Una", AT, AT + hours(2))
    other = Slot(
        "Otra",
        None if start is None else AT + hours(start),
        None if end is None else AT + hours(end),
    )
    assert conflicts.overlap(one, other) is conflicts.overlap(other, one) is together


def test_the_same_speaker_and_the_same_room_at_one_time():
    slot = Slot("Nueva", AT, AT + hours(2), venue=1, speakers=frozenset({7}))
    other = Slot("Tercera Jornada", AT + hours(1), AT + hours(3), venue=1, speakers=frozenset({7}))
    when = "martes 24 de noviembre de 2026, de 14:30 a 16:30 h"
    assert conflicts.same_speaker(slot, [other], {7: "Comisionada Ana"}) == [
        f"Comisionada Ana ya está en «Tercera Jornada» ({when})."
    ]
    assert conflicts.same_room(slot, [other], "Auditorio") == [
        f"La sede «Auditorio» ya está ocupada por «Tercera Jornada» ({when})."
    ]


def test_days_on_which_nobody_works():
    reasons = {date(2026, 11, 16): "Calendario oficial"}
    assert conflicts.day_off(None, reasons) == []
    assert conflicts.day_off(DAY, reasons) == []
    assert conflicts.day_off(date(2026, 11, 16), reasons) == [
        "El lunes 16 de noviembre de 2026 es inhábil: Calendario oficial."
    ]
    assert conflicts.day_off(date(2026, 11, 22), reasons) == [
        "El 22 de noviembre de 2026 es domingo."
    ]


def test_more_seats_than_the_room_has():
    assert conflicts.too_many_seats(40, "Sala", 40) == []
    assert conflicts.too_many_seats(40, "Sala", None) == []
    assert conflicts.too_many_seats(41, "Sala", 40) == [
        "Se ofrecen 41 lugares en persona y la sede «Sala» tiene 40."
    ]
    assert conflicts.too_many_seats(None, "Sala", 40) == [
        "Se ofrecen lugares sin límite en persona y la sede «Sala» tiene 40."
    ]


def test_registration_that_closes_after_the_event_begins():
    assert conflicts.late_closing(AT, AT) == []
    assert conflicts.late_closing(closing(DAY), AT) == [
        "La inscripción cierra el martes 24 de noviembre de 2026, 23:59 h, después de que el "
        "evento empieza (martes 24 de noviembre de 2026, 13:30 h)."
    ]


@pytest.mark.django_db
def test_the_database_is_asked_for_other_sessions_at_that_time():
    venue = Venue.objects.create(name="Auditorio", seats=5)
    speaker = Speaker.objects.create(post="Comisionada", name="Ana")
    start = timezone.now() + timedelta(days=7)
    other = make_event(title="Otra jornada")
    other.sessions.update(venue=venue)
    other.sessions.get().speakers.add(speaker)
    event = make_event(sessions=0, seats_in_person=10, registration_closes_at=None)
    NonWorkingDay.objects.create(
        organizer=event.program.organizer, day=timezone.localdate(start), reason="Asueto"
    )

    def told(**more):
        facts = {
            "day": timezone.localdate(start),
            "starts_at": start,
            "ends_at": start + hours(1),
            "venue": venue,
            "speakers": [speaker],
        }
        return [one.split(" ")[0] for one in conflicts.of_session(event, **facts | more)]

    expected = ["El", *(["El"] if timezone.localdate(start).weekday() >= 5 else [])]
    assert told() == [*expected, "Comisionada", "La", "Se"]
    assert told(venue=None, speakers=[]) == expected
    Event.objects.filter(pk=other.pk).update(status=Event.Status.CANCELLED)
    assert told() == [*expected, "Se"]


@pytest.mark.django_db
def test_a_session_does_not_clash_with_itself():
    event = make_event(registration_closes_at=None, seats_in_person=5)
    venue = Venue.objects.create(name="Auditorio", seats=5)
    session = event.sessions.get()
    session.venue = venue
    session.save()
    told = conflicts.of_event(event)
    assert [one for one in told if "ocupada" in one] == []


@pytest.mark.django_db
def test_lowering_the_seats_under_those_given_is_told():
    event = make_event(seats_in_person=3)
    make_registration(event)
    make_registration(event)
    seats = {"in_person": 1, "online": None}
    assert conflicts.of_seats(event, event.modes, seats) == [
        "Ya hay 2 personas con lugar confirmado (presencial) y los lugares serían 1. Nadie pierde "
        "el suyo; no se darán más hasta que haya menos."
    ]


@pytest.mark.django_db
def test_only_the_first_session_has_to_wait_for_the_closing():
    event = make_event(sessions=0)
    Session.objects.create(event=event, day=DAY, starts_at=AT, ends_at=AT + hours(1))
    event.registration_closes_at = AT - hours(1)
    later = AT + timedelta(days=1)
    told = conflicts.of_session(
        event, day=later.date(), starts_at=later, ends_at=None, venue=None, speakers=[]
    )
    assert [one for one in told if "cierra" in one] == []


# Trap 23: until October 2022 Mexico had daylight saving time (UTC-5); since then it is UTC-6.
@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2021, 7, 15), "2021-07-16T04:59:59+00:00"),
        (date(2021, 10, 30), "2021-10-31T04:59:59+00:00"),
        (date(2021, 10, 31), "2021-11-01T05:59:59+00:00"),
        (date(2022, 10, 29), "2022-10-30T04:59:59+00:00"),
        (date(2022, 10, 30), "2022-10-31T05:59:59+00:00"),
        (date(2026, 7, 15), "2026-07-16T05:59:59+00:00"),
    ],
)
def test_a_window_closes_at_the_end_of_its_last_day_in_mexico(day, utc):
    from datetime import UTC

    assert closing(day).astimezone(UTC).isoformat() == utc
    assert timezone.localdate(closing(day)) == day
    assert is_whole_day(closing(day)) is True
    assert is_whole_day(closing(day, datetime(2026, 1, 1, 12, 0).time())) is False


def test_working_days_skip_weekends_and_days_of_rest():
    friday = date(2026, 11, 20)
    assert working_day(friday, 0) == friday
    assert working_day(friday, 1) == date(2026, 11, 23)
    assert working_day(friday, -5) == date(2026, 11, 13)
    assert working_day(friday, -5, {date(2026, 11, 16)}) == date(2026, 11, 12)


def test_the_days_of_rest_of_the_law():
    assert mandatory_rest_days(2021) == [
        date(2021, 1, 1),
        date(2021, 2, 1),
        date(2021, 3, 15),
        date(2021, 5, 1),
        date(2021, 9, 16),
        date(2021, 11, 15),
        date(2021, 12, 25),
    ]
    assert date(2022, 2, 7) in mandatory_rest_days(2022)
    assert date(2024, 10, 1) in mandatory_rest_days(2024)
    assert date(2030, 10, 1) in mandatory_rest_days(2030)
