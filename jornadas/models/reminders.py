"""What is written to people on a day of its own, and what each of them wants to get."""

from django.db import models
from django.utils import timezone

from padron.models import Person

from .events import Session


class Reminder(models.Model):
    """That everybody of a session was reminded of it, once for each start that it was given."""

    class Kind(models.TextChoices):
        WEEK = "week", "Una semana antes"
        DAY = "day", "Un día antes"
        HOUR = "hour", "Una hora antes, con la liga"
        AFTER = "after", "Después del evento"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=5, choices=Kind)
    # The start it reminds of: a session that moves reminds anew.
    starts_at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "recordatorio"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "starts_at"], name="one_reminder_per_kind_and_start"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.session}"


class MailPreference(models.Model):
    """What a person wants to get beside what the service itself must say. No row: everything."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mail_preference")
    reminders = models.BooleanField("recordatorios antes de cada evento", default=True)
    follow_up = models.BooleanField("después del evento: gracias y lo que sigue", default=True)
    changed_at = models.DateTimeField(default=timezone.now)

    PERSONAL = {
        "reminders": "Enviar solo lo que la persona quiere.",
        "follow_up": "Enviar solo lo que la persona quiere.",
    }
    KEEP = "Mientras la persona siga en el padrón."

    class Meta:
        verbose_name = "preferencia de correo"
        verbose_name_plural = "preferencias de correo"

    def __str__(self):
        return f"Preferencias de {self.person}"
