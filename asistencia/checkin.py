"""The door: what was read there becomes a fact, and an answer that says what to do.

Facts are never refused: every reading is kept with what was said about it, refused ones too. The id
made by the device makes a retry harmless: the same id gets the same answer and changes nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from consultas import insert
from jornadas.codes import is_practice, is_valid
from jornadas.models import Event, Registration

from . import quick
from .keyboards import read_code
from .models import Device, Scan
from .sessions import session_at

Result = Scan.Result
Direction = Scan.Direction

# What no database keeps as text: control characters and halves of a character.
_UNKEEPABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Reading:
    """One well-formed reading, as the device tells it."""

    id: UUID
    code: str
    scanned_at: datetime
    direction: str = Direction.ENTRY
    # What the device said by itself, where it could not ask.
    told: str = ""

    @classmethod
    def parse(cls, entry) -> "Reading | None":
        """The reading in one entry of a batch; None where it is not one."""
        if not isinstance(entry, dict) or not all(
            isinstance(entry.get(name), str) for name in ("id", "code", "scanned_at")
        ):
            return None
        direction = entry.get("direction", Direction.ENTRY)
        if direction not in (Direction.ENTRY, Direction.EXIT):
            return None
        # Words we do not know are nothing that was said: they spoil no reading.
        told = entry.get("told")
        told = told if told in Result.values else ""
        try:
            at = _moment(entry["scanned_at"])
            return cls(UUID(entry["id"]), entry["code"], at, direction, told)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Answer:
    """What is said of a reading; `scan` is None where the entry was no reading at all."""

    id: str | None
    result: str
    scan: Scan | None = None


def receive(device: Device, entries: Iterable, now=None) -> list[Answer]:
    """Answer a batch in its order. Each entry stands alone: a bad one spoils no other."""
    sessions = quick.sessions(device.event_id)
    answers = []
    for entry in entries:
        reading = Reading.parse(entry)
        scan = reading and check_in(device, reading, sessions=sessions, now=now)
        answers.append(Answer(_echo(entry), scan.result if scan else Result.INVALID, scan or None))
    return answers


def check_in(device: Device, reading: Reading, *, sessions=None, now=None) -> Scan | None:
    """Keep the fact and decide what it means; return what was kept under the reading's id.

    No row is locked. Whoever reads before another writes is caught by the constraints: one entry
    per visit and session, one fact per id. The loser decides again and sees what the winner wrote,
    so the only write is one short INSERT. None where the id is already a fact of another event.
    """
    if sessions is None:
        sessions = quick.sessions(device.event_id)
    for attempts_left in (2, 1, 0):
        scan = _decide(device, reading, sessions)
        if not scan._state.adding:
            return _kept(device, reading, scan)
        scan.received_at = now or timezone.now()
        try:
            _keep(scan)
        except IntegrityError:
            if not attempts_left:
                raise
        else:
            return scan
    return None  # never reached: the last attempt returns or raises


def _kept(device: Device, reading: Reading, scan: Scan) -> Scan | None:
    """The fact kept under this id; what the device said meanwhile is added to it, once.

    Its first answer may have been lost on the way: then it judged by itself, and says so only now.
    """
    if scan.event_id != device.event_id:
        return None
    if reading.told and not scan.told and scan.device_id == device.pk:
        Scan.objects.filter(pk=scan.pk, told="").update(told=reading.told)
        scan.told = reading.told
    return scan


def _keep(scan: Scan) -> None:
    """One INSERT is a transaction by itself; inside another it must be possible to fail alone."""
    if connection.in_atomic_block:
        with transaction.atomic():
            insert(scan)
    else:
        insert(scan)


def _decide(device: Device, reading: Reading, sessions: list) -> Scan:
    """The fact already kept under this id, or a new one, not yet saved."""
    code = read_code(reading.code)
    practice = is_practice(code)
    registration = quick.registration(code) if is_valid(code) and not practice else None
    session = session_at(sessions, reading.scanned_at, leaving=reading.direction == Direction.EXIT)
    same_id, visits = _earlier(reading.id, registration, session)
    if same_id:
        return _with_what_is_known(same_id, registration, visits)
    scan = Scan(
        id=reading.id,
        event=device.event,
        device=device,
        session=session,
        registration=registration,
        # As it was scanned where it is nobody's, so that somebody can find out what it was.
        code=code if registration or practice else _UNKEEPABLE.sub(" ", reading.code).strip()[:64],
        direction=reading.direction,
        scanned_at=reading.scanned_at,
        told=reading.told,
        result=_standing(registration, device.event, code),
    )
    if scan.result == Result.ADMITTED:
        _enter_or_leave(scan, visits)
    return scan


def _with_what_is_known(scan: Scan, registration, visits: list[Scan]) -> Scan:
    """Spare the questions whose answers are at hand."""
    if registration and scan.registration_id == registration.pk:
        scan.registration = registration
    for visit in visits:
        if visit.pk == scan.first_id:
            scan.first = visit
    return scan


def _standing(registration: Registration | None, event: Event, code: str) -> str:
    """What a pass is worth at this door, before asking who is already inside."""
    if is_practice(code):
        return Result.PRACTICE
    if registration is None:
        return Result.UNKNOWN if is_valid(code) else Result.INVALID
    if registration.event_id != event.pk:
        return Result.OTHER_EVENT
    if registration.status == Registration.Status.WAITLISTED:
        return Result.WAITLISTED
    if registration.status == Registration.Status.CANCELLED:
        return Result.CANCELLED
    if event.status == Event.Status.CANCELLED:
        return Result.CANCELLED
    return Result.ADMITTED


def _enter_or_leave(scan: Scan, visits: list[Scan]) -> None:
    """Number the visit. An exit closes one; the next entry opens another and is admitted again.

    Only exits that happened before this reading count, because a phone without network may tell
    late of what happened early.
    """
    entries = {visit.visit: visit for visit in visits if visit.result == Result.ADMITTED}
    if scan.direction == Direction.EXIT:
        begun = [v.visit for v in entries.values() if v.scanned_at <= scan.scanned_at]
        scan.result, scan.visit = Result.EXIT, max(begun, default=1)
        return
    closed = [
        visit.visit
        for visit in visits
        if visit.result == Result.EXIT and visit.scanned_at <= scan.scanned_at
    ]
    scan.visit = max(closed, default=0) + 1
    scan.first = entries.get(scan.visit)
    if scan.first:
        scan.result = Result.DUPLICATE


def _earlier(id_: UUID, registration, session) -> tuple[Scan | None, list[Scan]]:
    """The fact with this id, if any, and the entries and exits of this pass in this session."""
    found = quick.scans(id_, registration)
    same_id = next((scan for scan in found if scan.pk == id_), None)
    number = session and session.pk
    return same_id, [scan for scan in found if scan.session_id == number]


def _moment(text: str) -> datetime:
    """An ISO 8601 moment; the institution's zone where it names none. Raises ValueError."""
    moment = parse_datetime(text)
    # Clocks of phones may be years off, which is kept; what no calendar can turn is no moment.
    if moment is None or not 1900 < moment.year < 9000:
        raise ValueError(text)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment.astimezone(UTC)


def _echo(entry) -> str | None:
    """The id as it was sent, where it can be read."""
    sent = entry.get("id") if isinstance(entry, dict) else None
    return _UNKEEPABLE.sub("", sent)[:64] if isinstance(sent, str) else None
