"""Who gets an announcement: asked of the database at this moment."""

from dataclasses import dataclass

from django.db.models import Q

from asistencia.models import ZoomReport
from asistencia.presence import unseen
from jornadas.eligibility import eligible_bodies
from jornadas.models import Registration
from jornadas.models.events import Mode
from padron.models import Body, Enlace, Person

from .models import Announcement

Audience = Announcement.Audience


@dataclass(frozen=True)
class Tally:
    """How many get it. Of oficios, `total` counts bodies, `without_mailbox` those to be printed."""

    total: int
    without_mailbox: int
    # Absent, registered for online, and no report of Zoom has come in: nobody looked at them.
    unseen_online: int = 0

    @property
    def with_mailbox(self) -> int:
        return self.total - self.without_mailbox


def registrations(announcement: Announcement, now=None):
    """The registrations of those who get it, in list order. Nobody is absent before the end."""
    found = Registration.objects.filter(event=announcement.event_id)
    kind = announcement.audience
    if kind == Audience.ENLACES:
        return found.none()
    if kind == Audience.ABSENT:
        if not announcement.event.is_over(now):
            return found.none()
        found = unseen(found.confirmed())
    elif kind == Audience.CONFIRMED:
        found = found.confirmed()
    elif kind == Audience.WAITLISTED:
        found = found.filter(status=Registration.Status.WAITLISTED)
    else:
        found = found.active()
    if announcement.mode:
        found = found.filter(mode=announcement.mode)
    if (chosen := _chosen_bodies(announcement)) is not None:
        found = found.filter(body__in=chosen)
    return found.select_related("person", "body").in_list_order()


def bodies(announcement: Announcement):
    """The invited bodies that get an oficio, in Spanish order."""
    found = eligible_bodies(announcement.event)
    if (chosen := _chosen_bodies(announcement)) is not None:
        found = found.filter(pk__in=chosen.values("pk"))
    return found.order_by("sort_key", "pk")


def enlaces_of(found) -> dict[int, list[Person]]:
    """Today's enlaces of each of these bodies, by its key; a body without one is not there."""
    current = Enlace.objects.current().filter(body__in=found).select_related("person")
    people: dict[int, list[Person]] = {}
    for enlace in current.order_by("starts_on", "pk"):
        people.setdefault(enlace.body_id, []).append(enlace.person)
    return people


def tally(announcement: Announcement, now=None) -> Tally:
    """How many get it now, and how many of them no mail reaches."""
    if announcement.is_oficio:
        found = bodies(announcement)
        mailed = sum(any(p.email for p in people) for people in enlaces_of(found).values())
        total = found.count()
        return Tally(total, total - mailed)
    found = registrations(announcement, now)
    return Tally(
        found.count(), found.filter(person__email="").count(), _unseen_online(announcement, found)
    )


def _unseen_online(announcement: Announcement, found) -> int:
    if announcement.audience != Audience.ABSENT:
        return 0
    reports = ZoomReport.objects.standing().filter(event=announcement.event_id)
    return 0 if reports.exists() else found.filter(mode=Mode.ONLINE).count()


def _chosen_bodies(announcement: Announcement):
    """The bodies it is narrowed to; None where it is not."""
    groups, chosen = list(announcement.groups.all()), announcement.bodies.values("pk")
    wanted = Q(pk__in=chosen)
    for group in groups:
        wanted |= Q(pk__in=group.bodies().values("pk"))
    return Body.objects.filter(wanted) if groups or chosen.exists() else None


def without_mailbox(announcement: Announcement, now=None) -> list[str]:
    """Who or what no mail reaches, in words: as it is now for a draft, as it was once begun."""
    if announcement.is_oficio:
        return _bodies_without_mailbox(announcement)
    if announcement.is_draft:
        found = registrations(announcement, now).filter(person__email="")
        return [f"{one.person.list_name}, {one.body}" for one in found]
    rows = announcement.recipients.without_mailbox()
    rows = rows.select_related("person", "registration__body").order_by("pk")
    return [f"{one.person.list_name}, {one.registration.body}" for one in rows]


def _bodies_without_mailbox(announcement: Announcement) -> list[str]:
    if announcement.is_draft:
        found = list(bodies(announcement))
        people = enlaces_of(found)
        names = {body: people.get(body.pk, []) for body in found}
        return [_lack(body, who) for body, who in names.items() if not any(p.email for p in who)]
    printed = announcement.oficios.to_print().select_related("body")
    return [f"{oficio.body} ({oficio.folio})" for oficio in printed]


def _lack(body: Body, people: list[Person]) -> str:
    return f"{body}: {'su enlace no tiene correo' if people else 'no tiene enlace'}"
