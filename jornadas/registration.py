"""Registering for an event and giving the seat back: the one engine, for jornadas and talleres."""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from consultas import insert, next_key, one_journey
from padron.models import Adscripcion, Body, Person
from privacidad.models import Notice

from . import notices, waitlist
from .eligibility import Commitment, adscripcion_for, commitments, committed, overlapping
from .locking import lock_and_ask, lock_event, next_revision, read_event
from .models import Event, Registration
from .models.events import Mode
from .refusal import Refusal

_next_key = next_key(Registration)


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
    wanted = Registration(
        event=event,
        person=person,
        body=post.body,
        post=post.post,
        mode=_choose_mode(event, mode),
        source=source,
        notice=notice,
        created_at=now,
    )
    # So are most of the words about it: they are the same for whoever comes first.
    prepared = notices.prepare(wanted, event)
    with transaction.atomic():
        return _give_seat(wanted, prepared, by=by)


def _give_seat(wanted: Registration, prepared: notices.Prepared, *, by) -> Registration:
    known, person, mode, now = wanted.event, wanted.person, wanted.mode, wanted.created_at
    # Two people can ask for the last seat at once; the lock makes one of them wait.
    event, (held, counted, keys) = lock_and_ask(
        known,
        (committed, {"person": person.pk}),
        (waitlist.counted, {"event": known.pk, "mode": mode, "person": person.pk}),
        (_next_key, {}),
    )
    if event is not known:
        if mode not in event.modes:
            raise Refusal(
                "El evento acaba de cambiar de modalidad. Revisa sus datos y confirma otra vez."
            )
        wanted.event, prepared = event, notices.prepare(wanted, event)
    _check_free(event, [Commitment(*row) for row in held], now)
    line = waitlist.Line(event.seats(mode), *counted[0])
    wanted.revision = line.last_revision + 1
    if line.has_room:
        wanted.status, wanted.confirmed_at = Registration.Status.CONFIRMED, now
    else:
        wanted.status = Registration.Status.WAITLISTED
        wanted.place_in_line = line.last_place + 1
    (wanted.pk,) = keys
    with one_journey():
        insert(wanted)
        record("registration.created", wanted, by=by, status=wanted.status)
        if line.has_room:
            is_new = not line.held_before
            notices.confirmed(wanted, event, is_new=is_new, prepared=prepared)
        else:
            position, rule = line.waiting + 1, waitlist.RULE
            notices.waitlisted(wanted, event, position=position, rule=rule, prepared=prepared)
    return wanted


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
