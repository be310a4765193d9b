"""Devices: a phone becomes a gate's device by a one-time invitation, until its token ends.

No password of the institute is typed on a borrowed phone: what the phone holds opens one gate of
one event, until the day after the event, and stops at once when it is revoked.
"""

import secrets
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bitacora.record import record
from jornadas.models import Event
from jornadas.refusal import Refusal

from . import quick
from .models import OWN_PHONE, PANEL, Device, Pairing

PAIRING_LASTS = timedelta(minutes=15)
AT_LEAST = timedelta(hours=12)
# How precisely a device's last contact is known; spares a write per scan.
SEEN_EVERY = timedelta(seconds=30)
DESK = "Mesa de registro"
WITH_OWN_PHONE = "Con su teléfono"

# Signed, so that the panel can show an open invitation again and the database holds no secret.
_signer = Signer(salt="asistencia.pairing")


def invite(*, event: Event, gate: str, by, now=None) -> Pairing:
    """An invitation to look after `gate`: one use, fifteen minutes."""
    now = now or timezone.now()
    return Pairing.objects.create(
        event=event,
        gate=" ".join(gate.split())[:60],
        made_by=str(by)[:200],
        made_at=now,
        expires_at=now + PAIRING_LASTS,
    )


def pairing_url(pairing: Pairing) -> str:
    """What the invitation's QR says. The secret is a fragment: no server and no log sees it."""
    return f"{settings.SITE_URL}{reverse('gate')}#{_signer.sign(str(pairing.pk))}"


@transaction.atomic
def accept(secret: str, now=None) -> tuple[Device, str]:
    """Turn an invitation into a device and its token, which only this answer holds."""
    now = now or timezone.now()
    used_up = Refusal(
        "Este código de emparejamiento ya se usó o venció. Genera otro en el panel, en la página "
        "Puertas del evento."
    )
    try:
        number = int(_signer.unsign(secret.strip()))
    except (BadSignature, ValueError) as wrong:
        raise used_up from wrong
    # One conditional UPDATE: of two phones that read the same QR, one becomes the device.
    if not Pairing.objects.open(now).filter(pk=number).update(used_at=now):
        raise used_up
    pairing = Pairing.objects.select_related("event").get(pk=number)
    return _make(pairing.event, pairing.gate, by=pairing.made_by, now=now)


@transaction.atomic
def make_device(*, event: Event, gate: str, by, now=None) -> tuple[Device, str]:
    """A device and its token without an invitation, for the command line."""
    return _make(event, " ".join(gate.split())[:60], by=str(by), now=now or timezone.now())


@transaction.atomic
def revoke(*, device: Device, by, now=None) -> None:
    """Close the gate to this device at once."""
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(
        revoked_at=now or timezone.now()
    ):
        record("device.revoked", device, by=by)


def pins_of(numbers: list[int], event: Event) -> dict[str, str]:
    """What opens the readings that a phone's earlier pairings to this event left sealed on it.

    Who may pair a phone to an event may have its list of people; the PINs open no more than that.
    """
    found = event.devices.filter(pk__in=numbers)
    return {str(number): pin for number, pin in found.values_list("pk", "pin")}


def with_token(token: str, now=None) -> Device:
    """The device that holds `token`. Raises Refusal with what to do where none may use it."""
    now = now or timezone.now()
    device = quick.device(_hash(token))
    if device is None:
        raise Refusal("Este dispositivo no está emparejado. Emparéjalo con el código QR del panel.")
    if device.revoked_at:
        raise Refusal(
            "El personal retiró este dispositivo. Si debe seguir en la puerta, pide que lo "
            "emparejen otra vez."
        )
    if device.expires_at <= now:
        raise Refusal(
            "El permiso de este dispositivo terminó con su evento. Para otro evento, emparéjalo "
            "otra vez."
        )
    _seen(device, now)
    return device


def lasts_until(event: Event, now=None) -> datetime:
    """The end of the day after the last session; half a day at least."""
    now = now or timezone.now()
    days = [session.day for session in event.sessions.all() if session.day]
    if not days:
        return now + AT_LEAST
    end = datetime.combine(max(days) + timedelta(days=2), time.min)
    return max(timezone.make_aware(end), now + AT_LEAST)


def _make(event: Event, gate: str, *, by: str, now) -> tuple[Device, str]:
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        event=event,
        gate=gate,
        token_hash=_hash(token),
        paired_by=by[:200],
        paired_at=now,
        expires_at=lasts_until(event, now),
        last_seen_at=now,
    )
    record("device.paired", device, by=by, gate=gate)
    return device, token


def _seen(device: Device, now) -> None:
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
        device.last_seen_at = now


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def desk(event: Event) -> Device:
    """The event's own place to read passes from the panel. It has no token: nobody knows one."""
    return _without_token(event, DESK, PANEL)


def own_phone(event: Event) -> Device:
    """Where those come in who say so with their own phone (`asistencia/rooms.py`)."""
    return _without_token(event, WITH_OWN_PHONE, OWN_PHONE)


def _without_token(event: Event, gate: str, by: str) -> Device:
    found = event.devices.filter(gate=gate, paired_by=by).first()
    return found or Device.objects.create(
        event=event,
        gate=gate,
        token_hash=secrets.token_hex(32),
        paired_by=by,
        expires_at=lasts_until(event),
    )
