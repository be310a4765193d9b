"""Zoom's attendance reports: who was shown in the meeting, when, and whose presence that is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jornadas.models import Event, Registration, Session
from padron.models import Person


class ZoomReportQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class ZoomReport(models.Model):
    """One file, read whole or not at all; the file itself is not kept."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "Reunión"
        WEBINAR = "webinar", "Seminario web"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="zoom_reports")
    # Empty: it counts for every session whose hours it touches.
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, related_name="zoom_reports"
    )
    file_name = models.CharField("archivo", max_length=160)
    # SHA-256 of the file: the same one changes nothing when it comes again.
    sha256 = models.CharField(max_length=64)
    kind = models.CharField("tipo", max_length=8, choices=Kind)
    topic = models.CharField("tema", max_length=200, blank=True)
    # The file states none; the account's is told when it is imported.
    time_zone = models.CharField("zona horaria", max_length=40)
    rows = models.PositiveIntegerField("filas", default=0)
    imported_at = models.DateTimeField(default=timezone.now)
    imported_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.TextField("motivo", blank=True)

    objects = ZoomReportQuerySet.as_manager()

    class Meta:
        verbose_name = "reporte de Zoom"
        verbose_name_plural = "reportes de Zoom"
        ordering = ["imported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "sha256"],
                condition=Q(withdrawn_at=None),
                name="one_standing_report_per_file",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="withdrawn_report_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.file_name} ({self.event})"


class ZoomAttendeeQuerySet(models.QuerySet):
    def matched(self):
        return self.filter(state=ZoomAttendee.State.MATCHED)

    def to_confirm(self):
        return self.filter(state=ZoomAttendee.State.TO_CONFIRM)

    def ignored(self):
        return self.filter(state=ZoomAttendee.State.IGNORED)


class ZoomAttendee(models.Model):
    """One shown name and mailbox within an event, whatever files it came in, and whose it is."""

    class State(models.TextChoices):
        MATCHED = "matched", "Identificada"
        TO_CONFIRM = "to_confirm", "Por confirmar"
        IGNORED = "ignored", "No cuenta"

    class How(models.TextChoices):
        CODE = "code", "Por su código personal"
        EMAIL = "email", "Por su correo"
        NAME = "name", "Por nombre y sujeto obligado"
        REMEMBERED = "remembered", "Como se decidió antes"
        PERSON = "person", "Lo decidió una persona"
        HOST = "host", "Anfitrión o panelista"
        BOT = "bot", "Programa que toma notas"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="zoom_attendees")
    shown_name = models.CharField("nombre mostrado", max_length=200)
    original_name = models.CharField("nombre original", max_length=200, blank=True)
    email = models.EmailField("correo en Zoom", blank=True, max_length=254)
    # Both names without case, accents and marks: what makes two rows the same attendee.
    name_key = models.CharField(max_length=420, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.TO_CONFIRM)
    how = models.CharField(max_length=10, choices=How, blank=True)
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="zoom_attendees"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    objects = ZoomAttendeeQuerySet.as_manager()

    PERSONAL = {
        "registration": "Registrar la asistencia en línea.",
        "shown_name": "Reconocer de quién es la asistencia en línea.",
        "original_name": "Reconocer de quién es la asistencia en línea.",
        "email": "Reconocer de quién es la asistencia en línea.",
    }
    KEEP = "5 años desde el evento; el correo de Zoom, 1 año."

    class Meta:
        verbose_name = "participante de Zoom"
        verbose_name_plural = "participantes de Zoom"
        ordering = ["name_key", "pk"]
        indexes = [models.Index(fields=["event", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name_key", "email"], name="one_attendee_per_name_and_mailbox"
            ),
            models.CheckConstraint(
                condition=Q(state="matched", registration__isnull=False)
                | (~Q(state="matched") & Q(registration=None)),
                name="only_a_matched_attendee_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="to_confirm", how="") | (~Q(state="to_confirm") & ~Q(how="")),
                name="settled_attendee_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(how="person") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="decided_attendee_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return self.shown_name


class ZoomStay(models.Model):
    """A row of a report: from when to when an attendee was in the meeting."""

    report = models.ForeignKey(ZoomReport, on_delete=models.CASCADE, related_name="stays")
    attendee = models.ForeignKey(ZoomAttendee, on_delete=models.CASCADE, related_name="stays")
    row = models.PositiveIntegerField("fila")
    joined_at = models.DateTimeField("entró")
    left_at = models.DateTimeField("salió")

    class Meta:
        verbose_name = "permanencia en Zoom"
        verbose_name_plural = "permanencias en Zoom"
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "row"], name="one_stay_per_row"),
            models.CheckConstraint(
                condition=Q(left_at__gte=models.F("joined_at")), name="stay_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.attendee}: {self.joined_at:%H:%M}–{self.left_at:%H:%M}"


class ZoomMemory(models.Model):
    """What a person settled once: this name with this mailbox is this person, or nobody."""

    name_key = models.CharField(max_length=420)
    email = models.EmailField(blank=True, max_length=254)
    # Empty: nobody's attendance (a room's screen, a note-taking program).
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="zoom_memories"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.CharField(max_length=200)

    PERSONAL = {
        "person": "Reconocer de quién es la asistencia en línea.",
        "name_key": "Reconocer de quién es la asistencia en línea.",
        "email": "Reconocer de quién es la asistencia en línea.",
    }
    KEEP = "1 año desde la última decisión."

    class Meta:
        verbose_name = "decisión sobre un nombre de Zoom"
        verbose_name_plural = "decisiones sobre nombres de Zoom"
        constraints = [
            models.UniqueConstraint(
                fields=["name_key", "email"], name="one_memory_per_name_and_mailbox"
            )
        ]

    def __str__(self):
        return f"{self.name_key} → {self.person or 'nadie'}"
