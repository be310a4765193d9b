"""Events in Zoom and reports of them, as short as a test can say them."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jornadas.codes import online_code, spoken_online
from jornadas.models import Registration
from tests.make import make_event, make_person, make_registration

SAMPLES = Path(__file__).resolve().parent.parent / "zoom_samples"
MEXICO = ZoneInfo("America/Mexico_City")
HEADER = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room"


def sample(name: str) -> bytes:
    return (SAMPLES / f"zoom_{name}.csv").read_bytes()


def at(clock: str, day="2022-02-08") -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=MEXICO)


def online_event(*hours: tuple[str, str], day="2022-02-08", **fields):
    """A virtual event of `day` with a session for each pair of hours (10:00 to 12:00 without)."""
    hours = hours or (("10:00", "12:00"),)
    fields = {"modality": "online", "seats_online": None} | fields
    event = make_event(sessions=len(hours), **fields)
    for session, (start, end) in zip(event.sessions.all(), hours, strict=True):
        session.day = at(start, day).date()
        session.starts_at, session.ends_at = at(start, day), at(end, day)
        session.save()
    return event


def registered(event, body=None, **person):
    """Somebody with a seat there, from the days before it; `person` are the fields of theirs."""
    return enrolled(event, make_person(body, **person))


def enrolled(event, person) -> Registration:
    """The same for a person who is known."""
    sessions = {s.pk: (s.day, s.starts_at, s.ends_at) for s in event.sessions.all()}
    event.sessions.update(day=None, starts_at=None, ends_at=None)
    event.refresh_from_db()
    made = make_registration(event, person, mode="online")
    for pk, (day, starts_at, ends_at) in sessions.items():
        event.sessions.filter(pk=pk).update(day=day, starts_at=starts_at, ends_at=ends_at)
    event.refresh_from_db()
    return Registration.objects.get(pk=made.pk)


def code_of(registration) -> str:
    return spoken_online(online_code(registration.code))


def row(name: str, email="", joined="10:00", left="12:00", day="2022-02-08", waiting="No") -> str:
    """A line of a report in English; an hour that is empty stays so."""
    stays = [f"{at(clock, day):%m/%d/%Y %I:%M:%S %p}" if clock else "" for clock in (joined, left)]
    return ",".join([f'"{name}"', email, *stays, "60", "Yes", waiting])


def report(*rows: str, header=HEADER) -> bytes:
    return "\r\n".join([header, *rows, ""]).encode("utf-8-sig")
