"""Privacy notices: what people were told, in which revision, since when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from consultas import Question, composed

# Purposes the site itself asks for, in words; an institution may add others by name.
PURPOSES = {"inscripcion": "inscribirse a los eventos"}


class NoticeQuerySet(models.QuerySet):
    def published(self, now=None):
        return self.filter(published_at__lte=now or timezone.now())

    def newest(self, purpose: str):
        """Revisions for a purpose, the one in force first."""
        return self.filter(purpose=purpose).order_by("-revision")

    def current(self, purpose: str = "inscripcion"):
        """The newest published revision for a purpose, or None."""
        return _current.first(purpose=purpose, now=timezone.now())

    def asking_current(self, purpose: str = "inscripcion") -> Question:
        """The same, none or one, to be asked with what is asked beside it."""
        return _current, {"purpose": purpose, "now": timezone.now()}


class Notice(models.Model):
    """A revision of a notice. Published ones are not edited: a change is a new revision."""

    purpose = models.SlugField(max_length=40, default="inscripcion")
    revision = models.PositiveSmallIntegerField()
    approved_on = models.DateField()
    published_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField("aviso simplificado")
    body = models.TextField("aviso integral")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "aviso de privacidad"
        verbose_name_plural = "avisos de privacidad"
        ordering = ["purpose", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "revision"], name="one_notice_per_revision"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="revisions_start_at_one"),
        ]

    def __str__(self):
        return f"Aviso de privacidad ({self.purpose}), revisión {self.revision:02d}"

    @property
    def purpose_words(self) -> str:
        """What the data are asked for, after "para"."""
        return PURPOSES.get(self.purpose, self.purpose)


@composed(purpose=models.SlugField(), now=models.DateTimeField())
def _current(purpose, now):
    return Notice.objects.published(now).newest(purpose)[:1]
