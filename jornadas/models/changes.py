"""The history of an event: what changed in its plan, who asked for it and why."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .events import Event


class Change(models.Model):
    """Something that somebody asked to change in an event, and what became of it. Only added to."""

    class Kind(models.TextChoices):
        POSTPONED = "postponed", "Se pospuso, fecha por confirmar"
        MOVED = "moved", "Cambio de fecha u hora"
        VENUE = "venue", "Cambio de sede o de liga"
        SPEAKERS = "speakers", "Cambio de ponente"
        MODALITY = "modality", "Cambio de modalidad"
        SESSIONS = "sessions", "Cambio de sesiones"
        CANCELLED = "cancelled", "Se canceló"
        ASKED = "asked", "Cambio solicitado"

    class State(models.TextChoices):
        APPROVED = "approved", "Aprobado"
        PENDING = "pending", "Pendiente"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("qué es", max_length=10, choices=Kind, default=Kind.ASKED)
    asked_by = models.CharField("quién lo pidió", max_length=160)
    asked_on = models.DateField("cuándo se pidió")
    what = models.TextField("qué cambia")
    reason = models.TextField("por qué", blank=True)
    agreement = models.CharField("acuerdo", max_length=80, blank=True)
    effective_on = models.DateField("desde cuándo vale", null=True, blank=True)
    state = models.CharField("estado", max_length=10, choices=State, default=State.APPROVED)
    # How many people were written to because of it.
    told = models.PositiveIntegerField("personas avisadas", default=0)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "cambio"
        verbose_name_plural = "cambios"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="approved") | Q(told=0), name="nobody_is_told_what_is_pending"
            ),
        ]

    def __str__(self):
        return self.what
