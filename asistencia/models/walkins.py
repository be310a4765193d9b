"""People who come without a registration, let in at the door and put in order later."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jornadas.models import Event, Registration, Session
from padron.models import Body

from .gate import Device


class WalkInQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody has undone."""
        return self.filter(undone_at=None)

    def to_reconcile(self):
        """Those of whom it is not yet said who in the roster they are."""
        return self.standing().filter(registration=None)


class WalkIn(models.Model):
    """A fact: this person came in without a registration. Who they are in the roster is said later.

    Until then they are counted as inside; their presence counts once they have a registration.
    """

    # Made by the device, so that a retry is the same fact; the entry they get bears it as well.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="walkins")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="walkins")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, related_name="walkins"
    )
    given_names = models.CharField("nombre(s)", max_length=80)
    first_surname = models.CharField("primer apellido", max_length=60)
    second_surname = models.CharField("segundo apellido", max_length=60, blank=True)
    # As it was chosen at the door, or else as it was said.
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="walkins"
    )
    body_said = models.CharField("sujeto obligado", max_length=200, blank=True)
    post = models.CharField("cargo", max_length=160, blank=True)
    email = models.EmailField("correo", blank=True)
    # Why somebody was let in though no seat was left; `is_over` says that none was.
    is_over = models.BooleanField(default=False)
    reason = models.CharField("motivo", max_length=300, blank=True)
    came_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="walkin"
    )
    reconciled_at = models.DateTimeField(null=True)
    reconciled_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)
    undone_reason = models.CharField("motivo", max_length=300, blank=True)

    objects = WalkInQuerySet.as_manager()

    PERSONAL = {
        "given_names": "Registrar la asistencia de quien llega sin inscripción.",
        "first_surname": "Registrar la asistencia de quien llega sin inscripción.",
        "second_surname": "Registrar la asistencia de quien llega sin inscripción.",
        "post": "Encontrar a la persona en el padrón.",
        "email": "Avisar a la persona de su registro.",
    }
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "llegada sin inscripción"
        verbose_name_plural = "llegadas sin inscripción"
        ordering = ["came_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False) | ~Q(body_said=""), name="walkin_says_its_body"
            ),
            models.CheckConstraint(
                condition=Q(registration=None, reconciled_at=None, reconciled_by="")
                | (
                    Q(registration__isnull=False, reconciled_at__isnull=False)
                    & ~Q(reconciled_by="")
                ),
                name="reconciled_walkin_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="undone_walkin_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.given_names} {self.first_surname}"

    @property
    def full_name(self) -> str:
        parts = [self.given_names, self.first_surname, self.second_surname]
        return " ".join(filter(None, parts))
