"""The record. Labels and ids instead of foreign keys, so that it outlives what it tells of."""

from django.db import models


class EntryQuerySet(models.QuerySet):
    def about(self, thing):
        return self.filter(thing_type=thing._meta.label_lower, thing_id=str(thing.pk))

    def looks(self):
        """Those which tell that somebody opened a list of people."""
        return self.filter(people__gt=0)


class Entry(models.Model):
    """One thing done or seen. Never changed, never deleted by the site."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    actor_type = models.CharField(max_length=40)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_label = models.CharField(max_length=200)
    thing_type = models.CharField(max_length=60, blank=True)
    thing_id = models.CharField(max_length=40, blank=True)
    thing_label = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    # How many people's data were shown or handed out; 0 when none.
    people = models.PositiveIntegerField(default=0)

    objects = EntryQuerySet.as_manager()

    PERSONAL = {"actor_label": "Rendir cuentas de quién hizo o consultó qué."}
    KEEP = "5 años desde el hecho."

    class Meta:
        verbose_name = "registro"
        verbose_name_plural = "bitácora"
        indexes = [models.Index(fields=["thing_type", "thing_id"])]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.action}"
