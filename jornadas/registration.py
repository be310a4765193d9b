"""Registering for an event and giving the seat back: the one engine, for jornadas and talleres."""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from consultas import insert, one_journey
from padron.models import Adscripcion, Body, Person
from privacidad.models import Notice

from . import notices, waitlist
from .eligibility import Commitment, adscripcion_for, commitments, committed, overlapping
from .locking import lock_and_ask, lock_event, next_revision, read_event
from .models import Event, Registration
from .models.events import Mode
from .refusal import Refusal


def register(
    *,
    event: Event,
    person: Person,
    by,
    mode: str = "",
    body: Body | None = None,
    notice: Notice | None = None,
    source: str = Registration.Source.SELF,
    now=None,
    known: Event | None = None,
    posts: list[Adscripcion] | None = None,
) -> Registration:
    """Give `person` a seat, or a place in line where none is left: first come, first served.

    `mode` may be empty where the event has one modality; `body` where the person has one post that
    serves. `notice` is the revision of the privacy notice that was shown. Who has just asked hands
    on what was said: `known` by `locking`, `posts` by `eligible_adscripciones`. Raises Refusal.
    """
    now = now or timezone.now()
    # Whom the event is for is asked before the lock, which others wait for: it does not depend on
    # who comes first.
    event = known or read_event(event.pk)
    try:
        post = adscripcion_for(event, person, body, posts=posts)
    except Refusal:
        _check_free(event, commitments(person), now)  # what weighs more is said first
        raise
    with transaction.atomic():
        return _give_seat(event, person, post, mode, by=by, notice=notice, source=source, now=now)


def _give_seat(known: Event, person, post: Adscripcion, mode, *, by, notice, source, now):
    asked = _choose_mode(known, mode)
    # Two people can ask for the last seat at once; the lock makes one of them wait.
    event, (held, counted) = lock_and_ask(
        known,
        (committed, {"person": person.pk}),
        (waitlist.counted, {"event": known.pk, "mode": asked, "person": person.pk}),
    )
    if _choose_mode(event, mode) != asked:
        raise Refusal(
            "El evento acaba de cambiar de modalidad. Revisa sus datos y confirma otra vez."
        )
    _check_free(event, [Commitment(*row) for row in held], now)
    line = waitlist.Line(event.seats(asked), *(counted[0] if counted else ()))
    has_seat = line.has_room
    registration = Registration(
        event=event,
        person=person,
        body=post.body,
        post=post.post,
        mode=asked,
        status=Registration.Status.CONFIRMED if has_seat else Registration.Status.WAITLISTED,
        place_in_line=None if has_seat else line.last_place + 1,
        revision=line.last_revision + 1,
        source=source,
        notice=notice,
        created_at=now,
        confirmed_at=now if has_seat else None,
    )
    insert(registration)
    with one_journey():
        record("registration.created", registration, by=by, status=registration.status)
        if has_seat:
            notices.confirmed(registration, event, is_new=not line.held_before)
        else:
            notices.waitlisted(registration, event, position=line.waiting + 1, rule=waitlist.RULE)
    return registration


@transaction.atomic
def cancel(*, registration: Registration, by, now=None) -> Registration:
    """Give the seat back; the first in line gets it in the same transaction."""
    now = now or timezone.now()
    event = lock_event(registration.event_id)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    if not registration.is_active:
        raise Refusal("Esta inscripción ya estaba cancelada.")
    if event.has_begun(now):
        raise Refusal("El evento ya empezó; la inscripción ya no se puede cancelar.")
    registration.status = Registration.Status.CANCELLED
    registration.place_in_line = None
    registration.cancelled_at = now
    registration.cancelled_by = str(by)[:200]
    registration.revision = next_revision(event)
    registration.save()
    record("registration.cancelled", registration, by=by)
    notices.cancelled(registration, event)
    waitlist.give_free_seats(event, by="sistema", now=now)
    return registration


def check(*, event: Event, person: Person, body: Body | None = None, now=None) -> Adscripcion:
    """The post with which `person` may register at `event` now; raises Refusal with the reason.

    Pages ask it before they show a form; `register` asks its two parts, one of them under the lock.
    Seats are not asked for: where none is left, one waits in line.
    """
    _check_free(event, commitments(person), now)
    return adscripcion_for(event, person, body)


def _check_free(event: Event, held: list[Commitment], now) -> None:
    """Whether `event` is open and nothing that is `held` is at its hours; raises Refusal."""
    if reason := event.why_closed(now):
        raise Refusal(reason)
    if any(one.event_id == event.pk for one in held):
        raise Refusal("Ya tienes una inscripción en este evento. Está en Mi espacio.")
    if clash := overlapping(event, held):
        raise Refusal(
            f"A la misma hora tienes «{clash.title}». Cancela esa inscripción si prefieres esta."
        )


def _choose_mode(event: Event, mode: str) -> Mode:
    modes = event.modes
    if not mode and len(modes) == 1:
        return modes[0]
    if mode not in modes:
        raise Refusal("Elige si asistirás en persona o en línea.")
    return Mode(mode)
