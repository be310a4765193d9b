"""What a workshop says beyond an event: its purpose, what to bring, its materials."""

from django.db import models

from jornadas.models import Event


class Workshop(models.Model):
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="workshop")
    objective = models.TextField("qué vas a lograr", blank=True)
    what_to_bring = models.TextField("qué llevar", blank=True)

    class Meta:
        verbose_name = "taller"
        verbose_name_plural = "talleres"

    def __str__(self):
        return self.event.title


class Material(models.Model):
    """Something to read before or after, by its address."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField("título", max_length=160)
    url = models.URLField("dirección")

    class Meta:
        verbose_name = "material"
        verbose_name_plural = "materiales"
        ordering = ["pk"]

    def __str__(self):
        return self.title
