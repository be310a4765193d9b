"""Presence, derived from entries that stand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia.models import Scan
from asistencia.presence import attendance_of, attended_sessions, with_entry
from jornadas.models import Registration
from tests.make import make_device, make_event, make_person, make_registration

pytestmark = pytest.mark.django_db

NINE = timezone.now().replace(hour=15, minute=0, second=0, microsecond=0)


def enter(registration, session, *, at=NINE, **fields):
    event = registration.event
    device = event.devices.first() or make_device(event, token=event.slug)
    return Scan.objects.create(
        event=event,
        device=device,
        session=session,
        registration=registration,
        code=registration.code,
        result=Scan.Result.ADMITTED,
        scanned_at=at,
        **fields,
    )


def test_sessions_are_attended_by_entering_them():
    registration = make_registration(make_event(sessions=2))
    one, two = registration.event.sessions.all()
    enter(registration, two, at=NINE + timedelta(days=1))
    enter(registration, one)
    [attendance] = attendance_of(registration.person)
    assert attendance.sessions == [one, two]
    assert attendance.entered_at == NINE
    assert attended_sessions(registration.event) == {registration.pk: {one.pk, two.pk}}
    [found] = with_entry(Registration.objects.all())
    assert (found.entered_at, found.sessions_attended) == (NINE, 2)


def test_an_undone_entry_is_no_presence():
    registration = make_registration()
    enter(registration, registration.event.sessions.get(), undone_at=NINE, undone_by="Puerta")
    [attendance] = attendance_of(registration.person)
    assert (attendance.sessions, attendance.entered_at, attendance.is_enough) == ([], None, False)
    assert attended_sessions(registration.event) == {}
    [found] = with_entry(Registration.objects.all())
    assert (found.entered_at, found.sessions_attended) == (None, 0)


def test_leaving_and_coming_back_is_one_session():
    registration = make_registration()
    session = registration.event.sessions.get()
    enter(registration, session)
    enter(registration, session, at=NINE + timedelta(hours=1), visit=2)
    [found] = with_entry(Registration.objects.all())
    assert (found.entered_at, found.sessions_attended) == (NINE, 1)


def test_an_entry_on_a_day_without_session_is_kept_and_attends_nothing():
    registration = make_registration()
    enter(registration, None)
    [found] = with_entry(Registration.objects.all())
    assert (found.entered_at, found.sessions_attended) == (NINE, 0)
    assert attendance_of(registration.person)[0].sessions == []


@pytest.mark.parametrize("people", [1, 3])
def test_presence_costs_the_same_queries_for_one_event_and_for_three(
    people, django_assert_num_queries
):
    person = make_person()
    for days in range(people):
        registration = make_registration(make_event(starts_in=timedelta(days=days + 1)), person)
        enter(registration, registration.event.sessions.get())
    with django_assert_num_queries(2):
        assert len(attendance_of(person)) == people
    with django_assert_num_queries(1):
        assert len(with_entry(Registration.objects.all())) == people
