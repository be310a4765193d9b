"""Presence: the union of door, Zoom and hand within the official hours, against the minimum."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from asistencia.models import Scan
from asistencia.presence import presences, presences_of, unseen, with_entry
from jornadas.models import Event, Registration, Session
from tests.asistencia.facts import DAY, LATER, Result, at, by_hand, held, leave, read, stay
from tests.make import make_event, make_person, make_registration

pytestmark = pytest.mark.django_db


def presence(registration, now=LATER):
    [found] = presences(Event.objects.get(pk=registration.event_id), now=now).values()
    return found


def clock(spans):
    """Spans as hours of the institution's clock."""
    return [
        f"{timezone.localtime(one.starts_at):%H:%M}-{timezone.localtime(one.ends_at):%H:%M}"
        for one in spans
    ]


def told(registration, session=1, now=LATER):
    """One session: when, what is missing, percent and from where."""
    one = presence(registration, now).sessions[session - 1]
    return clock(one.spans), clock(one.missing), one.percent, set(one.sources)


def test_an_entry_lasts_until_the_exit_and_the_next_one_opens_another_stay():
    one = make_registration(held())
    read(one, at(9, 50))
    leave(one, at(10, 40))
    read(one, at(11, 20), visit=2)
    assert told(one) == (["10:00-10:40", "11:20-12:00"], ["10:40-11:20"], 66, {"door"})


def test_without_an_exit_one_stayed_until_the_end():
    one = make_registration(held())
    read(one, at(10, 30))
    assert told(one) == (["10:30-12:00"], ["10:00-10:30"], 75, {"door"})


def test_an_exit_after_the_end_and_one_before_any_entry_change_nothing():
    one = make_registration(held())
    leave(one, at(10, 5))
    read(one, at(10, 30))
    leave(one, at(12, 40))
    assert told(one) == (["10:30-12:00"], ["10:00-10:30"], 75, {"door"})


def test_who_left_before_it_began_or_came_when_it_was_over_was_not_there():
    early, late = (make_registration(event) for event in [held(), held()])
    read(early, at(9))
    leave(early, at(9, 30))
    read(late, at(12, 30))
    for one in (early, late):
        assert told(one) == ([], ["10:00-12:00"], 0, set())
        assert presence(one).attended == []


def test_what_was_undone_does_not_count_and_neither_does_what_repeats_it():
    one = make_registration(held())
    entry = read(one, at(10), undone_at=LATER, undone_by="Puerta")
    read(one, at(10, 10), Result.DUPLICATE, first=entry)
    assert told(one) == ([], ["10:00-12:00"], 0, set())


def test_an_undone_exit_closes_nothing():
    one = make_registration(held())
    read(one, at(10))
    leave(one, at(11), undone_at=LATER, undone_by="Puerta")
    assert told(one)[0] == ["10:00-12:00"]


def test_what_a_phone_without_network_tells_late_counts_by_its_hour():
    """Its entry at 10:00 and exit at 10:30 come in after the entry of another door at 11:00."""
    one = make_registration(held())
    first = read(one, at(11))
    read(one, at(10), Result.DUPLICATE, first=first)
    leave(one, at(10, 30))
    assert told(one)[0] == ["10:00-10:30", "11:00-12:00"]


def test_refused_readings_are_nobodys_presence():
    one = make_registration(held())
    for result in (Result.WAITLISTED, Result.CANCELLED):
        read(one, at(10), result)
    assert told(one)[3] == set()


def test_two_devices_and_a_restarted_meeting_are_one_presence():
    one = make_registration(held(modality="hybrid"), mode="online")
    stay(one, at(9, 55), at(10, 50))
    stay(one, at(10, 30), at(11))
    stay(one, at(11, 10), at(11, 20))
    assert told(one) == (
        ["10:00-11:00", "11:10-11:20"],
        ["11:00-11:10", "11:20-12:00"],
        58,
        {"online"},
    )


def test_only_stays_that_are_somebodys_in_a_report_that_stands_count():
    one = make_registration(held())
    stay(one, at(10), at(11), state="to_confirm")
    stay(one, at(10), at(11), state="ignored")
    stay(one, at(10), at(11), withdrawn_at=LATER, withdrawn_by="prueba")
    assert told(one)[3] == set()


def test_a_report_of_one_session_says_nothing_of_another():
    one = make_registration(held((10, 12), (12, 14)))
    stay(one, at(11), at(13), session=2)
    assert [told(one, session=number)[0] for number in (1, 2)] == [[], ["12:00-13:00"]]


def test_a_report_of_the_event_counts_for_each_session_it_touches():
    one = make_registration(held((10, 12), (12, 14)))
    stay(one, at(11), at(13))
    assert [told(one, session=number)[0] for number in (1, 2)] == [["11:00-12:00"], ["12:00-13:00"]]


def test_by_hand_whole_or_by_its_hours_until_it_is_withdrawn():
    one = make_registration(held((10, 12), (12, 14)))
    by_hand(one, session=2)
    hours = by_hand(one, starts_at=at(9), ends_at=at(11))
    assert [told(one, number)[0] for number in (1, 2)] == [["10:00-11:00"], ["12:00-14:00"]]
    hours.withdrawn_at, hours.withdrawn_by = LATER, "prueba"
    hours.save()
    assert [told(one, number)[0] for number in (1, 2)] == [[], ["12:00-14:00"]]


def test_door_zoom_and_hand_together_are_one_union():
    one = make_registration(held())
    read(one, at(10))
    leave(one, at(10, 40))
    stay(one, at(10, 30), at(11))
    by_hand(one, starts_at=at(11, 30), ends_at=at(12))
    assert told(one) == (
        ["10:00-11:00", "11:30-12:00"],
        ["11:00-11:30"],
        75,
        {"door", "online", "manual"},
    )


def test_while_it_runs_only_what_has_passed_counts_or_is_missing():
    one = make_registration(held())
    read(one, at(10, 30))
    assert told(one, now=at(11)) == (["10:30-11:00"], ["10:00-10:30"], 25, {"door"})
    assert told(one, now=at(9)) == ([], [], 0, set())


def test_percentages_are_rounded_down():
    one = make_registration(held(minimum_percent=80))
    read(one, at(10, 24, 1))
    assert (presence(one).percent, presence(one).is_enough) == (79, False)
    Scan.objects.update(scanned_at=at(10, 24))
    assert (presence(one).percent, presence(one).is_enough) == (80, True)


@pytest.mark.parametrize("hours", [(10, None), (None, None)])
def test_where_the_hours_are_not_known_any_entry_is_the_whole_session(hours):
    one = make_registration(held(hours, minimum_percent=80))
    assert not presence(one).is_enough
    read(one, at(13))
    found = presence(one)
    assert (found.is_enough, found.percent, found.minutes, found.sources) == (
        True,
        None,
        0,
        {"door"},
    )
    assert found.sessions[0].official is None


def test_a_report_counts_for_a_session_without_hours_on_its_day_only():
    one = make_registration(held((None, None)))
    stay(one, at(10, day=DAY + timedelta(days=1)), at(11, day=DAY + timedelta(days=1)))
    assert not presence(one).was_there
    stay(one, at(10), at(11))
    assert presence(one).was_there


def test_a_session_without_a_day_takes_only_what_names_it():
    one = make_registration(held())
    Session.objects.create(event=one.event, number=2)
    stay(one, at(10), at(11))
    assert presence(one).sessions[1].sources == set()
    stay(one, at(10), at(11), session=2)
    assert presence(one).sessions[1].sources == {"online"}


def test_an_entry_on_a_day_without_session_attends_nothing():
    one = make_registration(held())
    read(one, at(10), session=None)
    assert not presence(one).was_there
    [found] = with_entry(Registration.objects.all())
    assert found.entered_at == at(10)


def test_sessions_at_the_same_hour_count_once_in_the_whole():
    one = make_registration(held((10, 12), (11, 13), minimum_rule="percent", minimum_percent=100))
    stay(one, at(10), at(13))
    found = presence(one)
    assert (found.official, found.minutes, found.percent, found.is_enough) == (
        3 * 3600,
        180,
        100,
        True,
    )


def test_the_night_the_clock_was_put_back_counts_its_hour():
    """From 22:00 on 29 October 2022 to 3:00, six hours; from the entry at 23:00, five."""
    event = make_event()
    one = make_registration(event)
    day = date(2022, 10, 29)
    event.sessions.update(
        day=day,
        starts_at=at(22, day=day),
        ends_at=at(3, day=day + timedelta(days=1)),
    )
    read(one, at(23, day=day))
    assert (presence(one).official, presence(one).minutes) == (6 * 3600, 300)


# ── The minimum ─────────────────────────────────────────────────────────────────────────────────


def test_so_many_sessions_each_by_a_share_of_it():
    one = make_registration(
        held((10, 12), (12, 14), (14, 16), minimum_sessions=2, minimum_percent=50)
    )
    read(one, at(10))
    read(one, at(13, 10), session=2)
    assert ([s.number for s in presence(one).attended], presence(one).is_enough) == ([1], False)
    read(one, at(15), session=3)
    assert ([s.number for s in presence(one).attended], presence(one).is_enough) == ([1, 3], True)


def test_a_share_of_all_hours_together():
    event = held((10, 12), (12, 16), minimum_rule="percent", minimum_percent=70)
    one = make_registration(event)
    read(one, at(12), session=2)
    assert (presence(one).percent, presence(one).is_enough) == (66, False)
    read(one, at(11, 45))
    assert (presence(one).percent, presence(one).is_enough) == (70, True)


def test_a_share_without_any_known_hours_is_that_of_the_sessions():
    event = held((None, None), (None, None), minimum_rule="percent", minimum_percent=60)
    one = make_registration(event)
    read(one, at(10))
    assert not presence(one).is_enough
    read(one, at(12), session=2)
    assert presence(one).is_enough


def test_hours_that_are_not_known_weigh_nothing_beside_those_that_are():
    event = held((10, 12), (None, None), minimum_rule="percent", minimum_percent=80)
    one = make_registration(event)
    read(one, at(10))
    assert (presence(one).percent, presence(one).is_enough) == (100, True)


# ── Whom nobody looked at ───────────────────────────────────────────────────────────────────────


def test_who_takes_part_online_waits_for_the_first_report_that_stands():
    event = held(modality="hybrid")
    online, here = (make_registration(event, mode=mode) for mode in ("online", "in_person"))

    def waits():
        return [one.awaits_report for one in presences(event, [online, here], LATER).values()]

    assert waits() == [True, False]
    report = stay(online, at(10), at(11)).report
    assert waits() == [False, False]
    report.withdrawn_at, report.withdrawn_by = LATER, "prueba"
    report.save()
    assert waits() == [True, False]


def test_unseen_are_those_of_whom_there_is_no_fact():
    event = held(modality="hybrid")
    people = [make_registration(event, mode="online") for _ in range(5)]
    read(people[0], at(10))
    stay(people[1], at(10), at(11))
    by_hand(people[2])
    stay(people[3], at(10), at(11), withdrawn_at=LATER, withdrawn_by="prueba")
    read(people[4], at(10), undone_at=LATER, undone_by="prueba")
    assert set(unseen(Registration.objects.all())) == {people[3], people[4]}


# ── Questions to the database ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("people", [1, 3, 101])
def test_presence_of_one_and_of_many_costs_the_same(people, django_assert_num_queries):
    event = held((10, 12), (12, 14), seats_in_person=None)
    for _ in range(people):
        one = make_registration(event)
        read(one, at(10))
        by_hand(one, session=2)
    event = Event.objects.get(pk=event.pk)
    with django_assert_num_queries(6):
        found = presences(event, now=LATER)
    assert [one.percent for one in found.values()] == [100] * people


@pytest.mark.parametrize("events", [1, 3])
def test_presence_at_one_event_and_at_three_costs_the_same(events, django_assert_num_queries):
    person = make_person()
    for hour in range(10, 10 + events):
        read(make_registration(held((hour, hour + 1)), person), at(hour))
    mine = Registration.objects.select_related("event").prefetch_related("event__sessions")
    with django_assert_num_queries(6):
        found = presences_of(mine, LATER)
    assert [one.percent for one in found.values()] == [100] * events
