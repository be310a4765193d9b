"""A registration: a person's seat or place in line at an event, with its pass."""

from django.db import models
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from padron.models import Body, Person
from privacidad.models import Notice

from ..codes import make_code
from .events import Event, Mode


class RegistrationQuerySet(models.QuerySet):
    def active(self):
        return self.exclude(status=Registration.Status.CANCELLED)

    def confirmed(self):
        return self.filter(status=Registration.Status.CONFIRMED)

    def in_line(self):
        """Those who wait, in the published order: jumps with a reason first, then by arrival."""
        return self.filter(status=Registration.Status.WAITLISTED).order_by("place_in_line")

    def for_pass(self):
        """What a pass shows, in a constant number of queries."""
        return self.select_related("person", "body", "event__program__organizer").prefetch_related(
            "event__sessions__venue"
        )

    def for_mine(self):
        """What a person's own list shows, in a constant number of queries: with `last_day`, and
        `ahead`, the people before them in line."""
        ahead = (
            Registration.objects.filter(
                event=OuterRef("event"),
                mode=OuterRef("mode"),
                place_in_line__lt=OuterRef("place_in_line"),
            )
            .order_by()
            .values("event")
            .annotate(n=Count("*"))
            .values("n")
        )
        return (
            self.annotate(last_day=Max("event__sessions__day"), ahead=Coalesce(Subquery(ahead), 0))
            .select_related("body", "event__program")
            .prefetch_related("event__sessions__venue")
            .order_by(F("last_day").asc(nulls_last=True), "pk")
        )

    def coming(self, today=None):
        """Those of events with a session today or later, or without a day. Needs `for_mine()`."""
        return self.filter(Q(last_day__gte=today or timezone.localdate()) | Q(last_day=None))

    def past(self, today=None):
        return self.filter(last_day__lt=today or timezone.localdate())

    def in_list_order(self):
        """Spanish order by surnames."""
        return self.order_by("person__sort_key", "person__pk")


class Registration(models.Model):
    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmada"
        WAITLISTED = "waitlisted", "En lista de espera"
        CANCELLED = "cancelled", "Cancelada"

    class Source(models.TextChoices):
        SELF = "self", "La propia persona"
        ENLACE = "enlace", "Su enlace"
        STAFF = "staff", "Personal del instituto"
        WALKIN = "walkin", "Llegó sin inscripción"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    # As it was when registering: the person's post may change later.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="registrations")
    post = models.CharField(max_length=160, blank=True)
    mode = models.CharField(max_length=10, choices=Mode)
    status = models.CharField(max_length=10, choices=Status)
    code = models.CharField(max_length=13, unique=True, default=make_code)
    # Rises by one for each who queues in the event; empty for those who do not wait.
    place_in_line = models.IntegerField(null=True)
    # Rises with every change within the event, so that a gate can ask for what it lacks.
    revision = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Source, default=Source.SELF)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=200, blank=True)

    objects = RegistrationQuerySet.as_manager()

    PERSONAL = {
        "person": "Reservar un lugar y registrar la asistencia.",
        "post": "Cargo con el que participó.",
        "cancelled_by": "Saber quién canceló el lugar.",
    }
    KEEP = "5 años desde el evento."

    class Meta:
        verbose_name = "inscripción"
        verbose_name_plural = "inscripciones"
        indexes = [
            models.Index(fields=["event", "status", "mode"]),
            models.Index(fields=["event", "status", "place_in_line"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=~Q(status="cancelled"),
                name="one_active_registration_per_person",
            ),
            models.UniqueConstraint(fields=["event", "revision"], name="one_change_per_revision"),
            models.UniqueConstraint(
                fields=["event", "mode", "place_in_line"], name="one_person_per_place_in_line"
            ),
            models.CheckConstraint(
                condition=Q(status="waitlisted", place_in_line__isnull=False)
                | (~Q(status="waitlisted") & Q(place_in_line=None)),
                name="only_who_waits_has_a_place_in_line",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False),
                name="confirmed_says_when",
            ),
            models.CheckConstraint(
                condition=(Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_by=""))
                | (~Q(status="cancelled") & Q(cancelled_at=None, cancelled_by="")),
                name="cancelled_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.person} en {self.event}"

    def get_absolute_url(self):
        return reverse("pass", args=[self.code])

    def get_cancel_url(self):
        return reverse("pass_cancel", args=[self.code])

    @property
    def is_active(self) -> bool:
        return self.status != self.Status.CANCELLED

    def can_be_cancelled(self, now=None) -> bool:
        """While it stands and its event has not begun."""
        return self.is_active and not self.event.has_begun(now)

    def position(self) -> int:
        """Place in the line of its modality, 1 for who is next; 0 for who does not wait."""
        if self.place_in_line is None:
            return 0
        if hasattr(self, "ahead"):  # already counted, by `for_mine()`
            return self.ahead + 1
        ahead = Registration.objects.in_line().filter(
            event=self.event_id, mode=self.mode, place_in_line__lt=self.place_in_line
        )
        return ahead.count() + 1
