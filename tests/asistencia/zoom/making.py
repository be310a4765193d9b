"""What the pages of online attendance are tested with: an event that was held, who was in it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from asistencia.models import ZoomAttendee, ZoomReport, ZoomStay
from asistencia.zoom.names import name_key
from tests.make import make_event

MEXICO = ZoneInfo("America/Mexico_City")
START = datetime(2022, 2, 10, 10, tzinfo=MEXICO)

HEADINGS = (
    "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,"
    "Duración (minutos),Invitado"
)


def held(event=None, *, sessions=1):
    """An online event whose sessions were on 10 February 2022 at ten and on the days after."""
    event = event or make_event(sessions=sessions, seats_in_person=None, seats_online=50)
    event.modality = "online"
    event.save()
    for number, session in enumerate(event.sessions.order_by("number")):
        starts = START + timedelta(days=number)
        session.day, session.starts_at = starts.date(), starts
        session.ends_at = starts + timedelta(hours=2)
        session.save()
    return event


def csv_report(*rows) -> bytes:
    """A report as Zoom gives it: rows of name, mailbox, and from and to as "10:00"."""
    lines = [
        f"{name},{email},10/02/2022 {joined}:00,10/02/2022 {left}:00,1,Sí"
        for name, email, joined, left in rows
    ]
    return "\r\n".join(["\ufeff" + HEADINGS, *lines, ""]).encode()


def make_report(event, **fields):
    number = event.zoom_reports.count() + 1
    fields = {
        "file_name": f"participants_{number}.csv",
        "sha256": f"{number:064}",
        "kind": ZoomReport.Kind.MEETING,
        "time_zone": "America/Mexico_City",
        "imported_by": "prueba",
    } | fields
    return ZoomReport.objects.create(event=event, **fields)


def make_attendee(event, shown, *, original="", email="", report=None, stays=((0, 60),), **fields):
    """Somebody shown in the meeting, with stays in minutes from its start; to be confirmed."""
    attendee = ZoomAttendee.objects.create(
        event=event,
        shown_name=shown,
        original_name=original,
        email=email,
        name_key=name_key(shown, original),
        **fields,
    )
    report = report or event.zoom_reports.first() or make_report(event)
    for joined, left in stays:
        ZoomStay.objects.create(
            report=report,
            attendee=attendee,
            row=report.stays.count() + 2,
            joined_at=START + timedelta(minutes=joined),
            left_at=START + timedelta(minutes=left),
        )
    return attendee
