"""Full rooms: a code on the projector changes, and people say with their own phone that they came.

The server alone computes the codes and looks at the clock, so that neither a phone nor the laptop
at the projector can have a wrong one. Off until somebody opens it for one event.
"""

import hmac
import uuid
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from jornadas.codes import ALPHABET, normalise
from jornadas.locking import lock_event
from jornadas.models import Event, Registration
from jornadas.models.events import Mode
from jornadas.refusal import Refusal

from . import checkin, quick
from .devices import own_phone
from .models import OWN_PHONE, RoomCode, Scan
from .models.rooms import make_secret
from .sessions import session_at

# A code is shown this long, and good for two windows more: who has read it still has to press.
WINDOW = timedelta(seconds=30)
EARLIER = 2
LENGTH = 6
CHANGED = (
    "Ese código ya no sirve o tiene un error. Escribe el que se ve ahora en la pantalla de la sala."
)


@transaction.atomic
def open_room(*, event: Event, by, now=None) -> RoomCode:
    """Let people say with their own phone that they are here. Each opening has codes of its own."""
    event = lock_event(event.pk)
    if event.status == Event.Status.CANCELLED:
        raise Refusal("El evento se canceló: nadie registra su llegada.")
    if event.modality == Event.Modality.ONLINE:
        raise Refusal("Este evento es solo en línea: no hay una sala a la que llegar.")
    room = RoomCode.objects.filter(event=event).first() or RoomCode(event=event)
    if room.pk and room.closed_at is None:
        return room  # somebody else has just opened it
    room.secret, room.opened_at, room.opened_by = make_secret(), now or timezone.now(), _name(by)
    room.closed_at, room.closed_by = None, ""
    room.save()
    own_phone(event)  # made here, under the lock, so that there is one
    record("room.opened", event, by=by)
    return room


@transaction.atomic
def close_room(*, event: Event, by, now=None) -> None:
    """From now on no code is good. Who has come stays registered."""
    closing = {"closed_at": now or timezone.now(), "closed_by": _name(by)}
    if RoomCode.objects.filter(event=event, closed_at=None).update(**closing):
        record("room.closed", event, by=by)


def open_code(event: Event) -> RoomCode | None:
    """What the codes of this event come from, while it is open."""
    return RoomCode.objects.filter(event=event, closed_at=None).first()


def code_at(room: RoomCode, moment) -> str:
    """The code that the projector shows at `moment`, in the letters of passes."""
    return _code(room, _window(moment))


def is_good(room: RoomCode, typed: str, now=None) -> bool:
    """Whether the room shows this code, or showed it a moment ago."""
    code, window = normalise(typed), _window(now or timezone.now())
    good = [_code(room, window - earlier) for earlier in range(EARLIER + 1)]
    # All are compared, whichever fits, so that the time it takes tells nothing.
    return sum(hmac.compare_digest(code, one) for one in good) > 0


def why_not(event: Event, registration: Registration | None, now=None) -> str:
    """Why this registration cannot say here that its person came; empty where it can."""
    if event.status == Event.Status.CANCELLED:
        return "Este evento se canceló."
    if registration is None or registration.status == Registration.Status.CANCELLED:
        return "No tienes una inscripción a este evento. Acércate al personal en la entrada."
    if registration.status == Registration.Status.WAITLISTED:
        return "Estás en lista de espera y todavía no tienes lugar. Acércate al personal."
    if registration.mode != Mode.IN_PERSON:
        return "Te inscribiste en línea. Si estás en la sala, acércate al personal en la entrada."
    if session_at(quick.sessions(event.pk), now or timezone.now()) is None:
        return "Hoy no hay sesión de este evento."
    if open_code(event) is None:
        return "Ahora no se registra la llegada con el teléfono. Muestra tu pase en la entrada."
    return ""


def arrive(*, registration: Registration, code: str, by, now=None) -> Scan:
    """Register that this person is in the room, whose code they see. Twice is once.

    Who is already inside gets the entry that stands, whichever door made it.
    """
    now = now or timezone.now()
    event = registration.event
    if refused := why_not(event, registration, now):
        raise Refusal(refused)
    if not is_good(open_code(event), code, now):
        raise Refusal(CHANGED)
    if entry := entry_of(registration, now):
        return entry
    with transaction.atomic():
        reading = checkin.Reading(uuid.uuid4(), registration.code, now)
        scan = checkin.check_in(own_phone(event), reading)
        record("room.entered", registration, by=by)
    return scan


def entry_of(registration: Registration, now=None) -> Scan | None:
    """The entry by which this person is inside the session of the moment; None where they are not.

    Its door is at hand.
    """
    session = session_at(quick.sessions(registration.event_id), now or timezone.now())
    visits = [
        scan
        for scan in quick.scans(uuid.uuid4(), registration)
        if scan.session_id == (session and session.pk)
    ]
    left = {scan.visit for scan in visits if scan.result == Scan.Result.EXIT}
    inside = [
        scan for scan in visits if scan.result == Scan.Result.ADMITTED and scan.visit not in left
    ]
    return max(inside, key=lambda scan: scan.visit, default=None)


def came_so(event: Event) -> int:
    """How many entries people made with their own phone."""
    return Scan.objects.admitted().filter(event=event, device__paired_by=OWN_PHONE).count()


def _window(moment) -> int:
    return int(moment.timestamp() // WINDOW.total_seconds())


def _code(room: RoomCode, window: int) -> str:
    digest = hmac.digest(room.secret.encode(), f"{room.event_id}:{window}".encode(), sha256)
    number = int.from_bytes(digest[:4])
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def _name(by) -> str:
    return str(by)[:200]
