"""The jury: recusals, sealed scores by criterion, its session, and the ruling on each proposal."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .calls import Call, Criterion, Level, Seat
from .proposals import Proposal


class RecusalQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)


class Recusal(models.Model):
    """A seat that may not open a proposal: by a conflict that was computed, or declared."""

    class Kind(models.TextChoices):
        OWN_BODY = "own_body", "Es de su sujeto obligado"
        AUTHOR = "author", "Es autora o autor"
        EARLIER_POST = "earlier_post", "Tuvo un cargo ahí"
        DECLARED = "declared", "Lo declaró"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recusals")
    kind = models.CharField("causa", max_length=12, choices=Kind)
    reason = models.TextField("motivo", blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)
    # Only what was declared can be taken back, by staff and with a reason, before it scores.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = "excusa"
        ordering = ["proposal", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "seat", "kind"],
                condition=Q(withdrawn_at=None),
                name="one_standing_recusal_per_cause",
            ),
            models.CheckConstraint(
                condition=~Q(kind="declared") | ~Q(reason=""), name="declared_conflict_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_kind_display()}"


class Scoresheet(models.Model):
    """What one seat thinks of one proposal; sealed until all due ones are in or the term passes."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="scoresheets")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="scoresheets")
    # Who held the seat when it was handed in.
    holder_name = models.CharField(max_length=160, blank=True)
    note = models.TextField("comentario general", blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField("entregada", null=True)

    class Meta:
        verbose_name = "cédula"
        ordering = ["proposal", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "seat"], name="one_scoresheet_per_seat_and_proposal"
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | ~Q(holder_name=""),
                name="handed_in_scoresheet_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.proposal}"


class Score(models.Model):
    """A level given to one criterion, with its reason."""

    sheet = models.ForeignKey(Scoresheet, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="scores")
    reason = models.TextField("razón", blank=True)

    class Meta:
        verbose_name = "calificación"
        verbose_name_plural = "calificaciones"
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_score_per_criterion")
        ]

    def __str__(self):
        return f"{self.criterion}: {self.level.value}"


class JurySession(models.Model):
    """When the jury met, who was there, and what was said: the matter of the acta."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="jury_sessions")
    held_at = models.DateTimeField("fecha y hora")
    ended_at = models.DateTimeField("terminó", null=True, blank=True)
    place = models.CharField("lugar", max_length=200, blank=True)
    present = models.ManyToManyField(Seat, related_name="sessions", verbose_name="presentes")
    notes = models.TextField("desarrollo", blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "sesión del jurado"
        verbose_name_plural = "sesiones del jurado"
        ordering = ["held_at"]

    def __str__(self):
        return f"Sesión del jurado de {self.call}"


class Ruling(models.Model):
    """What the jury decided on a proposal: final, and not to be appealed (Bases)."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="ruling")
    session = models.ForeignKey(JurySession, on_delete=models.PROTECT, related_name="rulings")
    is_recognised = models.BooleanField("procedente")
    reasons = models.TextField("motivos")
    # Of 100 by weights, as it stood when it was decided; empty where nobody could score.
    score = models.DecimalField("puntaje", max_digits=5, decimal_places=2, null=True, blank=True)
    tie_broken = models.TextField("cómo se deshizo el empate", blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "resolución"
        verbose_name_plural = "resoluciones"
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="ruling_says_why")]

    def __str__(self):
        return f"{self.proposal}: {'procedente' if self.is_recognised else 'no procedente'}"
