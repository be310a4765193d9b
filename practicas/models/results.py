"""What the public learns: the dictamen, feedback to each body, recognitions and corrigenda."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from padron.models import Body

from .calls import Call, Criterion
from .proposals import Proposal


class Dictamen(models.Model):
    """The jury's decision as a document, frozen when it is signed off."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="dictamen")
    folio = models.CharField("folio", max_length=80, unique=True)
    # Plain JSON: every fact it prints.
    facts = models.JSONField("lo que dice")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)
    # The moment set for everybody; nothing of it is told before.
    published_at = models.DateTimeField("se publica")

    class Meta:
        verbose_name = "dictamen"
        verbose_name_plural = "dictámenes"

    def __str__(self):
        return self.folio


class Feedback(models.Model):
    """Why it was procedente or not, by criterion (Lineamientos, Anexo 2)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="feedback")
    # Empty: the whole.
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    text = models.TextField("retroalimentación")

    class Meta:
        verbose_name = "retroalimentación"
        verbose_name_plural = "retroalimentaciones"
        ordering = [F("criterion__number").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "criterion"], name="one_feedback_per_criterion"
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(criterion=None),
                name="one_feedback_on_the_whole",
            ),
        ]

    def __str__(self):
        return f"{self.proposal}: {self.text[:40]}"


class RecognitionQuerySet(models.QuerySet):
    def public(self, now=None):
        """Those of results everybody may see."""
        return self.filter(proposal__call__in=Call.objects.with_results(now))

    def in_force(self, day=None):
        """Vigentes on `day`: by their dates, without anything having to run."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def expired(self, day=None):
        return self.filter(ends_on__lt=day or timezone.localdate())


class Recognition(models.Model):
    """A recognised practice, with the days between which it stands."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="recognition")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recognitions")
    slug = models.SlugField("clave en la dirección", max_length=120, unique=True)
    starts_on = models.DateField("desde")
    # The last day, included.
    ends_on = models.DateField("hasta")
    # What the public reads about the practice.
    title = models.CharField("práctica", max_length=200)
    summary = models.TextField("de qué se trata")
    url = models.URLField("dónde se consulta", blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = "reconocimiento"
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="recognition_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("practice", args=[self.slug])

    def is_in_force(self, day=None) -> bool:
        return self.starts_on <= (day or timezone.localdate()) <= self.ends_on


class Corrigendum(models.Model):
    """A correction of what was published; the first words stay visible beside it."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="corrigenda")
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="corrigenda"
    )
    said = models.TextField("dice")
    should_say = models.TextField("debe decir")
    reason = models.TextField("motivo")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "fe de erratas"
        verbose_name_plural = "fes de erratas"
        ordering = ["made_at", "pk"]

    def __str__(self):
        return f"Fe de erratas de {self.call}"
