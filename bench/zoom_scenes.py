"""A Zoom report of an event that was held, and what became of it."""

import resource
import time
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from asistencia.models import ZoomAttendee, ZoomReport, ZoomStay
from asistencia.zoom.importing import import_report
from bench.scenes import gate
from bitacora.models import Entry
from jornadas.codes import online_code, spoken_online
from jornadas.models import Event

HEADER = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room"


@transaction.atomic
def held(people: int, file: str) -> dict:
    """Yesterday's event with `people` registered, and a report with a row of each, in `file`.

    Of ten, five put their code in their name, three are known by their mailbox, one by name and
    body, and one has to be confirmed.
    """
    event = Event.objects.get(pk=gate(people)["event"])
    start = timezone.localtime() - timedelta(days=1)
    start = start.replace(hour=10, minute=0, second=0, microsecond=0)
    event.sessions.update(day=start.date(), starts_at=start, ends_at=start + timedelta(hours=2))
    registrations = event.registrations.select_related("person", "body").order_by("pk")
    rows = [_row(number, one, start) for number, one in enumerate(registrations)]
    with open(file, "w", encoding="utf-8-sig", newline="\r\n") as report:
        report.write("\n".join([HEADER, *rows, ""]))
    return {"event": event.pk, "slug": event.slug}


def _row(number: int, one, start) -> str:
    person, mailbox = one.person, ""
    match number % 10:
        case 0 | 1 | 2 | 3 | 4:
            name = f"{spoken_online(online_code(one.code))} {person.full_name}"
        case 5 | 6 | 7:
            name, mailbox = f"Tableta de {person.given_names}", person.email
        case 8:
            name = f"{person.full_name} - {one.body.name}"
        case _:
            name = f"{person.full_name} (Android)"
    joined = start + timedelta(seconds=number % 1_800)
    stay = [f"{moment:%m/%d/%Y %I:%M:%S %p}" for moment in (joined, joined + timedelta(hours=1))]
    return ",".join([f'"{name}"', mailbox, *stay, "60", "Yes", "No"])


def bring(event: int, file: str) -> dict:
    """Read, match and keep the report in `file`, as the panel does; how long it took."""
    found, content = Event.objects.get(pk=event), Path(file).read_bytes()
    start = time.perf_counter()
    outcome = import_report(event=found, content=content, file_name="reporte.csv", by="prueba")
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**outcome.summary(), "seconds": seconds, "megabytes": peak}


def kept(event: int) -> dict:
    """What the database holds of reports: states of attendees, stays, records of an import."""
    attendees = ZoomAttendee.objects.filter(event=event)
    return {
        "reports": ZoomReport.objects.filter(event=event).count(),
        "stays": ZoomStay.objects.filter(report__event=event).count(),
        "records": Entry.objects.filter(action="zoom.imported").count(),
        "matched": attendees.matched().count(),
        "to_confirm": attendees.to_confirm().count(),
    }
