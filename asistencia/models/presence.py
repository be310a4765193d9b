"""What people add to the facts of door and Zoom: presence by hand, and requests to look again."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jornadas.models import Registration, Session


class ManualPresenceQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class ManualPresence(models.Model):
    """Presence that staff registered by hand, with a reason and, where there is any, evidence."""

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="manual_presences"
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="manual_presences")
    # Both empty: the whole session.
    starts_at = models.DateTimeField("desde", null=True, blank=True)
    ends_at = models.DateTimeField("hasta", null=True, blank=True)
    reason = models.TextField("motivo")
    evidence = models.FileField("evidencia", upload_to="presencia/%Y/", blank=True, max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.TextField("motivo del retiro", blank=True)

    objects = ManualPresenceQuerySet.as_manager()

    PERSONAL = {
        "registration": "Registrar la asistencia.",
        "reason": "Saber por qué se registró a mano.",
        "evidence": "Probar la asistencia.",
    }
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "presencia registrada a mano"
        verbose_name_plural = "presencias registradas a mano"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="manual_presence_says_why"),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="manual_presence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="withdrawn_presence_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.registration} ({self.session})"


class PresenceReviewQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=PresenceReview.State.OPEN)

    def waiting_first(self):
        """Those to be answered, who has waited longest first; then the rest, the latest first."""
        is_open = Q(state=PresenceReview.State.OPEN)
        waits = models.Case(models.When(is_open, then="asked_at"))
        return self.alias(waits=waits).order_by(F("waits").asc(nulls_last=True), "-asked_at")


class PresenceReview(models.Model):
    """Somebody says that their presence was more than what counts, and staff answer."""

    class State(models.TextChoices):
        OPEN = "open", "Por contestar"
        ACCEPTED = "accepted", "Procedió"
        REJECTED = "rejected", "No procedió"

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="presence_reviews"
    )
    text = models.TextField("qué pasó")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField("respuesta", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    objects = PresenceReviewQuerySet.as_manager()

    PERSONAL = {
        "registration": "Revisar la asistencia.",
        "text": "Revisar la asistencia.",
        "answer": "Contestar a la persona.",
    }
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "solicitud de revisión de asistencia"
        verbose_name_plural = "solicitudes de revisión de asistencia"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state="open"),
                name="one_open_review_per_registration",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None, decided_by="")
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="decided_review_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return str(self.registration)
