"""Facts of presence for tests: readings at the door, stays in Zoom, what staff wrote by hand."""

from datetime import UTC, date, datetime

from django.utils import timezone

from asistencia.models import ManualPresence, Scan, ZoomAttendee, ZoomReport, ZoomStay
from jornadas.models import Session
from tests.make import make_device, make_event

# A day to come, so that one may register; the session is from 10:00 to 12:00 in Mexico.
DAY = date(2099, 3, 5)
LATER = datetime(2099, 3, 9, tzinfo=UTC)
Result = Scan.Result


def at(hour, minute=0, second=0, day=DAY):
    naive = datetime(day.year, day.month, day.day, hour, minute, second)
    return timezone.make_aware(naive)


def held(*hours, **fields):
    """An event with a session for each (from, until) of that day."""
    event = make_event(sessions=0, **fields)
    for number, (start, end) in enumerate(hours or [(10, 12)], start=1):
        Session.objects.create(
            event=event,
            number=number,
            day=DAY,
            starts_at=start and at(start),
            ends_at=end and at(end),
        )
    return event


def read(registration, moment, result=Result.ADMITTED, *, session=1, **fields):
    event = registration.event
    return Scan.objects.create(
        event=event,
        device=event.devices.first() or make_device(event, token=event.slug),
        session=event.sessions.get(number=session) if session else None,
        registration=registration,
        code=registration.code,
        direction="exit" if result == Result.EXIT else "entry",
        result=result,
        scanned_at=moment,
        **fields,
    )


def leave(registration, moment, **fields):
    return read(registration, moment, Result.EXIT, **fields)


def stay(registration, start, end, *, session=None, state="matched", **report):
    event = registration.event
    report = ZoomReport.objects.create(
        event=event,
        session=session and event.sessions.get(number=session),
        file_name="participants.csv",
        sha256=f"{ZoomReport.objects.count():064}",
        kind="meeting",
        time_zone="America/Mexico_City",
        imported_by="prueba",
        **report,
    )
    attendee = ZoomAttendee.objects.create(
        event=event,
        shown_name=str(report.pk),
        name_key=str(report.pk),
        state=state,
        how="" if state == "to_confirm" else "code",
        registration=registration if state == "matched" else None,
    )
    return ZoomStay.objects.create(
        report=report, attendee=attendee, row=1, joined_at=start, left_at=end
    )


def by_hand(registration, *, session=1, **fields):
    return ManualPresence.objects.create(
        registration=registration,
        session=registration.event.sessions.get(number=session),
        reason="Firmó la lista impresa.",
        made_by="prueba",
        **fields,
    )
