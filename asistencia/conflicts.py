"""Readings that a person has to look at, and what they found out.

Two doors read one pass, or a phone without network said one thing and the server another. Nothing
is decided here about presence: which facts count is decided by the facts, a wrong one is undone.
"""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from bitacora.record import record
from jornadas.models import Event
from jornadas.refusal import Refusal

from .models import Scan

Result = Scan.Result
# Whatever the reason that was given, the person was not let in.
KEPT_OUT = [
    Result.WAITLISTED,
    Result.CANCELLED,
    Result.OTHER_EVENT,
    Result.UNKNOWN,
    Result.INVALID,
]


class State(models.TextChoices):
    OPEN = "abiertos", "Por revisar"
    SETTLED = "resueltos", "Resueltos"


def conflicts(event: Event):
    """The readings at `event` that do not agree with another one, or with what was said there.

    Which of two readings is the entry was settled by which arrived first; the hours of both tell
    which happened first.
    """
    elsewhere = ~Q(device__gate=F("first__device__gate"))
    twice = elsewhere & Q(result=Result.DUPLICATE, first__undone_at=None)
    said_otherwise = ~Q(told="") & ~Q(told=F("result")) & ~Q(told__in=KEPT_OUT, result__in=KEPT_OUT)
    return event.scans.filter(
        twice | said_otherwise, undone_at=None, direction=Scan.Direction.ENTRY
    ).exclude(result=Result.PRACTICE)


def in_state(event: Event, state: str):
    if state == State.SETTLED:
        return event.scans.filter(settled_at__isnull=False).order_by("-settled_at")
    return to_settle(event).order_by("-scanned_at", "-received_at")


def to_settle(event: Event):
    return conflicts(event).filter(settled_at=None)


@transaction.atomic
def settle(*, scan: Scan, settlement: str, by, now=None) -> Scan:
    """Note what a person found out about a reading. It is said once, and stays."""
    settlement = " ".join(settlement.split())
    if not settlement:
        raise Refusal("Escribe en una frase qué pasó.")
    scan = Scan.objects.select_for_update().get(pk=scan.pk)
    if scan.settled_at:
        raise Refusal(f"{scan.settled_by} ya lo resolvió: «{scan.settlement}».")
    scan.settled_at = now or timezone.now()
    scan.settled_by, scan.settlement = str(by)[:200], settlement[:300]
    scan.save(update_fields=["settled_at", "settled_by", "settlement"])
    record("scan.settled", scan, by=by)
    return scan


def what_happened(scan: Scan) -> str:
    """The disagreement in one sentence. Needs the first entry, if any, and both doors at hand."""
    if scan.told and scan.told != scan.result:
        told = f"«{Result(scan.told).label}»"
        return f"Sin red, el dispositivo dijo {told}; es «{scan.get_result_display()}»."
    return "El mismo pase se leyó en dos puertas."


def readings(scan: Scan) -> list[Scan]:
    """The readings to compare, in the order in which they happened: one, or the two of one pass."""
    both = [scan, scan.first] if scan.first else [scan]
    return sorted(both, key=lambda one: one.scanned_at)
