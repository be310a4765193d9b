"""What the panel's first page says needs attention today, by role."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from asistencia import zoom_desk
from asistencia.models import Device, PresenceReview
from correo.models import Message
from jornadas.models import Event
from jornadas.situation import situation
from padron.models import AccessRequest
from padron.roles import SENTENCES, Role
from practicas import jury_reading, verify_desk
from trabajos.models import Job

from .navigation import STAFF, address

# How far ahead the page looks.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Matter:
    """Something to do: how much of it, in words, where, and how urgent."""

    count: int
    one: str
    many: str
    url: str
    tone: str = "warning"

    @property
    def words(self) -> str:
        return self.one if self.count == 1 else self.many


@dataclass(frozen=True)
class EventRow:
    """An event of these days, with what its door still lacks."""

    event: Event
    situation: object
    taken: int
    seats: int | None
    lacks_device: bool

    @property
    def percent(self) -> int:
        return min(100, 100 * self.taken // self.seats) if self.seats else 0


def matters(user, now=None) -> list[Matter]:
    """What waits for a decision of `user`, the urgent first; nothing that counts zero."""
    now = now or timezone.now()
    found = []
    if user.roles & (STAFF | {Role.VERIFIER}):
        found.append(_proposals(user, now))
    if Role.JURY in user.roles:
        to_score = jury_reading.to_score(user, now).count()
        words = "propuesta por calificar", "propuestas por calificar"
        found.append(Matter(to_score, *words, reverse("jury")))
    if user.roles & STAFF:
        found = [*_of_staff(user, now), *found]
    return [matter for matter in found if matter.count]


def _proposals(user, now) -> Matter:
    """Proposals to verify; the link leads to the call where most of them are."""
    waiting = verify_desk.waiting(user, now)
    return Matter(
        sum(one["count"] for one in waiting),
        "propuesta por verificar",
        "propuestas por verificar",
        reverse("panel_proposals", args=[waiting[0]["call__slug"]]) if waiting else "",
    )


def _of_staff(user, now) -> list[Matter]:
    return [
        Matter(
            Message.objects.failed().filter(created_at__gte=now - AHEAD).count(),
            "mensaje que no se pudo enviar",
            "mensajes que no se pudieron enviar",
            address("panel_messages") + "?estado=failed",
            "danger",
        ),
        Matter(
            Message.objects.late(now).count(),
            "mensaje que debió salir hace más de 15 minutos",
            "mensajes que debieron salir hace más de 15 minutos",
            address("panel_messages") + "?estado=queued",
            "danger",
        ),
        Matter(
            Job.objects.filter(
                state=Job.State.FAILED, finished_at__gte=now - timedelta(days=2)
            ).count(),
            "proceso que terminó con error en los últimos dos días",
            "procesos que terminaron con error en los últimos dos días",
            address("panel_imports"),
            "danger",
        ),
        Matter(
            AccessRequest.objects.pending().decidable_by(user).count(),
            "solicitud de acceso por resolver",
            "solicitudes de acceso por resolver",
            address("panel_requests"),
        ),
        Matter(
            PresenceReview.objects.open()
            .filter(registration__event__in=Event.objects.manageable_by(user))
            .count(),
            "revisión de asistencia por contestar",
            "revisiones de asistencia por contestar",
            address("panel_reviews") + "?estado=open",
        ),
        _online(user),
        *_of_events(user, now),
    ]


def _online(user) -> Matter:
    """Online attendances to settle; the link leads to where most of them are."""
    waiting = zoom_desk.waiting_by_event(user)
    return Matter(
        sum(one["count"] for one in waiting),
        "asistencia en línea por confirmar",
        "asistencias en línea por confirmar",
        reverse("panel_zoom_settle", args=[waiting[0]["event__slug"]]) if waiting else "",
    )


def _of_events(user, now) -> list[Matter]:
    """What the events that are to come still lack, in one query."""
    coming = Event.objects.manageable_by(user).with_days().upcoming(timezone.localdate(now))
    counts = Event.objects.filter(pk__in=coming.values("pk")).aggregate(
        drafts=Count("pk", filter=Q(status=Event.Status.DRAFT)),
        undated=Count(
            "pk",
            filter=~Q(date_status=Event.DateStatus.CONFIRMED) & Q(status=Event.Status.PUBLISHED),
        ),
    )
    url = address("panel_events")
    return [
        Matter(
            counts["undated"],
            "evento con la fecha por confirmar o por cambiar",
            "eventos con la fecha por confirmar o por cambiar",
            url,
        ),
        Matter(
            counts["drafts"],
            "evento en borrador: nadie lo ve todavía",
            "eventos en borrador: nadie los ve todavía",
            url,
            "info",
        ),
    ]


def days_ahead(user, now=None) -> list[EventRow]:
    """The events of the next two weeks that this user plans or whose door they look after."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    events = list(
        Event.objects.gated_by(user)
        .exclude(status=Event.Status.DRAFT)
        .for_cards()
        .filter(last_day__gte=today, first_day__lte=today + AHEAD)
    )
    paired = set(
        Device.objects.usable(now).filter(event__in=events).values_list("event", flat=True)
    )
    return [_row(event, event.pk in paired, now) for event in events]


def _row(event, has_device: bool, now) -> EventRow:
    seats = [event.seats(mode) for mode in event.modes]
    return EventRow(
        event=event,
        situation=situation(event, now),
        taken=event.confirmed_in_person + event.confirmed_online,
        seats=None if None in seats else sum(seats),
        lacks_device=(
            not has_device
            and event.status == Event.Status.PUBLISHED
            and event.modality != Event.Modality.ONLINE
        ),
    )


def sentences(user) -> list[tuple[str, str]]:
    """The roles that this user holds, each with what it may do."""
    return [
        (role.label, SENTENCES[role]) for role in Role if role in user.roles and role in SENTENCES
    ]
