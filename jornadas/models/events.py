"""An event (foro, jornada, taller) and its sessions."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from padron.models import Body, Sector

from .programme import Group, Program, Speaker, Venue


class Mode(models.TextChoices):
    """How one takes part."""

    IN_PERSON = "in_person", "Presencial"
    ONLINE = "online", "En línea"


class OfEvent(models.Func):
    """One figure about the rows that belong to each event, such as its last day.

    Written as SQL: the same as a Subquery takes 1 ms each to build, more than all else that the
    page of an event asks the database.
    """

    def __init__(self, figure: str, table: str, output_field, condition: str = "TRUE"):
        of_event = f"SELECT {figure} FROM {table} WHERE event_id = %(expressions)s AND {condition}"
        super().__init__(F("pk"), template=f"({of_event})", output_field=output_field)


def _registrations(condition: str) -> OfEvent:
    field = models.IntegerField()
    return OfEvent("COUNT(*)", "jornadas_registration", field, condition)


class EventQuerySet(models.QuerySet):
    def published(self):
        """Those everybody may see; cancelled ones stay visible as such."""
        return self.filter(
            status__in=[Event.Status.PUBLISHED, Event.Status.CANCELLED], program__is_published=True
        )

    def manageable_by(self, user):
        return self.filter(program__organizer__in=user.organizer_ids("staff"))

    def gated_by(self, user):
        """Those whose door this user may look after."""
        return self.filter(program__organizer__in=user.organizer_ids("staff", "gate"))

    def workshops(self):
        return self.filter(kind=Event.Kind.TALLER)

    def jornadas(self):
        return self.exclude(kind=Event.Kind.TALLER)

    def upcoming(self, today=None):
        """Those with a session today or later, or with no day yet. Needs `with_days()`."""
        today = today or timezone.localdate()
        return self.filter(Q(last_day__gte=today) | Q(last_day=None))

    def past(self, today=None):
        """Those whose last session was before today."""
        return self.filter(last_day__lt=today or timezone.localdate())

    def open_until(self, now):
        """Those whose window had not closed at `now`."""
        return self.filter(Q(registration_closes_at=None) | Q(registration_closes_at__gt=now))

    def with_days(self):
        """Add `first_day`, `last_day` and `first_start`: what lists sort by."""
        return self.annotate(
            first_day=OfEvent("MIN(day)", "jornadas_session", models.DateField()),
            last_day=OfEvent("MAX(day)", "jornadas_session", models.DateField()),
            first_start=OfEvent("MIN(starts_at)", "jornadas_session", models.DateTimeField()),
        )

    def with_counts(self):
        """Add `confirmed_in_person`, `confirmed_online`, `waiting`: a list costs one query."""
        return self.annotate(
            confirmed_in_person=_registrations("status = 'confirmed' AND mode = 'in_person'"),
            confirmed_online=_registrations("status = 'confirmed' AND mode = 'online'"),
            waiting=_registrations("status = 'waitlisted'"),
        )

    def with_sessions(self):
        """Bring sessions, places and speakers in the order of the programme: three queries."""
        speaking = SessionSpeaker.objects.select_related("speaker")
        sessions = Session.objects.select_related("venue").prefetch_related(
            Prefetch("sessionspeaker_set", queryset=speaking)
        )
        return self.prefetch_related(Prefetch("sessions", queryset=sessions))

    def for_cards(self):
        """Everything a list of events shows, in a constant number of queries."""
        return (
            self.with_days()
            .with_counts()
            .with_sessions()
            .select_related("program")
            .order_by(
                F("first_day").asc(nulls_last=True), F("first_start").asc(nulls_last=True), "pk"
            )
        )

    def for_page(self):
        """Everything the page of one event shows, in a constant number of queries."""
        return self.with_counts().with_sessions().select_related("program")

    def for_calendar(self):
        """What a calendar file holds."""
        related = self.select_related("program__organizer")
        return related.prefetch_related("sessions__venue", "changes")


class Event(models.Model):
    class Kind(models.TextChoices):
        FORO_Y_JORNADA = "foro_y_jornada", "Foro de arranque y jornada"
        FORO = "foro", "Foro"
        JORNADA = "jornada", "Jornada"
        TALLER = "taller", "Taller"

    class Status(models.TextChoices):
        DRAFT = "draft", "Borrador"
        PUBLISHED = "published", "Publicado"
        CANCELLED = "cancelled", "Cancelado"

    class DateStatus(models.TextChoices):
        CONFIRMED = "confirmed", "Fecha confirmada"
        TO_CONFIRM = "to_confirm", "Fecha por confirmar"
        CHANGE_PENDING = "change_pending", "Cambio de fecha pendiente"

    class Modality(models.TextChoices):
        IN_PERSON = "in_person", "Presencial"
        ONLINE = "online", "Virtual"
        HYBRID = "hybrid", "Híbrida"
        # As in the approved programme, which says neither place nor modality.
        TO_CONFIRM = "to_confirm", "Por confirmar"

    class Minimum(models.TextChoices):
        SESSIONS = "sessions", "Por sesiones"
        PERCENT = "percent", "Por porcentaje del tiempo"

    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, related_name="events", verbose_name="programa"
    )
    kind = models.CharField("tipo", max_length=20, choices=Kind, default=Kind.JORNADA)
    ordinal = models.PositiveSmallIntegerField("ordinal", null=True, blank=True)
    title = models.CharField("título", max_length=200)
    slug = models.SlugField("clave en la dirección", max_length=80, unique=True)
    description = models.TextField("descripción", blank=True)
    # Whom it is for. None of the three: everybody on the roster.
    groups = models.ManyToManyField(Group, related_name="events", blank=True, verbose_name="grupos")
    sectors = models.ManyToManyField(
        Sector, related_name="events", blank=True, verbose_name="sectores"
    )
    bodies = models.ManyToManyField(
        Body, related_name="events", blank=True, verbose_name="sujetos obligados"
    )
    modality = models.CharField(
        "modalidad", max_length=12, choices=Modality, default=Modality.IN_PERSON
    )
    # Empty: no limit in that modality.
    seats_in_person = models.PositiveIntegerField("lugares presenciales", null=True, blank=True)
    seats_online = models.PositiveIntegerField("lugares en línea", null=True, blank=True)
    registration_opens_at = models.DateTimeField("la inscripción abre", null=True, blank=True)
    registration_closes_at = models.DateTimeField("la inscripción cierra", null=True, blank=True)
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.DRAFT)
    date_status = models.CharField(
        "estado de la fecha", max_length=16, choices=DateStatus, default=DateStatus.CONFIRMED
    )
    note = models.TextField("nota para el público", blank=True)
    agreement = models.CharField("acuerdo", max_length=80, blank=True)
    # What one must attend to have earned a constancia: so many sessions, each by at least
    # `minimum_percent` of its official hours (0: being there at any moment of them); or that
    # percentage of the hours of all sessions together.
    minimum_rule = models.CharField(
        "la constancia se gana", max_length=8, choices=Minimum, default=Minimum.SESSIONS
    )
    minimum_sessions = models.PositiveSmallIntegerField("sesiones mínimas", default=1)
    minimum_percent = models.PositiveSmallIntegerField("porcentaje mínimo", default=0)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "evento"
        constraints = [
            models.CheckConstraint(
                condition=Q(registration_opens_at=None)
                | Q(registration_closes_at=None)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="registration_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(minimum_sessions__gte=1), name="at_least_one_session_is_asked"
            ),
            models.CheckConstraint(
                condition=Q(minimum_percent__lte=100)
                & (Q(minimum_rule="sessions") | Q(minimum_percent__gte=1)),
                name="asked_percentage_is_one",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(f"{self.room}:event", args=[self.slug])

    def get_registration_url(self):
        return reverse(f"{self.room}:register", args=[self.slug])

    def get_calendar_url(self):
        return reverse(f"{self.room}:ics", args=[self.slug])

    @property
    def room(self) -> str:
        """Where its public pages live: workshops have a place of their own."""
        return "talleres" if self.kind == self.Kind.TALLER else "jornadas"

    @property
    def modes(self) -> list[Mode]:
        """The ways one may take part in it."""
        return {
            self.Modality.IN_PERSON: [Mode.IN_PERSON],
            self.Modality.ONLINE: [Mode.ONLINE],
            self.Modality.HYBRID: [Mode.IN_PERSON, Mode.ONLINE],
            self.Modality.TO_CONFIRM: [],
        }[self.Modality(self.modality)]

    def seats(self, mode) -> int | None:
        """Seats offered in a modality; None where there is no limit."""
        return self.seats_in_person if mode == Mode.IN_PERSON else self.seats_online

    @property
    def is_public(self) -> bool:
        """Whether people may count on its plan: a change of it is history, and is told."""
        return self.status != self.Status.DRAFT and self.program.is_published

    def has_days(self) -> bool:
        """Whether any of its sessions has a day: whether there is something for a calendar."""
        return any(session.day for session in self.sessions.all())

    def has_begun(self, now=None) -> bool:
        """Whether its first session has."""
        return any(session.has_begun(now) for session in self.sessions.all())

    def is_over(self, now=None) -> bool:
        """Whether its last session has passed; one without a day is still to come."""
        sessions = self.sessions.all()
        return bool(sessions) and all(session.is_over(now) for session in sessions)

    def is_open(self, now=None) -> bool:
        """Whether one may register at this moment."""
        return not self.why_closed(now)

    def why_closed(self, now=None) -> str:
        """Why nobody may register now, as a sentence; empty when one may."""
        from documentos.spanish import moment_in_words

        now = now or timezone.now()
        if self.status == self.Status.CANCELLED:
            return "Este evento se canceló."
        if self.status == self.Status.DRAFT or not self.program.is_published:
            return "Este evento todavía no se publica."
        if self.is_over(now):
            return "Este evento ya pasó."
        if not self.modes:
            return "La inscripción abre cuando se confirme si será presencial o en línea."
        if self.registration_opens_at is None:
            return "La inscripción todavía no tiene fecha de apertura."
        if now < self.registration_opens_at:
            return f"La inscripción abre el {moment_in_words(self.registration_opens_at)}."
        if self.registration_closes_at and now >= self.registration_closes_at:
            return f"La inscripción cerró el {moment_in_words(self.registration_closes_at)}."
        return ""


class SessionQuerySet(models.QuerySet):
    def at_the_same_time(self, starts_at, ends_at=None):
        """Those with an hour that falls within `starts_at` and `ends_at`.

        One whose end is not stated counts by the moment it starts.
        """
        theirs = Coalesce("ends_at", "starts_at")
        return self.annotate(known_end=theirs).filter(
            Q(starts_at=starts_at) | Q(starts_at__lt=ends_at or starts_at, known_end__gt=starts_at)
        )


class Session(models.Model):
    """A part of an event with its own day, hours and place."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField("número", default=1)
    title = models.CharField("título", max_length=200, blank=True)
    # The day may be known before the hour, and the hour before the end of it, as in the approved
    # programme of 2021-2022.
    day = models.DateField("día", null=True, blank=True)
    starts_at = models.DateTimeField("empieza", null=True, blank=True)
    ends_at = models.DateTimeField("termina", null=True, blank=True)
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name="sede",
    )
    link = models.URLField("liga", blank=True)
    speakers = models.ManyToManyField(
        Speaker, through="SessionSpeaker", related_name="sessions", verbose_name="ponentes"
    )
    # For the public calendars (RFC 5545, 3.8.7.4): rises with every change of time, place or state.
    sequence = models.PositiveIntegerField("revisión", default=0)
    # When its plan last changed in a way that people see.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "sesión"
        verbose_name_plural = "sesiones"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="one_session_per_number"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(day__isnull=False),
                name="session_with_hours_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.title or f"Sesión {self.number} de {self.event}"

    @property
    def runs_until(self):
        """When it ends; the end of its day where only its start is known. Needs `starts_at`."""
        if self.ends_at is not None:
            return self.ends_at
        day = timezone.localtime(self.starts_at)
        return (day + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)

    def has_begun(self, now=None) -> bool:
        """Whether its hour has come; where that is not known, whether its day has passed."""
        now = now or timezone.now()
        return self.starts_at <= now if self.starts_at else self.is_over(now)

    def is_over(self, now=None) -> bool:
        """Whether it has ended; where the hours are not known, whether its day has."""
        now = now or timezone.now()
        if self.ends_at is not None:
            return self.ends_at <= now
        return self.day is not None and self.day < timezone.localdate(now)


class SessionSpeaker(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "speaker"], name="one_place_per_speaker_and_session"
            )
        ]

    def __str__(self):
        return str(self.speaker)
