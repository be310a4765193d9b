"""Whether a proposal has what the call asks: findings, one prevención, and the decision."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .calls import Requirement
from .proposals import Proposal


class Finding(models.Model):
    """What the verifier found about one requirement."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="findings")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="findings")
    is_met = models.BooleanField("se cumple", null=True)
    text = models.TextField("hallazgo", blank=True)
    legal_reference = models.CharField("fundamento", max_length=250, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "hallazgo"
        ordering = ["requirement__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "requirement"], name="one_finding_per_requirement"
            ),
            models.CheckConstraint(
                condition=~Q(is_met=False) | ~Q(text=""), name="unmet_requirement_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.proposal}: {self.requirement}"


class Prevention(models.Model):
    """What is asked to be completed, with a term in working days, and the answer."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="preventions")
    text = models.TextField("qué falta")
    legal_reference = models.CharField("fundamento", max_length=250, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)
    # The last day to answer, its end included; computed by working days from the day after.
    due_on = models.DateField("plazo")
    answer = models.TextField("respuesta", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "prevención"
        verbose_name_plural = "prevenciones"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(answered_at=None),
                name="one_open_prevention_per_proposal",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="answered_prevention_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"Prevención a {self.proposal}"

    @property
    def due_at(self) -> datetime:
        """The first moment that is too late: midnight after the last day, in the zone."""
        return timezone.make_aware(datetime.combine(self.due_on + timedelta(days=1), time(0)))

    def is_running(self, now=None) -> bool:
        """Whether it may still be answered."""
        return self.answered_at is None and (now or timezone.now()) < self.due_at

    def is_expired(self, now=None) -> bool:
        """Whether its term passed without an answer."""
        return self.answered_at is None and (now or timezone.now()) >= self.due_at


class Verification(models.Model):
    """The decision on the requirements: admitted to the jury, or not, with reasons."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="verification")
    is_admitted = models.BooleanField("admitida")
    reasons = models.TextField("motivos")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "verificación"
        verbose_name_plural = "verificaciones"
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="verification_says_why")
        ]

    def __str__(self):
        return f"{self.proposal}: {'admitida' if self.is_admitted else 'no admitida'}"
