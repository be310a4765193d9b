"""An announcement, who gets it and what became of it; the oficios it sends and their numbers."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from jornadas.models import Event, Group, Registration
from jornadas.models.events import Mode
from padron.models import Body, Organizer, Person

from .fields import fill


class AnnouncementQuerySet(models.QuerySet):
    def manageable_by(self, user):
        return self.filter(event__in=Event.objects.manageable_by(user))

    def drafts(self):
        return self.filter(state=Announcement.State.DRAFT)

    def sending(self):
        return self.filter(state=Announcement.State.SENDING)

    def with_progress(self):
        """Add how many get it (`total`) and in which state they are: a list costs one query."""

        def those(state):
            return Count("recipients", filter=Q(recipients__state=state))

        return self.annotate(
            total=Count("recipients"),
            written=those(Recipient.State.WRITTEN),
            waiting=those(Recipient.State.WAITING),
            without_mailbox=those(Recipient.State.NO_MAILBOX),
            gone=those(Recipient.State.GONE),
        ).order_by("-pk")


class Announcement(models.Model):
    """What staff write to an audience of an event."""

    class Audience(models.TextChoices):
        CONFIRMED = "confirmed", "Quienes tienen lugar"
        WAITLISTED = "waitlisted", "Quienes están en lista de espera"
        REGISTERED = "registered", "Quienes tienen lugar y quienes esperan"
        ABSENT = "absent", "Quienes tenían lugar y no asistieron"
        ENLACES = "enlaces", "Los enlaces de los sujetos obligados invitados, con un oficio"

    class State(models.TextChoices):
        DRAFT = "draft", "Borrador"
        SENDING = "sending", "Enviando"
        PAUSED = "paused", "En pausa"
        DONE = "done", "Enviado"
        CANCELLED = "cancelled", "Detenido"

    OVER = (State.DONE, State.CANCELLED)

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="announcements")
    audience = models.CharField("para quién", max_length=10, choices=Audience)
    # Narrower, where said. In any of the groups or among the bodies; in this modality.
    groups = models.ManyToManyField(Group, blank=True, related_name="+", verbose_name="grupos")
    bodies = models.ManyToManyField(
        Body, blank=True, related_name="+", verbose_name="sujetos obligados"
    )
    mode = models.CharField("modalidad", max_length=10, choices=Mode, blank=True)
    subject = models.CharField("asunto", max_length=150)
    # Plain text with fields in braces (fields.py). Of an oficio, what its letter says.
    text = models.TextField("texto", max_length=6000)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Why it paused by itself.
    problem = models.CharField(max_length=300, blank=True)
    made_by_label = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = AnnouncementQuerySet.as_manager()

    PERSONAL = {"made_by_label": "Rendir cuentas de quién escribió a quién."}
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "comunicado"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", started_at=None)
                | (~Q(state="draft") & Q(started_at__isnull=False)),
                name="announcement_begun_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "cancelled"], finished_at__isnull=False)
                | (~Q(state__in=["done", "cancelled"]) & Q(finished_at=None)),
                name="announcement_over_says_when",
            ),
            models.CheckConstraint(
                condition=Q(problem="") | Q(state="paused"), name="only_a_pause_has_a_problem"
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def headline(self) -> str:
        """The subject as a page shows it, with the event's name where it says so."""
        return fill(self.subject, {"evento": self.event.title})

    @property
    def is_oficio(self) -> bool:
        return self.audience == self.Audience.ENLACES

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def percent(self) -> int:
        """How much of it is done. Needs `with_progress()`."""
        return 100 * (self.total - self.waiting) // self.total if self.total else 0


class Letterhead(models.Model):
    """What an oficio de invitación says beyond the announcement's words."""

    announcement = models.OneToOneField(
        Announcement, on_delete=models.CASCADE, related_name="letterhead"
    )
    place = models.CharField("lugar", max_length=120)
    dated_on = models.DateField("fecha del oficio", default=timezone.localdate)
    # The series of numbers is the institution's: oficios of other matters use it too.
    prefix = models.CharField("prefijo del número", max_length=60)
    first_number = models.PositiveIntegerField("primer consecutivo")
    basis = models.TextField("fundamento", blank=True, max_length=2000)
    signatory_name = models.CharField("quién firma", max_length=160)
    signatory_post = models.CharField("cargo de quien firma", max_length=200)
    copies = models.TextField("con copia para", blank=True, max_length=1000)

    PERSONAL = {"signatory_name": "Decir quién firma el oficio."}
    KEEP = "Permanente: forma parte del archivo de oficios."

    class Meta:
        verbose_name = "datos del oficio"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_number__gte=1), name="oficios_are_numbered_from_one"
            )
        ]

    def __str__(self):
        return f"{self.prefix}/{self.first_number}/{self.dated_on.year}"


class OficioQuerySet(models.QuerySet):
    def to_print(self):
        """Those that no mailbox gets: staff print and deliver them."""
        mailed = Recipient.objects.filter(
            oficio=OuterRef("pk"), state__in=[Recipient.State.WAITING, Recipient.State.WRITTEN]
        )
        return self.filter(~Exists(mailed))

    def with_mailing(self):
        """Add `is_mailed`, whether some mailbox gets it."""
        return self.annotate(
            is_mailed=~Exists(self.model.objects.to_print().filter(pk=OuterRef("pk")))
        )


class Oficio(models.Model):
    """One letter to one body: its number and what it says, frozen when sending began."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="oficios")
    organizer = models.ForeignKey(Organizer, on_delete=models.PROTECT, related_name="oficios")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="oficios")
    prefix = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    facts = models.JSONField()

    objects = OficioQuerySet.as_manager()

    PERSONAL = {"facts": "Dirigir el oficio a quien responde por el sujeto obligado."}
    KEEP = "Permanente: forma parte del archivo de oficios."

    class Meta:
        verbose_name = "oficio"
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organizer", "year", "number"], name="number_of_an_oficio_is_never_reused"
            ),
            models.UniqueConstraint(
                fields=["announcement", "body"], name="one_oficio_per_body_and_announcement"
            ),
        ]

    def __str__(self):
        return self.folio

    @property
    def folio(self) -> str:
        """ "INFOEM/DGTAIPGA/219/2021"."""
        return f"{self.prefix}/{self.number}/{self.year}"


class RecipientQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Recipient.State.WAITING)

    def without_mailbox(self):
        return self.filter(state=Recipient.State.NO_MAILBOX)


class Recipient(models.Model):
    """Somebody who gets an announcement: the list is frozen when sending begins."""

    class State(models.TextChoices):
        WAITING = "waiting", "Por escribir"
        WRITTEN = "written", "Escrito"
        NO_MAILBOX = "no_mailbox", "Sin correo"
        # They cancelled between the beginning and their turn.
        GONE = "gone", "Ya no está inscrita"

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="recipients"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Why they get it: their registration, or an oficio to the body whose enlace they are.
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, related_name="+"
    )
    oficio = models.ForeignKey(
        Oficio, on_delete=models.CASCADE, null=True, related_name="recipients"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    objects = RecipientQuerySet.as_manager()

    PERSONAL = {"person": "Saber a quién se escribió, para que nadie lo reciba dos veces."}
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "destinatario"
        ordering = ["pk"]
        indexes = [models.Index(fields=["announcement", "state", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "person"],
                condition=Q(oficio=None),
                name="nobody_gets_an_announcement_twice",
            ),
            models.UniqueConstraint(
                fields=["oficio", "person"], name="nobody_gets_an_oficio_twice"
            ),
            models.CheckConstraint(
                condition=Q(registration__isnull=False, oficio=None)
                | Q(registration=None, oficio__isnull=False),
                name="recipient_has_one_reason",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.announcement}"

    @property
    def key(self) -> str:
        """What makes its message the only one (`Message.key`)."""
        if self.oficio_id:
            return f"oficio:{self.oficio_id}:{self.person_id}"
        return f"announcement:{self.announcement_id}:{self.person_id}"
