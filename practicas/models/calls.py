"""A convocatoria as data: its bases, window, requirements, criteria, and the seats of its jury."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from padron.models import Organizer
from padron.models.periods import Dated

# A day of a call is a day there, whatever zone the server keeps.
ZONE = ZoneInfo("America/Mexico_City")


class CallQuerySet(models.QuerySet):
    def published(self, now=None):
        """Those everybody may read."""
        return self.filter(published_at__lte=now or timezone.now())

    def open(self, now=None):
        """Those that take proposals: from publication to the end of their last day."""
        now = now or timezone.now()
        return self.published(now).filter(closes_on__gte=timezone.localdate(now, ZONE))

    def with_results(self, now=None):
        """Those whose results everybody may see: published, and their moment has come."""
        now = now or timezone.now()
        return self.published(now).filter(results_at__lte=now, dictamen__published_at__lte=now)

    def manageable_by(self, user):
        return self.filter(organizer__in=user.organizer_ids("staff", "verifier"))

    def judged_by(self, user):
        """Those in whose jury this user holds a seat today; without a second factor, none."""
        if user.needs_second_factor and not user.has_second_factor:
            return self.none()
        return self.filter(seats__holders__in=SeatHolder.objects.current().filter(user=user))


class Call(models.Model):
    """A call to propose practices for recognition (convocatoria)."""

    class TieRule(models.TextChoices):
        HEAVIEST = "heaviest", "Gana quien tiene más en el criterio de mayor peso"
        ALL = "all", "Se reconoce a todas las empatadas"
        JURY = "jury", "Decide el jurado en sesión"

    class Validity(models.TextChoices):
        RESULTS = "results", "Desde que se publican los resultados"
        DAY = "day", "Desde el día que se indica"

    organizer = models.ForeignKey(
        Organizer, on_delete=models.PROTECT, related_name="calls", verbose_name="institución"
    )
    title = models.CharField("título", max_length=200)
    slug = models.SlugField("clave en la dirección", max_length=60, unique=True)
    year = models.PositiveSmallIntegerField("año")
    purpose = models.TextField("objeto")
    who_may = models.TextField("quién puede participar")
    bases = models.TextField("bases")
    legal_basis = models.TextField("fundamento", blank=True)
    contact = models.TextField("dudas y entrega", blank=True)
    # What the bases leave open and how it is settled here; shown as such.
    silences = models.TextField("lo que las bases no dicen", blank=True)
    # The window opens on publication and closes at the end of this day, in the institution's zone.
    published_at = models.DateTimeField("se publica", null=True, blank=True)
    closes_on = models.DateField("último día para enviar")
    results_at = models.DateTimeField("los resultados se dan a conocer", null=True, blank=True)
    prevention_days = models.PositiveSmallIntegerField(
        "días hábiles para contestar una prevención", default=5
    )
    quorum = models.PositiveSmallIntegerField("quórum del jurado", default=3)
    # Of 100, by weights; empty: none is asked.
    minimum_score = models.DecimalField(
        "puntaje mínimo", max_digits=5, decimal_places=2, null=True, blank=True
    )
    tie_rule = models.CharField("desempate", max_length=8, choices=TieRule, default=TieRule.JURY)
    scores_due_at = models.DateTimeField("el jurado califica hasta", null=True, blank=True)
    validity_months = models.PositiveSmallIntegerField("meses de vigencia", default=12)
    validity_from = models.CharField(
        "la vigencia corre", max_length=7, choices=Validity, default=Validity.RESULTS
    )
    validity_day = models.DateField("día en que empieza la vigencia", null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "convocatoria"
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_score=None) | Q(minimum_score__gte=0, minimum_score__lte=100),
                name="minimum_score_is_of_a_hundred",
            ),
            models.CheckConstraint(
                condition=~Q(validity_from="day") | Q(validity_day__isnull=False),
                name="validity_from_a_day_says_which",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="quorum_is_somebody"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("call", args=[self.slug])

    @property
    def closes_at(self) -> datetime:
        """The first moment that is too late: midnight after the last day, in the zone."""
        return datetime.combine(self.closes_on + timedelta(days=1), time(0), tzinfo=ZONE)

    @staticmethod
    def today(now=None) -> date:
        """Which day it is for calls."""
        return timezone.localdate(now, ZONE)

    def is_open(self, now=None) -> bool:
        now = now or timezone.now()
        return bool(self.published_at and self.published_at <= now < self.closes_at)

    def tells_results(self, now=None) -> bool:
        """Whether everybody may see its results; `with_results` says the same of many."""
        return Call.objects.with_results(now).filter(pk=self.pk).exists()

    def is_closed(self, now=None) -> bool:
        return (now or timezone.now()) >= self.closes_at


class Requirement(models.Model):
    """What a proposal must have to be admitted, with where it is asked."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="requirements")
    number = models.PositiveSmallIntegerField("número")
    text = models.TextField("requisito")
    legal_reference = models.CharField("fundamento", max_length=250, blank=True)

    class Meta:
        verbose_name = "requisito"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_requirement_per_number")
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:60]}"


class Criterion(models.Model):
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField("número")
    name = models.CharField("criterio", max_length=200)
    guidance = models.TextField("qué contar", blank=True)
    weight = models.DecimalField("peso", max_digits=6, decimal_places=2, default=1)

    class Meta:
        verbose_name = "criterio"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_criterion_per_number"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weighs_something"),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"


class Level(models.Model):
    """An anchored level of a criterion: what one must see to give this value."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField("valor")
    anchor = models.TextField("qué se ve")

    class Meta:
        verbose_name = "nivel"
        verbose_name_plural = "niveles"
        ordering = ["criterion", "value"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "value"], name="one_level_per_value")
        ]

    def __str__(self):
        return f"{self.value}: {self.anchor[:60]}"


class Seat(models.Model):
    """A seat of the jury: a post, whoever holds it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField("número")
    post = models.CharField("cargo", max_length=200)

    class Meta:
        verbose_name = "asiento del jurado"
        verbose_name_plural = "asientos del jurado"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_seat_per_number")
        ]

    def __str__(self):
        return self.post


class SeatHolder(Dated):
    """Who holds a seat from a day to a day."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holders")
    name = models.CharField("nombre", max_length=160)
    # The account with which they score; empty for history that nobody enters.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jury_seats",
        verbose_name="cuenta",
    )

    PERSONAL = {"name": "Saber quién integra el jurado.", "user": "Entrar a calificar."}
    KEEP = "Permanente: forma parte del dictamen."

    class Meta(Dated.Meta):
        verbose_name = "titular del asiento"
        verbose_name_plural = "titulares del asiento"
        ordering = ["seat", "-starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["seat"], condition=Q(ends_on=None), name="one_open_holder_per_seat"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.seat})"
