"""The work plan: its lines of action, and in which months something was planned or done."""

from django.db import models

from padron.models import Organizer


class PlanLineQuerySet(models.QuerySet):
    def manageable_by(self, user):
        return self.filter(organizer__in=user.organizer_ids("staff"))


class PlanLine(models.Model):
    """A line of action (línea de acción), as printed."""

    organizer = models.ForeignKey(Organizer, on_delete=models.PROTECT, related_name="plan_lines")
    plan = models.CharField("plan", max_length=120)
    section = models.CharField("tema", max_length=120)
    number = models.PositiveSmallIntegerField("número")
    title = models.CharField("línea de acción", max_length=250)
    # The months the plan covers: first and last, as first days.
    first_month = models.DateField("primer mes")
    last_month = models.DateField("último mes")

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        verbose_name = "línea de acción"
        verbose_name_plural = "líneas de acción"
        ordering = ["plan", "section", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organizer", "plan", "section", "number"], name="one_line_per_number"
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"


class PlanAction(models.Model):
    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="actions")
    letter = models.CharField("inciso", max_length=4)
    text = models.TextField("acción")

    class Meta:
        verbose_name = "acción"
        verbose_name_plural = "acciones"
        ordering = ["line", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["line", "letter"], name="one_action_per_letter")
        ]

    def __str__(self):
        return f"{self.letter}) {self.text[:60]}"


class PlanMonth(models.Model):
    """A mark in the schedule. The source's own marks did not survive: none is invented."""

    class State(models.TextChoices):
        PLANNED = "planned", "Programada"
        DONE = "done", "Realizada"

    action = models.ForeignKey(PlanAction, on_delete=models.CASCADE, related_name="months")
    month = models.DateField("mes")
    state = models.CharField("estado", max_length=8, choices=State)
    note = models.CharField("nota", max_length=250, blank=True)
    made_at = models.DateTimeField(auto_now=True)
    made_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "mes de una acción"
        verbose_name_plural = "meses de las acciones"
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["action", "month"], name="one_mark_per_month")
        ]

    def __str__(self):
        return f"{self.month:%m/%Y}: {self.get_state_display()}"

    @property
    def short(self) -> str:
        """Its state in a word that fits into the box of a month."""
        return "Hecha" if self.state == self.State.DONE else "Plan"
