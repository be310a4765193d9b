"""A programme, its groups as data, and what its events use: speakers, venues, working days."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from padron.models import Body, Municipality, Organizer, Sector


class ProgramQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def manageable_by(self, user):
        return self.filter(organizer__in=user.organizer_ids("staff"))


class Program(models.Model):
    """An edition: "Jornadas de Sensibilización 2021-2022", with the agreement that approved it."""

    organizer = models.ForeignKey(
        Organizer, on_delete=models.PROTECT, related_name="programs", verbose_name="institución"
    )
    name = models.CharField("nombre", max_length=200)
    slug = models.SlugField("clave en la dirección", max_length=60, unique=True)
    description = models.TextField("descripción", blank=True)
    legal_basis = models.TextField("fundamento", blank=True)
    # Kept as printed: the institute's own series repeats and skips numbers.
    agreement = models.CharField("acuerdo", max_length=80, blank=True)
    starts_on = models.DateField("desde")
    ends_on = models.DateField("hasta")
    is_published = models.BooleanField("publicado", default=False)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = "programa"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="program_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('jornadas:calendar')}?programa={self.slug}&cuando=todos"


class GroupQuerySet(models.QuerySet):
    def published(self):
        """Those of published programmes, with their programme."""
        return self.filter(program__is_published=True).select_related("program")


class Group(models.Model):
    """A group of sujetos obligados: sectors, with exceptions by body."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField("número")
    name = models.CharField("nombre", max_length=80)
    slug = models.SlugField("clave en la dirección", max_length=60, unique=True)
    description = models.TextField("a quién comprende", blank=True)
    sectors = models.ManyToManyField(
        Sector, related_name="groups", blank=True, verbose_name="sectores"
    )

    # Names of calendars that are not of a group.
    RESERVED = ("todos", "personal")

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "grupo"
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="one_group_per_number")
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.slug in self.RESERVED:
            raise ValidationError("Esa clave en la dirección es de otro calendario; elige otra.")

    def get_calendar_url(self):
        return reverse("calendar_group", args=[self.slug])

    def bodies(self):
        """The bodies of this group: those of its sectors, save exceptions, plus its own."""
        elsewhere = GroupException.objects.filter(
            body=OuterRef("pk"), group__program=self.program_id
        ).exclude(group=self)
        return (
            Body.objects.active()
            .filter(
                Q(sector__in=self.sectors.all()) & ~Exists(elsewhere)
                | Q(group_exceptions__group=self)
            )
            .distinct()
        )


class GroupException(models.Model):
    """A body that this programme puts in a group other than its sector's."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="exceptions")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="group_exceptions")
    reason = models.CharField("motivo", max_length=200, blank=True)

    class Meta:
        verbose_name = "excepción"
        verbose_name_plural = "excepciones"
        constraints = [
            models.UniqueConstraint(fields=["group", "body"], name="one_exception_per_group_body")
        ]

    def __str__(self):
        return f"{self.body} en {self.group}"


class Speaker(models.Model):
    """Who speaks, with the post as it is printed in the programme."""

    name = models.CharField("nombre", max_length=160)
    post = models.CharField("cargo", max_length=160, blank=True)

    PERSONAL = {"name": "Anunciar quién imparte.", "post": "Anunciar quién imparte."}
    KEEP = "Permanente: forma parte del programa aprobado y publicado."

    class Meta:
        verbose_name = "ponente"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "post"], name="one_speaker_per_post")
        ]

    def __str__(self):
        return f"{self.post} {self.name}".strip()


class Venue(models.Model):
    """A room or auditorium where sessions are held."""

    name = models.CharField("nombre", max_length=160, unique=True)
    address = models.TextField("domicilio", blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="municipio"
    )
    seats = models.PositiveIntegerField("lugares", null=True, blank=True)

    class Meta:
        verbose_name = "sede"
        ordering = ["name"]

    def __str__(self):
        return self.name


class NonWorkingDay(models.Model):
    """A day on which the institution does not work, with its source."""

    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="non_working")
    day = models.DateField("día")
    reason = models.CharField("motivo", max_length=160)

    class Meta:
        verbose_name = "día inhábil"
        verbose_name_plural = "días inhábiles"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["organizer", "day"], name="one_reason_per_day")
        ]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}: {self.reason}"
