"""A proposal of a body: what it says by criterion, who wrote it, its evidence, its acuse."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from padron.models import Body, Person
from talleres.models import Ficha, PopulationGroup

from .calls import Call, Criterion, SeatHolder


class ProposalQuerySet(models.QuerySet):
    def sent(self):
        """Those that were sent or delivered, late ones too."""
        return self.exclude(state__in=[Proposal.State.DRAFT, Proposal.State.WITHDRAWN])

    def of_enlace(self, user):
        """Those of bodies whose enlace this user is today."""
        return self.filter(body__in=Body.objects.represented_by(user))

    def written_by(self, user):
        """Those of one's own bodies where one answers for it or is among the authors."""
        mine = Q(body__in=Body.objects.represented_by(user))
        person = user.person_or_none
        if person:
            mine |= Q(pk__in=Author.objects.filter(person=person).values("proposal"))
        return self.filter(mine)

    def manageable_by(self, user):
        """Those that the institution verifies: sent ones, of calls this user looks after."""
        return self.sent().filter(call__in=Call.objects.manageable_by(user))

    def with_recused(self, user):
        """Add `is_recused`: whether the seat that this user holds today is, from each."""
        from .jury import Recusal

        held = SeatHolder.objects.current().filter(user=user).values("seat")
        recused = Recusal.objects.standing().filter(seat__in=held, proposal=OuterRef("pk"))
        return self.annotate(is_recused=Exists(recused))

    def unless_recused(self, user):
        """Without those: whoever also verifies or is staff opens them by no other door."""
        return self.with_recused(user).filter(is_recused=False)

    def readable_by(self, user):
        """Those whose file this user may open: its writers, and whoever verifies or judges it."""
        return self.filter(
            Q(pk__in=self.manageable_by(user).unless_recused(user).values("pk"))
            | Q(pk__in=self.written_by(user).values("pk"))
            | Q(pk__in=self.opened_by(user).values("pk"))
        )

    def opened_by(self, user):
        """Those before the seat of this user of which it has said that it has no conflict."""
        from .jury import Scoresheet

        stated = Scoresheet.objects.filter(
            Q(holder_name=F("seat__holders__name")) | Q(handed_in_at__isnull=False),
            seat__holders__in=SeatHolder.objects.current().filter(user=user),
        )
        return self.judged_by(user).filter(pk__in=stated.values("proposal"))

    def judged_by(self, user):
        """Admitted ones before the seat of this user, save those from which it is recused.

        What the padrón says today holds even where nobody has written the recusal yet.
        """
        from .jury import Recusal

        recused = Recusal.objects.standing().filter(seat__holders__user=user).values("proposal")
        found = self.filter(state=Proposal.State.ADMITTED, call__in=Call.objects.judged_by(user))
        found = found.exclude(pk__in=recused)
        if person := user.person_or_none:
            posts = person.adscripciones.filter(starts_on__lte=timezone.localdate())
            found = found.exclude(body__in=posts.values("body"))
            found = found.exclude(pk__in=Author.objects.filter(person=person).values("proposal"))
        return found.distinct()


class Proposal(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Borrador"
        SENT = "sent", "Enviada"
        PREVENTED = "prevented", "Con prevención"
        ADMITTED = "admitted", "Admitida"
        REJECTED = "rejected", "No admitida"
        WITHDRAWN = "withdrawn", "Retirada"

    class Channel(models.TextChoices):
        ONLINE = "online", "En este sitio"
        PAPER = "paper", "En papel"
        MAIL = "mail", "Por correo electrónico"

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="proposals", verbose_name="convocatoria"
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="proposals", verbose_name="sujeto obligado"
    )
    # The ficha it was born of.
    ficha = models.ForeignKey(
        Ficha, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    title = models.CharField("nombre de la práctica", max_length=200, blank=True)
    summary = models.TextField("de qué se trata", blank=True)
    population_group = models.ForeignKey(
        PopulationGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="grupo de la población",
    )
    url = models.URLField("dónde se consulta", blank=True)
    # Renewal: the practice whose recognition it asks to renew.
    renews = models.ForeignKey(
        "Recognition", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    state = models.CharField("estado", max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField("revisión", default=0)
    channel = models.CharField("cómo llegó", max_length=6, choices=Channel, default=Channel.ONLINE)
    # Consecutive within the call, given when it is sent.
    number = models.PositiveIntegerField("consecutivo", null=True, blank=True)
    sent_at = models.DateTimeField("enviada", null=True, blank=True)
    sent_by = models.CharField("enviada por", max_length=200, blank=True)
    # After the end of the last day: kept as extemporánea, and not judged.
    is_late = models.BooleanField("extemporánea", default=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "propuesta"
        ordering = ["call", "number", "pk"]
        indexes = [models.Index(fields=["call", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_proposal_per_number"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (Q(sent_at__isnull=False, number__isnull=False) & ~Q(title="")),
                name="sent_proposal_has_number_and_moment",
            ),
        ]

    def __str__(self):
        return self.title or "Propuesta sin nombre"

    def get_absolute_url(self):
        return reverse("proposal", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Answer(models.Model):
    """What a proposal says about one criterion."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("respuesta", blank=True)

    class Meta:
        verbose_name = "respuesta"
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "criterion"], name="one_answer_per_criterion"
            )
        ]

    def __str__(self):
        return f"{self.proposal}: {self.criterion}"


class Author(models.Model):
    """Who wrote a proposal; what they attended is computed, never typed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorships")
    order = models.PositiveSmallIntegerField("orden", default=1)
    added_by = models.CharField(max_length=200)

    PERSONAL = {"person": "Saber quién elaboró la propuesta y excusar al jurado."}
    KEEP = "5 años desde los resultados."

    class Meta:
        verbose_name = "autora o autor"
        verbose_name_plural = "autoras y autores"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_authorship_per_person")
        ]

    def __str__(self):
        return f"{self.person} ({self.proposal})"


class EvidenceQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken away while it was a draft."""
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """A file that supports a proposal, kept as it came; served as an attachment only."""

    class Stage(models.TextChoices):
        ORIGINAL = "original", "Con la propuesta"
        PREVENTION = "prevention", "Con la respuesta a la prevención"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    file = models.FileField("archivo", upload_to="propuestas/%Y/", max_length=200)
    name = models.CharField("nombre", max_length=160)
    # What its content is, not what its name says.
    mime = models.CharField("tipo", max_length=100)
    size = models.PositiveIntegerField("tamaño")
    sha256 = models.CharField("huella", max_length=64)
    is_open = models.BooleanField("formato abierto", default=False)
    note = models.CharField("qué es", max_length=200, blank=True)
    pages = models.PositiveIntegerField("hojas", null=True, blank=True)
    stage = models.CharField("momento", max_length=10, choices=Stage, default=Stage.ORIGINAL)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "soporte"
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name


class Receipt(models.Model):
    """The acuse: what was received and when, frozen, with its document."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="receipts")
    folio = models.CharField("folio", max_length=80, unique=True)
    issued_at = models.DateTimeField("fecha y hora")
    # Plain JSON: what was delivered, by whom, to whom, and the annexes with size and hash.
    facts = models.JSONField("lo que dice")
    stage = models.CharField(max_length=10, choices=Evidence.Stage, default="original")

    PERSONAL = {"facts": "Probar qué se entregó y quién lo entregó."}
    KEEP = "Permanente: es prueba de lo que se recibió."

    class Meta:
        verbose_name = "acuse"
        ordering = ["issued_at", "pk"]

    def __str__(self):
        return self.folio
