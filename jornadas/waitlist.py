"""The waiting list: its published order, and how a freed seat is given.

The rule (published on every event's page): seats that become free are given at once, by order of
arrival, each modality with a line of its own. Staff may advance somebody only with a reason, which
is recorded.
"""

from typing import NamedTuple

from django.db import models, transaction
from django.db.models import Count, Max, Min, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from bitacora.record import record
from consultas import composed

from . import notices
from .locking import lock_event, next_revision
from .models import Event, Registration
from .refusal import Refusal

RULE = (
    "Los lugares que se liberan se dan en el momento y por orden de llegada, "
    "con una fila por modalidad."
)


def free_seats(event: Event, mode) -> int | None:
    """Seats left in a modality; None where there is no limit. Counted, never kept."""
    seats = event.seats(mode)
    if seats is None:
        return None
    taken = Registration.objects.confirmed().filter(event=event, mode=mode).count()
    return max(0, seats - taken)


class Line(NamedTuple):
    """How full a modality of an event is, as somebody who registers now finds it."""

    seats: int | None
    taken: int = 0
    waiting: int = 0
    last_place: int = 0
    last_revision: int = 0
    held_before: int = 0  # what the person who asks has or had here

    @property
    def has_room(self) -> bool:
        """Whether somebody new gets a seat at once: one is free and nobody waits for it."""
        return self.seats is None or (self.taken < self.seats and not self.waiting)


@composed(event=models.BigAutoField(), mode=models.CharField(), person=models.BigAutoField())
def counted(event, mode, person):
    """What a `Line` says after its seats: each figure from an index, for it is asked under the lock
    and the line may be long."""
    here = Registration.objects.filter(event=event)
    line = here.filter(mode=mode, place_in_line__isnull=False)
    return Event.objects.filter(pk=event).values_list(
        _number(here.filter(status=Registration.Status.CONFIRMED, mode=mode)),
        _number(here.filter(status=Registration.Status.WAITLISTED, mode=mode)),
        _highest(line, "place_in_line"),
        _highest(here, "revision"),
        _number(here.filter(person=person)),
    )


def _number(rows):
    counts = rows.order_by().values("event").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(counts), 0)


def _highest(rows, name: str):
    return Coalesce(Subquery(rows.order_by(f"-{name}").values(name)[:1]), 0)


def last_place(event: Event) -> int:
    """The highest number in line, in any modality; 0 where nobody waits."""
    line = Registration.objects.filter(event=event).aggregate(last=Max("place_in_line"))
    return line["last"] or 0


def give_free_seats(event: Event, *, by, now=None) -> list[Registration]:
    """Give every free seat to the first in line. The caller holds the lock on `event`."""
    promoted = []
    for mode in event.modes:
        free = free_seats(event, mode)
        line = Registration.objects.in_line().filter(event=event, mode=mode)
        for registration in line.select_related("person")[:free]:
            _promote(registration, event, by=by, now=now or timezone.now())
            promoted.append(registration)
    return promoted


@transaction.atomic
def advance(*, registration: Registration, reason: str, by) -> Registration:
    """Put somebody first in line, with a reason. Does not create seats."""
    event = lock_event(registration.event_id)
    registration = Registration.objects.get(pk=registration.pk)
    if registration.place_in_line is None:
        raise Refusal("Esta persona ya no está en la lista de espera.")
    if not reason.strip():
        raise Refusal("Escribe por qué se adelanta a esta persona; el motivo queda registrado.")
    line = Registration.objects.filter(event=event, mode=registration.mode)
    registration.place_in_line = line.aggregate(first=Min("place_in_line"))["first"] - 1
    registration.revision = next_revision(event)
    registration.save(update_fields=["place_in_line", "revision"])
    record("waitlist.advanced", registration, by=by, reason=reason.strip())
    return registration


def _promote(registration: Registration, event: Event, *, by, now) -> None:
    registration.status = Registration.Status.CONFIRMED
    registration.place_in_line = None
    registration.confirmed_at = now
    registration.revision = next_revision(event)
    registration.save(update_fields=["status", "place_in_line", "confirmed_at", "revision"])
    record("registration.promoted", registration, by=by)
    notices.promoted(registration, event)
