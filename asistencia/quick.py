"""The questions that every reading at the door asks, composed once, with the columns that it needs.

At 8:55 forty people wait; what is not among these columns is fetched when somebody asks for it.
Measured by `script/bench`.
"""

from uuid import UUID

from django.db import models
from django.db.models import Q

from consultas import composed
from jornadas.models import Registration, Session

from .models import Device, Scan


def device(token_hash: str) -> Device | None:
    """The device with this token, its event at hand."""
    return _device.first(token_hash=token_hash)


def sessions(event_id: int) -> list[Session]:
    return _sessions.rows(event=event_id)


def registration(code: str) -> Registration | None:
    """The registration with this code, its person's and body's names at hand."""
    return _registration.first(code=code)


def scans(id_: UUID, registration: Registration | None) -> list[Scan]:
    """The fact with this id, and the standing entries and exits of this pass, with their gates."""
    return _scans.rows(id=id_, registration=registration and registration.pk)


@composed(token_hash=models.CharField())
def _device(token_hash):
    return (
        Device.objects.filter(token_hash=token_hash)
        .select_related("event")
        .only(
            *("gate", "token_hash", "paired_by", "expires_at", "revoked_at", "last_seen_at"),
            *("event__title", "event__slug", "event__status", "event__modality"),
        )
        .order_by()
    )


@composed(event=models.BigAutoField())
def _sessions(event):
    sessions = Session.objects.filter(event=event).order_by("number")
    return sessions.only("event", "number", "title", "day", "starts_at", "ends_at")


@composed(code=models.CharField())
def _registration(code):
    return (
        Registration.objects.filter(code=code)
        .select_related("person", "body")
        .only(
            *("event", "mode", "status", "code", "body__name"),
            *("person__given_names", "person__first_surname", "person__second_surname"),
        )
    )


@composed(id=models.UUIDField(), registration=models.BigAutoField())
def _scans(id, registration):
    visits = Q(
        registration=registration,
        undone_at=None,
        result__in=[Scan.Result.ADMITTED, Scan.Result.EXIT],
    )
    return (
        Scan.objects.filter(Q(pk=id) | visits)
        .select_related("device")
        .only(
            *("event", "session", "registration", "code", "direction", "result", "first", "visit"),
            *("scanned_at", "received_at", "undone_at", "undone_by", "told"),
            *("device__gate", "device__paired_by"),
        )
    )
