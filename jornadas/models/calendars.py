"""What stands in people's calendars because of us (RFC 5545, 5546)."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from padron.models import Person

from .events import Event, Session


class CalendarEntry(models.Model):
    """One session in one person's calendar: its identifier for ever, and what was last said of it.

    Outlives its registration and its session: whoever registers again, or missed the cancellation,
    is told the same entry with a higher number.
    """

    class Method(models.TextChoices):
        REQUEST = "REQUEST", "Invitación"
        CANCEL = "CANCEL", "Cancelación"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="calendar_entries")
    # Empty once the session was taken out of the programme.
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, related_name="calendar_entries"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_entries")
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=7, choices=Method, default=Method.REQUEST)
    # The facts as they were last told: what a cancellation repeats.
    facts = models.JSONField(default=dict)
    told_at = models.DateTimeField()

    PERSONAL = {"person": "Mantener al día el calendario de quien se inscribe."}
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "entrada de calendario"
        verbose_name_plural = "entradas de calendario"
        indexes = [models.Index(fields=["event", "person"])]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="one_calendar_entry_per_session_and_person"
            ),
        ]

    def __str__(self):
        return f"{self.uid} ({self.sequence})"


def make_token() -> str:
    """128 bits, in letters that addresses carry as they are."""
    return secrets.token_urlsafe(16)


class FeedTokenQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(revoked_at=None)


class FeedToken(models.Model):
    """The secret in the address of a personal calendar. Whoever has it sees that calendar."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feed_tokens")
    token = models.CharField(max_length=40, unique=True, default=make_token)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    objects = FeedTokenQuerySet.as_manager()

    PERSONAL = {"person": "Dar a cada quien su propio calendario."}
    KEEP = "Hasta que la persona la revoca, y 1 año después."

    class Meta:
        verbose_name = "dirección de calendario personal"
        verbose_name_plural = "direcciones de calendario personal"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="one_personal_feed_per_person"
            ),
        ]

    def __str__(self):
        return f"Calendario de {self.person}"

    def get_absolute_url(self):
        return reverse("calendar_personal", args=[self.token])


class Feed(models.Model):
    """A calendar as it was last built: served until it is old, and dated by its last difference."""

    key = models.CharField(max_length=80, unique=True)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    built_at = models.DateTimeField()

    class Meta:
        verbose_name = "calendario publicado"
        verbose_name_plural = "calendarios publicados"

    def __str__(self):
        return self.key
