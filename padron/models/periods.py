"""Things that hold from a day to a day: posts, enlaces, identities, roles."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Those that hold on `day`, first and last day included."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def current(self):
        return self.on(timezone.localdate())


class Dated(models.Model):
    """`starts_on` to `ends_on`, both included; no end means that it goes on."""

    starts_on = models.DateField("desde", default=timezone.localdate)
    ends_on = models.DateField("hasta", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
            ),
        ]

    def holds_on(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
