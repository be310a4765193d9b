"""Signed lists that come back from the door, and what a person confirmed of each row."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jornadas.models import Event, PrintedList, Registration, Session

from .presence import ManualPresence


class SignedSheetQuerySet(models.QuerySet):
    def waiting(self):
        """Those of which nobody has confirmed what they say."""
        return self.filter(confirmed_at=None, withdrawn_at=None)

    def standing(self):
        """Those nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def unread(self):
        """Those whose picture nobody has looked at yet."""
        return self.waiting().filter(printed=None, problem="")


class SignedSheet(models.Model):
    """One page of a printed list, signed, as it was photographed or scanned. Kept as evidence."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="signed_sheets")
    # Empty: the page's code could not be read, and a person says which page it is.
    printed = models.ForeignKey(
        PrintedList, on_delete=models.PROTECT, null=True, related_name="signed_sheets"
    )
    page = models.PositiveSmallIntegerField("página", null=True)
    # Whose hours the signatures count for.
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, related_name="signed_sheets"
    )
    file = models.FileField("hoja firmada", upload_to="hojas/%Y/", max_length=200)
    # SHA-256 of what was uploaded, and which page of it this is: the same one is read once.
    sha256 = models.CharField(max_length=64)
    part = models.PositiveSmallIntegerField(default=1)
    # What was made out of the picture, in words where something could not be.
    problem = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField("motivo", max_length=300, blank=True)

    objects = SignedSheetQuerySet.as_manager()

    PERSONAL = {"file": "Probar la asistencia."}
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "hoja firmada"
        verbose_name_plural = "hojas firmadas"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "sha256", "part"],
                condition=Q(withdrawn_at=None),
                name="one_standing_sheet_per_picture",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="")
                | (Q(confirmed_at__isnull=False, printed__isnull=False) & ~Q(confirmed_by="")),
                name="confirmed_sheet_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="withdrawn_sheet_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.event}, página {self.page or '?'}"

    @property
    def is_unread(self) -> bool:
        is_waiting = self.confirmed_at is None and self.withdrawn_at is None
        return is_waiting and self.printed_id is None and not self.problem


class SheetRow(models.Model):
    """A row of a signed sheet: what was made out of it, and what a person said it is."""

    class Mark(models.TextChoices):
        MARKED = "marked", "Con marca"
        EMPTY = "empty", "Sin marca"
        UNSURE = "unsure", "No se distingue"

    sheet = models.ForeignKey(SignedSheet, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField("renglón")
    # Empty: a blank row, for somebody who came without a registration.
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="sheet_rows"
    )
    mark = models.CharField("marca", max_length=6, choices=Mark)
    # Empty until a person has said.
    is_present = models.BooleanField("asistió", null=True)
    # What the confirmed row became.
    presence = models.OneToOneField(
        ManualPresence, on_delete=models.PROTECT, null=True, related_name="sheet_row"
    )

    class Meta:
        verbose_name = "renglón de hoja firmada"
        verbose_name_plural = "renglones de hojas firmadas"
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="one_row_per_number"),
            models.CheckConstraint(
                condition=Q(presence=None) | Q(is_present=True),
                name="only_who_came_has_presence",
            ),
        ]

    def __str__(self):
        return f"{self.sheet}, renglón {self.number}"
