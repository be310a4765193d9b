"""Taking back a reading made by mistake: the fact stays, and says who undid it and when."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from jornadas.refusal import Refusal

from .models import Device, Scan

AT_THE_GATE = timedelta(minutes=15)


@transaction.atomic
def undo_at_gate(*, device: Device, scan: Scan, now=None) -> Scan:
    """Undo one's own reading while the person is still at hand. Undoing twice is undoing once."""
    now = now or timezone.now()
    scan = Scan.objects.select_for_update().get(pk=scan.pk)
    if scan.undone_at:
        return scan
    if scan.device_id != device.pk:
        raise Refusal("Esta lectura se hizo en otro dispositivo; deshazla desde ahí o en el panel.")
    if now - scan.received_at > AT_THE_GATE:
        raise Refusal("Pasaron más de 15 minutos. Pide al personal que la deshaga en el panel.")
    return _undo(scan, by=device, now=now)


@transaction.atomic
def undo_with_reason(*, scan: Scan, reason: str, by, now=None) -> Scan:
    """Undo any reading, from the panel, saying why."""
    reason = reason.strip()
    if not reason:
        raise Refusal("Escribe por qué se deshace la lectura; el motivo queda registrado.")
    scan = Scan.objects.select_for_update().get(pk=scan.pk)
    if scan.undone_at:
        raise Refusal("Esta lectura ya estaba deshecha.")
    return _undo(scan, by=by, now=now or timezone.now(), reason=reason)


def _undo(scan: Scan, *, by, now, **detail) -> Scan:
    scan.undone_at, scan.undone_by = now, str(by)[:200]
    scan.save(update_fields=["undone_at", "undone_by"])
    record("scan.undone", scan, by=by, **detail)
    return scan
