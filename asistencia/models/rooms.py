"""Full rooms where people say with their own phone that they came."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jornadas.models import Event


def make_secret() -> str:
    return secrets.token_hex(32)


class RoomCode(models.Model):
    """The changing code on the projector of an event; off until somebody opens it."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="room_code")
    # What the codes are computed from; leaves the server in no answer.
    secret = models.CharField(max_length=64, default=make_secret, editable=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "registro con el propio teléfono"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="closed_room_code_says_when_and_by_whom",
            )
        ]

    def __str__(self):
        return str(self.event)
