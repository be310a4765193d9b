"""Who comes without a registration: let in at the door, and put in order afterwards.

A walk-in is a fact with an id made by the device, so that a retry is the same fact. While nobody
has said who in the roster they are, they are counted as inside. Once somebody has, they have a
registration and an entry like anybody's, and their presence counts from when they came.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from jornadas.arrivals import register_arrival, withdraw_arrival
from jornadas.locking import lock_event
from jornadas.models import Registration
from jornadas.refusal import Refusal
from padron.adding import add_person
from padron.models import Adscripcion, Body, Person

from . import roster
from .checkin import Reading, check_in
from .models import Device, Scan, WalkIn
from .presence import unseen
from .sessions import session_at
from .undo import AT_THE_GATE
from .undo import undo_with_reason as undo_scan

NO_SEAT = (
    "Ya no quedan lugares. Si entra de todos modos, escribe por qué: el motivo queda registrado."
)
# Who came so long ago was told already that they may come in.
INSIDE_ALREADY = timedelta(minutes=2)


@dataclass(frozen=True)
class Arrival:
    """Somebody who came without a registration, as the device tells it."""

    id: UUID
    given_names: str
    first_surname: str
    came_at: datetime
    second_surname: str = ""
    # Of the catalogue, where it was chosen there; otherwise as it was said.
    body: int | None = None
    body_said: str = ""
    post: str = ""
    email: str = ""
    # Why they may come in though no seat is left.
    reason: str = ""
    # Made without network: the person is inside by now.
    offline: bool = False


@transaction.atomic
def receive(device: Device, arrival: Arrival, now=None) -> WalkIn:
    """Keep the fact; the same id again is the same fact and changes nothing.

    Where no seat is left and nobody said why, raises `NoSeat`; made without network it is kept and
    flagged, because a fact is never refused.
    """
    now = now or timezone.now()
    # Two may come for the last seat, and one id may be sent twice at once: the lock makes one wait.
    event = lock_event(device.event_id)
    known = WalkIn.objects.select_related("event").filter(pk=arrival.id).first()
    if known and known.event_id == event.pk:
        return known
    if known:
        raise Refusal("Esta llegada se registró en otro evento.")
    walkin = _made(device, event, arrival, now)
    is_inside = arrival.offline or now - arrival.came_at > INSIDE_ALREADY
    if walkin.is_over and not walkin.reason and not is_inside:
        raise NoSeat(NO_SEAT)
    walkin.save(force_insert=True)
    record("walkin.added", walkin, by=device, over=walkin.is_over, reason=walkin.reason)
    return walkin


class NoSeat(Refusal):
    """No seat is left and nobody has said why this person may come in all the same."""


def _made(device: Device, event, arrival: Arrival, now) -> WalkIn:
    names = [arrival.given_names, arrival.first_surname, arrival.second_surname]
    given_names, first_surname, second_surname = map(_line, names)
    if not given_names or not first_surname:
        raise Refusal("Escribe su nombre y su primer apellido.")
    said = _line(arrival.body_said)
    body = _body(arrival.body, said)
    if body is None and not said:
        raise Refusal("Escribe de qué sujeto obligado viene.")
    return WalkIn(
        id=arrival.id,
        event=event,
        device=device,
        session=session_at(list(event.sessions.all()), arrival.came_at),
        given_names=given_names,
        first_surname=first_surname,
        second_surname=second_surname,
        body=body,
        body_said=said,
        post=_line(arrival.post),
        email=_mailbox(arrival.email),
        is_over=roster.free_seats(event) == 0,
        reason=_line(arrival.reason),
        came_at=arrival.came_at,
        received_at=now,
    )


def _line(text: str) -> str:
    """One line of what a database can keep: no control characters, no halves of a character."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _body(number: int | None, said: str) -> Body | None:
    """The one chosen at the door; or the only one with the very name, acronym or alias said."""
    if number is not None and (chosen := Body.objects.filter(pk=number).first()):
        return chosen
    named = list(Body.objects.active().named(said)[:2])
    return named[0] if len(named) == 1 else None


def _mailbox(text: str) -> str:
    """Half a mailbox, typed in a hurry, is none; it must not hold up who stands at the door."""
    text = _line(text).lower()
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def post_of(walkin: WalkIn, person: Person) -> tuple[Body, str]:
    """The body and post with which `person` came: where they said, if they hold a post there."""
    day = timezone.localdate(walkin.came_at)
    posts = list(Adscripcion.objects.on(day).filter(person=person).select_related("body"))
    there = [post for post in posts if post.body_id == walkin.body_id]
    if posts:
        held = (there or posts)[0]
        return held.body, held.post
    if walkin.body is None:
        raise Refusal(
            f"{person} no tenía una adscripción vigente ese día. Regístrala primero en el padrón."
        )
    return walkin.body, walkin.post


@transaction.atomic
def reconcile(*, walkin: WalkIn, person: Person, by, reason: str = "", now=None) -> WalkIn:
    """Say that a walk-in is this person: from now on their entry counts like anybody's.

    Raises Refusal where they were already said to be another walk-in, or where no seat is left and
    neither the door nor `reason` said why.
    """
    now = now or timezone.now()
    walkin = _locked(walkin)
    if walkin.registration_id:
        raise Refusal("Ya se dijo quién es. Si no es correcto, usa «Corregir».")
    body, post = post_of(walkin, person)
    registration = register_arrival(
        event=walkin.event,
        person=person,
        body=body,
        post=post,
        reason=walkin.reason or reason,
        by=by,
        now=now,
    )
    if WalkIn.objects.filter(registration=registration).exists():
        raise Refusal(
            f"{person} ya tiene otra llegada sin inscripción en este evento. Si se anotó dos "
            "veces, deshaz una."
        )
    _enter(walkin, registration, now)
    walkin.registration, walkin.reconciled_at = registration, now
    walkin.reconciled_by = str(by)[:200]
    walkin.save(update_fields=["registration", "reconciled_at", "reconciled_by"])
    record("walkin.reconciled", walkin, by=by, registration=registration.pk)
    return walkin


@transaction.atomic
def reconcile_new(*, walkin: WalkIn, by, reason: str = "", now=None, **person) -> WalkIn:
    """Add somebody to the roster (`person`: what `add_person` asks) and say that it is they."""
    added, _ = add_person(by=by, **person)
    return reconcile(walkin=walkin, person=added, by=by, reason=reason, now=now)


def _enter(walkin: WalkIn, registration: Registration, now) -> Scan | None:
    """The entry of a walk-in, by the rules of any reading: whoever is inside already enters once.

    It bears the walk-in's id; another one where that was corrected and now is somebody else's.
    """
    id_ = walkin.pk
    if Scan.objects.filter(pk=id_).exists():
        id_ = uuid5(walkin.pk, f"{registration.pk} {now.isoformat()}")
    return check_in(walkin.device, Reading(id_, registration.code, walkin.came_at), now=now)


@transaction.atomic
def reopen(*, walkin: WalkIn, reason: str, by, now=None) -> WalkIn:
    """Take back who a walk-in was said to be: it waits again and its entry is undone."""
    now = now or timezone.now()
    reason = _why(reason, "Escribe por qué se corrige; el motivo queda registrado.")
    walkin = _locked(walkin)
    if not walkin.registration_id:
        raise Refusal("Todavía no se había dicho quién es.")
    _take_back(walkin, reason=reason, by=by, now=now)
    record("walkin.reopened", walkin, by=by, reason=reason)
    return walkin


def undo_at_gate(*, device: Device, walkin: WalkIn, now=None) -> WalkIn:
    """Undo one's own walk-in while the person is at hand. Undoing twice is undoing once."""
    now = now or timezone.now()
    with transaction.atomic():
        walkin = WalkIn.objects.select_for_update(of=("self",)).get(pk=walkin.pk)
        if walkin.undone_at:
            return walkin
        if walkin.device_id != device.pk:
            raise Refusal(
                "Esta llegada se anotó en otro dispositivo; deshazla desde ahí o en el panel."
            )
        if now - walkin.received_at > AT_THE_GATE:
            raise Refusal("Pasaron más de 15 minutos. Pide al personal que la deshaga en el panel.")
        if walkin.registration_id:
            raise Refusal(
                "El personal ya dijo quién es esta persona. Pídele que la deshaga en el panel."
            )
        return _undo(walkin, by=device, now=now)


@transaction.atomic
def undo_with_reason(*, walkin: WalkIn, reason: str, by, now=None) -> WalkIn:
    """Undo any walk-in, from the panel, saying why; with its entry, where it had one."""
    now = now or timezone.now()
    reason = _why(reason, "Escribe por qué se deshace la llegada; el motivo queda registrado.")
    walkin = _locked(walkin)
    if walkin.registration_id:
        _take_back(walkin, reason=reason, by=by, now=now)
    return _undo(walkin, by=by, now=now, reason=reason)


def _locked(walkin: WalkIn) -> WalkIn:
    """The walk-in as it is now, until the transaction ends. Raises Refusal where it was undone."""
    found = WalkIn.objects.select_related("event", "device__event", "body", "registration")
    walkin = found.select_for_update(of=("self",)).get(pk=walkin.pk)
    if walkin.undone_at:
        raise Refusal("Esta llegada ya estaba deshecha.")
    return walkin


def _why(reason: str, ask: str) -> str:
    if not reason.strip():
        raise Refusal(ask)
    return reason.strip()[:300]


def _take_back(walkin: WalkIn, *, reason: str, by, now) -> None:
    """Undo the entry that the walk-in gave, and the registration that was made for it alone."""
    registration = walkin.registration
    mine = registration.scans.filter(device=walkin.device_id, scanned_at=walkin.came_at)
    for scan in mine.standing():
        undo_scan(scan=scan, reason=reason, by=by, now=now)
    walkin.registration, walkin.reconciled_at, walkin.reconciled_by = None, None, ""
    walkin.save(update_fields=["registration", "reconciled_at", "reconciled_by"])
    if unseen(Registration.objects.filter(pk=registration.pk)).exists():
        withdraw_arrival(registration=registration, by=by, reason=reason, now=now)


def _undo(walkin: WalkIn, *, by, now, reason: str = "") -> WalkIn:
    walkin.undone_at, walkin.undone_by = now, str(by)[:200]
    walkin.undone_reason = reason
    walkin.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    detail: dict = {"reason": reason} if reason else {}
    record("walkin.undone", walkin, by=by, **detail)
    return walkin
