"""Whom an event is for: the bodies of its groups, its sectors, or bodies named one by one."""

from padron.models import Adscripcion, Body

from .models import Event, Registration
from .refusal import Refusal


def eligible_bodies(event: Event):
    """The bodies invited to `event`; every active one where it names none."""
    groups, sectors, bodies = event.groups.all(), event.sectors.all(), event.bodies.all()
    if not (groups or sectors or bodies):
        return Body.objects.active()
    invited = Body.objects.active().filter(sector__in=sectors) | Body.objects.active().filter(
        pk__in=[body.pk for body in bodies]
    )
    for group in groups:
        invited = invited | Body.objects.filter(pk__in=group.bodies().values("pk"))
    return invited.distinct()


def eligible_adscripciones(event: Event, person):
    """The posts with which `person` may take part: current, enabled, in an invited body."""
    return (
        Adscripcion.objects.current()
        .filter(person=person, is_enabled=True, body__in=eligible_bodies(event))
        .select_related("body")
    )


def adscripcion_for(event: Event, person, body=None) -> Adscripcion:
    """The post with which `person` registers (the one in `body` where several serve).

    Raises Refusal with the reason where there is none.
    """
    posts = eligible_adscripciones(event, person)
    if body is not None:
        posts = posts.filter(body=body)
    post = posts.first()
    if post is not None:
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


def overlapping(event: Event, person):
    """Active registrations of `person` in other events with a session at the same time."""
    mine = Registration.objects.active().filter(person=person).exclude(event=event)
    clash = Registration.objects.none()
    for session in event.sessions.all():
        if session.starts_at is not None:
            clash = clash | mine.filter(
                event__sessions__starts_at__lt=session.ends_at,
                event__sessions__ends_at__gt=session.starts_at,
            ).exclude(event__status=Event.Status.CANCELLED)
    return clash.select_related("event").distinct()
