"""Whom an event is for: the bodies of its groups, its sectors, or bodies named one by one."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from consultas import Question, composed
from padron.models import Adscripcion, Body

from .models import Event, Group, GroupException, Registration, Session
from .refusal import Refusal

# Written as SQL: one question, where the ORM took four. `Group.bodies` is the rule of a group.
_INVITED = """
    SELECT b.id FROM padron_body b WHERE b.is_active AND (
      b.id IN (SELECT body_id FROM jornadas_event_bodies WHERE event_id = %s)
      OR b.sector_id IN (SELECT sector_id FROM jornadas_event_sectors WHERE event_id = %s)
      OR EXISTS (
        SELECT 1 FROM jornadas_event_groups eg JOIN jornadas_group g ON g.id = eg.group_id
        WHERE eg.event_id = %s AND (
          EXISTS (SELECT 1 FROM jornadas_groupexception x
                  WHERE x.group_id = g.id AND x.body_id = b.id)
          OR EXISTS (SELECT 1 FROM jornadas_group_sectors s
                     WHERE s.group_id = g.id AND s.sector_id = b.sector_id)
          AND NOT EXISTS (SELECT 1 FROM jornadas_groupexception x
                          JOIN jornadas_group other ON other.id = x.group_id
                          WHERE x.body_id = b.id AND other.program_id = g.program_id)))
      OR NOT EXISTS (SELECT 1 FROM jornadas_event_bodies WHERE event_id = %s)
        AND NOT EXISTS (SELECT 1 FROM jornadas_event_sectors WHERE event_id = %s)
        AND NOT EXISTS (SELECT 1 FROM jornadas_event_groups WHERE event_id = %s))
"""


def eligible_bodies(event: Event):
    """The bodies invited to `event`; every active one where it names none."""
    return _invited_to(event.pk)


def _invited_to(event, which="%s"):
    """`which`: SQL for the key of the event, from the value `event`."""
    sql = _INVITED.replace("%s", which)
    return Body.objects.filter(pk__in=RawSQL(sql, [event] * _INVITED.count("%s")))


def inviting(events, bodies):
    """Those of `events` to which somebody of one of `bodies` is invited."""
    groups = [group.pk for body in bodies for group in groups_of(body)]
    invited = (
        Q(groups__in=groups)
        | Q(sectors__in=[body.sector_id for body in bodies])
        | Q(bodies__in=[body.pk for body in bodies])
        | Q(groups=None, sectors=None, bodies=None)
    )
    return events.filter(pk__in=Event.objects.filter(invited).values("pk"))


def groups_of(body: Body):
    """The groups that hold `body`, one a programme at most where its groups share no sector."""
    exceptions = GroupException.objects.filter(body=body)
    moved = exceptions.values("group__program")
    by_sector = Q(sectors=body.sector_id) & ~Q(program__in=moved)
    return Group.objects.filter(by_sector | Q(exceptions__in=exceptions)).distinct()


@dataclass(frozen=True)
class Audience:
    """A group, sector or body that an event is for."""

    name: str
    description: str = ""


# Written as SQL: building the same union with the ORM takes 2 ms, a sixth of the page of an event.
_AUDIENCES = """
    SELECT event_id, 1, g.number, '', g.name, g.description FROM jornadas_event_groups
      JOIN jornadas_group g ON g.id = group_id WHERE event_id IN ({ids})
    UNION ALL SELECT event_id, 2, s."order", s.name, s.name, '' FROM jornadas_event_sectors
      JOIN padron_sector s ON s.id = sector_id WHERE event_id IN ({ids})
    UNION ALL SELECT event_id, 3, 0, b.sort_key, b.name, '' FROM jornadas_event_bodies
      JOIN padron_body b ON b.id = body_id WHERE event_id IN ({ids})
"""


def audiences(events) -> dict[int, list[Audience]]:
    """For each event, by its key, whom it is for: groups, sectors, then bodies. One query."""
    found: dict[int, list[Audience]] = {event.pk: [] for event in events}
    if not found:
        return found
    places = ", ".join(["%s"] * len(found))
    with connection.cursor() as cursor:
        cursor.execute(_AUDIENCES.format(ids=places), [*found, *found, *found])
        rows = sorted(cursor.fetchall())
    for pk, _kind, _order, _key, name, description in rows:
        found[pk].append(Audience(name, description))
    return found


def eligible_adscripciones(event: Event, person) -> list[Adscripcion]:
    """The posts with which `person` may take part: current, enabled, in an invited body."""
    return _eligible.rows(event=event.pk, person=person.pk, day=timezone.localdate())


def eligible_at(slug: str, person) -> Question:
    """The same of the event with this address, to be asked with what is asked beside it."""
    return _eligible_at, {"slug": slug, "person": person.pk, "day": timezone.localdate()}


@composed(event=models.BigAutoField(), person=models.BigAutoField(), day=models.DateField())
def _eligible(event, person, day):
    return _serving(_invited_to(event), person, day)


@composed(slug=models.SlugField(), person=models.BigAutoField(), day=models.DateField())
def _eligible_at(slug, person, day):
    invited = _invited_to(slug, "(SELECT id FROM jornadas_event WHERE slug = %s)")
    return _serving(invited, person, day)


def _serving(bodies, person, day):
    posts = Adscripcion.objects.on(day).filter(person=person, is_enabled=True)
    return posts.filter(body__in=bodies).select_related("body")


def adscripcion_for(event: Event, person, body=None, *, posts=None) -> Adscripcion:
    """The post with which `person` registers (the one in `body` where several serve).

    `posts`: what `eligible_adscripciones` has just said. Raises Refusal with the reason where there
    is none.
    """
    for post in eligible_adscripciones(event, person) if posts is None else posts:
        if body is None or post.body_id == body.pk:
            return post
    current = Adscripcion.objects.current().filter(person=person).select_related("body")
    if not current:
        raise Refusal(
            "No tienes una adscripción vigente en el padrón. Pide a tu enlace que la registre."
        )
    if not any(held.is_enabled for held in current):
        raise Refusal(
            "No apareces como servidor público habilitado. Pide a tu enlace que lo registre."
        )
    names = ", ".join(held.body.short_name for held in current)
    raise Refusal(f"Este evento no es para {names}. Busca en el calendario los de tu grupo.")


class Commitment(NamedTuple):
    """A session for which a person has a seat or a place in line; hours as far as known."""

    event_id: int
    title: str
    starts_at: datetime | None
    ends_at: datetime | None

    def is_during(self, session: Session) -> bool:
        """Whether both share some time; a session whose end nobody stated counts by its start."""
        if not (self.starts_at and session.starts_at):
            return False
        mine, theirs = self.ends_at or self.starts_at, session.ends_at or session.starts_at
        return self.starts_at == session.starts_at or (
            self.starts_at < theirs and session.starts_at < mine
        )


def commitments(person) -> list[Commitment]:
    """What `person` is registered for, session by session; cancelled events bind nobody."""
    return [Commitment(*row) for row in committed.rows(person=person.pk)]


@composed(person=models.BigAutoField())
def committed(person):
    """The rows of `commitments`."""
    held = Registration.objects.active().filter(person=person)
    return held.exclude(event__status=Event.Status.CANCELLED).values_list(
        "event_id", "event__title", "event__sessions__starts_at", "event__sessions__ends_at"
    )


def overlapping(event: Event, held: list[Commitment]) -> Commitment | None:
    """The first of `held` that is at the same time as a session of `event`."""
    sessions = list(event.sessions.all())
    others = (one for one in held if one.event_id != event.pk)
    return next((one for one in others if any(map(one.is_during, sessions))), None)
