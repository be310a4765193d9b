"""Devices paired to a gate, and what they saw: facts that are only added to."""

import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jornadas.models import Event, Registration, Session

# Who "paired" the desk of an event: the panel itself; and who came in with their own phone: they.
PANEL = "panel"
OWN_PHONE = "own_phone"
# A reading that takes longer to get here waited on its phone.
TOLD_AT_ONCE = timedelta(minutes=1)


def make_pin() -> str:
    """Six digits that open what a paired phone keeps."""
    return f"{secrets.randbelow(1_000_000):06}"


class DeviceQuerySet(models.QuerySet):
    def usable(self, now=None):
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now())


class Device(models.Model):
    """A phone or laptop that looks after one gate of one event until its token expires."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="devices")
    gate = models.CharField("puerta", max_length=60)
    # SHA-256 of the token: the token itself is known only to the device.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    paired_by = models.CharField(max_length=200)
    paired_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # Opens what the phone keeps; shown to who looks after the doors, should it be forgotten there.
    pin = models.CharField(max_length=6, default=make_pin, editable=False)
    # What the phone last said of itself (`asistencia/readiness.py`), and when.
    health = models.JSONField(default=dict, editable=False)
    health_at = models.DateTimeField(null=True, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "dispositivo"
        ordering = ["event", "gate", "pk"]

    def __str__(self):
        return f"{self.gate} ({self.event})"

    def is_usable(self, now=None) -> bool:
        return self.revoked_at is None and self.expires_at > (now or timezone.now())

    @property
    def is_desk(self) -> bool:
        """Whether it is the place in the panel where passes are read, and no phone."""
        return self.paired_by == PANEL

    @property
    def is_own_phone(self) -> bool:
        """Whether it stands for the phones of those who say by themselves that they came."""
        return self.paired_by == OWN_PHONE


class PairingQuerySet(models.QuerySet):
    def open(self, now=None):
        return self.filter(used_at=None, expires_at__gt=now or timezone.now())


class Pairing(models.Model):
    """An invitation, shown once as a QR code, that turns one phone into a device."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="pairings")
    gate = models.CharField("puerta", max_length=60)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = "emparejamiento"

    def __str__(self):
        return f"{self.gate} ({self.event})"


class ScanQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody has undone."""
        return self.filter(undone_at=None)

    def admitted(self):
        return self.standing().filter(result=Scan.Result.ADMITTED)


class Scan(models.Model):
    """A fact: this code was read at this gate at this time, and this was said."""

    class Direction(models.TextChoices):
        ENTRY = "entry", "Entrada"
        EXIT = "exit", "Salida"

    class Result(models.TextChoices):
        ADMITTED = "admitted", "Admitido"
        DUPLICATE = "duplicate", "Ya había entrado"
        EXIT = "exit", "Salida"
        WAITLISTED = "waitlisted", "En lista de espera"
        CANCELLED = "cancelled", "Cancelada"
        OTHER_EVENT = "other_event", "De otro evento"
        UNKNOWN = "unknown", "Desconocido"
        INVALID = "invalid", "Código incompleto"
        PRACTICE = "practice", "De práctica"

    # Made by the device, so that a retry is the same fact.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="scans")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="scans")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="scans")
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="scans"
    )
    code = models.CharField(max_length=64)
    direction = models.CharField(max_length=5, choices=Direction, default=Direction.ENTRY)
    result = models.CharField(max_length=12, choices=Result)
    # What the device said at the door while it could not ask; empty where the answer was ours.
    told = models.CharField(max_length=12, choices=Result, blank=True)
    # The entry that a duplicate repeats.
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeats")
    # Which stay in the room it opens: 1, and one more after each exit.
    visit = models.PositiveSmallIntegerField(default=1)
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)
    # What a person found out about a pass used twice, or told one thing and being another.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settlement = models.CharField(max_length=300, blank=True)

    objects = ScanQuerySet.as_manager()

    PERSONAL = {"registration": "Registrar la asistencia."}
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "lectura"
        indexes = [
            models.Index(fields=["event", "result"]),
            models.Index(fields=["event", "received_at"]),
            models.Index(fields=["registration", "scanned_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session", "visit"],
                condition=Q(result="admitted", undone_at=None, session__isnull=False),
                name="one_entry_per_visit_and_session",
            ),
            models.UniqueConstraint(
                fields=["registration", "visit"],
                condition=Q(result="admitted", undone_at=None, session=None),
                name="one_entry_per_visit_without_session",
            ),
            models.CheckConstraint(
                condition=~Q(result__in=["admitted", "duplicate", "exit"])
                | Q(registration__isnull=False),
                name="who_enters_or_leaves_is_known",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="undone_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by="", settlement="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="") & ~Q(settlement="")),
                name="settled_scan_says_when_by_whom_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.get_result_display()} {self.scanned_at:%H:%M}"

    @property
    def came_late(self) -> bool:
        """Whether it was told long after it happened: by a phone that had no network."""
        return self.received_at - self.scanned_at > TOLD_AT_ONCE
