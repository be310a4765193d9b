"""The ficha: what somebody, or a team of one body, works out in a workshop, and proposes later."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from jornadas.models import Registration
from padron.models import Body, Person

from .workshops import Workshop


class PopulationGroup(models.Model):
    """A group of the population that information is for: a catalogue (tríptico del Infoem)."""

    slug = models.SlugField("clave", max_length=40, unique=True)
    name = models.CharField("nombre", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("orden", default=0)
    is_active = models.BooleanField("vigente", default=True)

    class Meta:
        verbose_name = "grupo de la población"
        verbose_name_plural = "grupos de la población"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class FichaQuerySet(models.QuerySet):
    def of(self, person):
        """Those this person writes."""
        return self.filter(members__person=person, members__left_at=None)

    def of_body(self, body):
        return self.filter(body=body)

    def manageable_by(self, user):
        """Those of workshops this user plans: what facilitators see as it grows."""
        return self.filter(workshop__event__program__organizer__in=user.organizer_ids("staff"))

    def writable_by(self, user):
        """Those this user writes, and whose body they hold a seat for in the workshop."""
        seats = Registration.objects.confirmed().filter(
            event=OuterRef("workshop__event"), body=OuterRef("body"), person__user=user
        )
        writes = FichaMember.objects.filter(
            ficha=OuterRef("pk"), left_at=None, person__user=user, person__user__isnull=False
        )
        return self.filter(Exists(writes), Exists(seats))

    def readable_by(self, user):
        """Those this user writes or wrote with others, those of a body whose enlace they are, and
        those of workshops they plan."""
        writes = FichaMember.objects.filter(
            ficha=OuterRef("pk"), left_at=None, person__user=user, person__user__isnull=False
        )
        return self.filter(
            Exists(writes)
            | Q(body__in=Body.objects.represented_by(user))
            | Q(workshop__event__program__organizer__in=user.organizer_ids("staff"))
        )

    def with_team(self):
        """What lists and pages say of each, in a constant number of queries: `team`, and
        `waiting_comments`, how many comments nobody has seen to."""
        team = FichaMember.objects.filter(left_at=None).select_related("person")
        waiting = Count(
            "comments", filter=Q(comments__settled_at=None, comments__by_facilitator=True)
        )
        return (
            self.select_related("workshop__event__program", "body", "population_group")
            .prefetch_related(
                Prefetch("members", queryset=team, to_attr="team"), "workshop__event__sessions"
            )
            .annotate(waiting_comments=waiting)
            .order_by("-changed_at", "pk")
        )


class Ficha(models.Model):
    """One need of one group of the population, and the information that would meet it.

    Saved as it is typed: `revision` rises with every change, so that two who write at once learn of
    each other.
    """

    class State(models.TextChoices):
        GROWING = "growing", "En elaboración"
        FINISHED = "finished", "Terminada"

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="fichas")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="fichas", verbose_name="sujeto obligado"
    )
    title = models.CharField("nombre de la ficha", max_length=160, blank=True)
    population_group = models.ForeignKey(
        PopulationGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fichas",
        verbose_name="grupo de la población",
    )
    need = models.TextField("qué necesita", blank=True)
    information = models.TextField("qué información existe", blank=True)
    location = models.TextField("dónde está", blank=True)
    form = models.TextField("en qué forma está", blank=True)
    reach = models.TextField("cómo llegaría a las personas", blank=True)
    reuse = models.TextField("quién la reutilizaría", blank=True)
    state = models.CharField("estado", max_length=8, choices=State, default=State.GROWING)
    revision = models.PositiveIntegerField("revisión", default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    objects = FichaQuerySet.as_manager()

    class Meta:
        verbose_name = "ficha"
        ordering = ["-changed_at", "pk"]
        indexes = [models.Index(fields=["workshop", "changed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="growing", finished_at=None)
                | Q(state="finished", finished_at__isnull=False),
                name="finished_ficha_says_when",
            )
        ]

    # What is asked, in the order in which it is asked.
    ASKED = (
        "title",
        "population_group",
        "need",
        "information",
        "location",
        "form",
        "reach",
        "reuse",
    )

    def __str__(self):
        return self.title.strip() or "Ficha sin nombre"

    def get_absolute_url(self):
        return reverse("ficha", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state == self.State.FINISHED

    def answer(self, field: str) -> str:
        """What an answer says, as a text; the group of the population by its number."""
        held = getattr(self, "population_group_id" if field == "population_group" else field)
        return "" if held is None else str(held)

    @property
    def answered(self) -> int:
        """How many of its questions have an answer."""
        return sum(bool(self.answer(field).strip()) for field in self.ASKED)

    def missing(self) -> list[str]:
        """The questions without an answer, by name."""
        blank = [field for field in self.ASKED if not self.answer(field).strip()]
        return [self._meta.get_field(field).verbose_name for field in blank]

    def why_closed(self, now=None) -> str:
        """Why its answers cannot be changed, as a sentence; empty where they can."""
        if reason := self.workshop.why_fichas_closed(now):
            return reason
        if self.is_finished:
            return "La ficha está terminada: reábrela para cambiarla."
        return ""


class FichaMember(models.Model):
    """Somebody who writes a ficha: of its body, and registered in its workshop."""

    ficha = models.ForeignKey(Ficha, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ficha_memberships")
    joined_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=200)
    left_at = models.DateTimeField(null=True)

    PERSONAL = {"person": "Saber quién elaboró la ficha."}
    KEEP = "5 años desde el taller."

    class Meta:
        verbose_name = "integrante del equipo"
        verbose_name_plural = "integrantes del equipo"
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ficha", "person"],
                condition=Q(left_at=None),
                name="one_membership_per_person_and_ficha",
            )
        ]

    def __str__(self):
        return f"{self.person} en {self.ficha}"


class FichaComment(models.Model):
    """What a facilitator says about a ficha, or somebody of its team answers."""

    ficha = models.ForeignKey(Ficha, on_delete=models.CASCADE, related_name="comments")
    # The question it is about; empty: the whole.
    about = models.CharField("sobre", max_length=20, blank=True)
    text = models.TextField("comentario")
    by_facilitator = models.BooleanField(default=False)
    author = models.CharField(max_length=200)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="ficha_comments"
    )
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField("atendido", null=True)

    PERSONAL = {"person": "Saber quién comentó.", "text": "Acompañar el trabajo del taller."}
    KEEP = "5 años desde el taller."

    class Meta:
        verbose_name = "comentario"
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]

    def __str__(self):
        return self.text[:60]
