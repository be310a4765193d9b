"""When a session is, as far as it is known."""

from datetime import date, datetime, timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documentos.spanish import session_in_words
from jornadas.calendars import event_calendar
from jornadas.eligibility import commitments, overlapping
from jornadas.models import Session
from tests.make import make_body, make_event, make_person, make_registration

pytestmark = pytest.mark.django_db
START = timezone.make_aware(datetime(2021, 11, 4, 13, 30))


def test_a_session_may_have_a_start_whose_end_nobody_stated():
    event = make_event(sessions=0)
    session = Session.objects.create(event=event, day=START.date(), starts_at=START)
    assert session_in_words(session.day, session.starts_at, session.ends_at) == (
        "jueves 4 de noviembre de 2021, 13:30 h"
    )
    assert session.runs_until == timezone.make_aware(datetime(2021, 11, 5))
    assert session.is_over(START + timedelta(hours=1)) is False
    assert session.is_over(START + timedelta(days=1)) is True


@pytest.mark.parametrize(
    "hours",
    [
        {"day": None, "starts_at": START},
        {"day": date(2021, 11, 4), "starts_at": None, "ends_at": START},
        {"day": date(2021, 11, 4), "starts_at": START, "ends_at": START},
    ],
)
def test_hours_without_a_day_or_against_the_clock_cannot_be_kept(hours):
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(event=make_event(sessions=0), **hours)


@pytest.mark.parametrize(
    ("starts_in", "clashes"), [(0, True), (-60, True), (-120, False), (30, False)]
)
def test_a_start_without_end_overlaps_what_runs_at_that_moment(starts_in, clashes):
    """The other session lasts two hours."""
    body = make_body()
    person, moment = make_person(body), timezone.now() + timedelta(days=9)
    known = make_event(sessions=0)
    start = moment + timedelta(minutes=starts_in)
    Session.objects.create(
        event=known, day=start.date(), starts_at=start, ends_at=start + timedelta(hours=2)
    )
    open_end = make_event(sessions=0)
    Session.objects.create(event=open_end, day=moment.date(), starts_at=moment)
    make_registration(known, person)
    assert bool(overlapping(open_end, commitments(person))) is clashes
    person = make_person(body)
    make_registration(open_end, person)
    assert bool(overlapping(known, commitments(person))) is clashes


def test_the_calendar_makes_up_no_end():
    event = make_event(sessions=0)
    Session.objects.create(event=event, day=START.date(), starts_at=START)
    (entry,) = icalendar.Calendar.from_ical(event_calendar(event)).walk("VEVENT")
    assert entry["DTSTART"].dt == START
    assert "DTEND" not in entry
