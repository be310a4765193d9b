"""Municipalities, sectors and the sujetos obligados."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..names import match_key, sort_key


class Municipality(models.Model):
    """A municipality of the Estado de México; population by the census of `census_year` (INEGI)."""

    inegi_key = models.CharField("clave INEGI", max_length=5, primary_key=True)
    name = models.CharField("nombre", max_length=80, unique=True)
    sort_key = models.CharField(max_length=160, editable=False)
    population = models.PositiveIntegerField("población")
    census_year = models.PositiveSmallIntegerField("año del censo", default=2020)

    class Meta:
        verbose_name = "municipio"
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(**kwargs)

    @property
    def is_small(self) -> bool:
        """Under 70,000 inhabitants (LGTAIP 2015, Décimo transitorio)."""
        return self.population < 70_000


class Sector(models.Model):
    """A kind of sujeto obligado, by which a programme forms its groups."""

    slug = models.SlugField("clave", max_length=40, unique=True)
    name = models.CharField("nombre", max_length=80, unique=True)
    scope = models.CharField(
        "ámbito", max_length=10, choices=[("estatal", "Estatal"), ("municipal", "Municipal")]
    )
    order = models.PositiveSmallIntegerField("orden", default=0)

    class Meta:
        verbose_name = "sector"
        verbose_name_plural = "sectores"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class BodyQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def represented_by(self, user):
        """Those whose enlace this user is today."""
        from .people import Enlace

        return self.filter(
            enlaces__in=Enlace.objects.current().filter(
                person__user=user, person__user__isnull=False
            )
        ).distinct()

    def search(self, text: str):
        """Those whose name, acronym or key holds every word of `text`."""
        for word in match_key(text).split():
            self = self.filter(
                Q(match_key__contains=word) | Q(acronym_key__contains=word) | Q(key__icontains=word)
            )
        return self

    def with_people(self, day=None):
        """Add `people` and `enlace_id`, the number of those in a post and the enlace, on `day`."""
        from .people import Adscripcion, Enlace

        day = day or timezone.localdate()
        posts = Adscripcion.objects.on(day).filter(body=OuterRef("pk")).order_by()
        counted = posts.values("body").annotate(n=Count("person", distinct=True)).values("n")
        enlaces = Enlace.objects.on(day).filter(body=OuterRef("pk")).order_by("-starts_on")
        return self.annotate(
            people=Coalesce(Subquery(counted), 0), enlace_id=Subquery(enlaces.values("pk")[:1])
        )

    def named(self, text: str):
        """Those with this very name, acronym or a spelling somebody has decided on."""
        key = match_key(text)
        return (
            self.filter(
                Q(match_key=key) | Q(acronym_key=key) | Q(aliases__match_key=key)
            ).distinct()
            if key
            else self.none()
        )


class Body(models.Model):
    """A sujeto obligado."""

    key = models.CharField("clave", max_length=20, unique=True)
    name = models.CharField("nombre", max_length=250, unique=True)
    acronym = models.CharField("siglas", max_length=80, blank=True)
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, related_name="bodies", verbose_name="sector"
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="bodies",
        null=True,
        blank=True,
        verbose_name="municipio",
    )
    is_active = models.BooleanField("vigente", default=True)
    note = models.TextField("nota", blank=True)
    sort_key = models.CharField(max_length=320, editable=False, db_index=True)
    match_key = models.CharField(max_length=250, editable=False, db_index=True)
    acronym_key = models.CharField(max_length=80, editable=False, db_index=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "sujeto obligado"
        verbose_name_plural = "sujetos obligados"
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.set_keys()
        super().save(**kwargs)

    def set_keys(self):
        self.sort_key = sort_key(self.name)
        self.match_key = match_key(self.name)
        self.acronym_key = match_key(self.acronym)

    @property
    def short_name(self) -> str:
        return self.acronym or self.name


class BodyAlias(models.Model):
    """A spelling that somebody has decided means this body."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="aliases")
    spelling = models.CharField("escrito como", max_length=250)
    match_key = models.CharField(max_length=250, unique=True, editable=False)

    class Meta:
        verbose_name = "otra forma de escribirlo"

    def __str__(self):
        return f"{self.spelling} → {self.body}"

    def save(self, **kwargs):
        self.match_key = match_key(self.spelling)
        super().save(**kwargs)
