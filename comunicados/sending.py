"""Sending: the list is frozen, then the worker writes it to the outbox, a few at a time.

It is a chore and not a job: a job keeps the worker from sending, and all of it in the outbox at
once would stand before the passes and codes that people wait for. So no more than `IN_FLIGHT` of an
announcement wait there, and a pause holds back all the rest.
"""

import logging

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from correo import outbox
from correo.models import Message
from jornadas.models import Event, Registration
from jornadas.refusal import Refusal
from trabajos.registry import chore

from . import audience, letters, oficios
from .models import Announcement, Recipient

log = logging.getLogger(__name__)

# How many messages of one announcement may wait in the outbox; an oficio is set when it is sent.
IN_FLIGHT, OFICIOS_IN_FLIGHT = 200, 20
BROKEN = "Algo falló al escribir los mensajes. Avisa a quien administra el sitio."
State = Announcement.State


@transaction.atomic
def start(*, announcement: Announcement, expected: int, by, now=None) -> Announcement:
    """Freeze who gets it and begin. `expected` is how many whoever confirmed had seen.

    Raises Refusal where it began before, or where the list is not the one that was seen.
    """
    now = now or timezone.now()
    announcement = _lock(announcement)
    if announcement.state != State.DRAFT:
        raise Refusal("Este comunicado ya se empezó a enviar.")
    event = read_event(announcement)
    if announcement.is_oficio:
        total = oficios.freeze(announcement, event)
    else:
        total = _freeze(announcement, now)
    if not total:
        raise Refusal("Nadie lo recibiría: cambia para quién es.")
    if total != expected:
        raise Refusal(
            f"La lista cambió mientras la revisabas: ahora son {total:,} y no {expected:,}. "
            "Revísala y confirma otra vez."
        )
    announcement.state, announcement.started_at = State.SENDING, now
    announcement.save()
    record(
        "oficio.sent" if announcement.is_oficio else "announcement.sent",
        announcement,
        by=by,
        people=announcement.recipients.count(),
    )
    _finish_if_written(announcement, now)
    return announcement


@transaction.atomic
def pause(*, announcement: Announcement, by) -> None:
    """Write to nobody else for now; what waits in the outbox still leaves. Raises Refusal."""
    announcement = _lock(announcement)
    if announcement.state != State.SENDING:
        raise Refusal("Ya no se está enviando.")
    announcement.state = State.PAUSED
    announcement.save()
    record("announcement.paused", announcement, by=by)


@transaction.atomic
def resume(*, announcement: Announcement, by) -> None:
    """Go on where it paused. Raises Refusal."""
    announcement = _lock(announcement)
    if announcement.state != State.PAUSED:
        raise Refusal("No está en pausa.")
    announcement.state, announcement.problem = State.SENDING, ""
    announcement.save()
    record("announcement.resumed", announcement, by=by)


@transaction.atomic
def stop(*, announcement: Announcement, by, now=None) -> None:
    """Never write to those who are left. Oficios keep their numbers. Raises Refusal."""
    announcement = _lock(announcement)
    if announcement.state not in (State.SENDING, State.PAUSED):
        raise Refusal("Ya no se está enviando.")
    _close(announcement, State.CANCELLED, now)
    record(
        "announcement.stopped", announcement, by=by, left=announcement.recipients.waiting().count()
    )


@chore("comunicados.write_next")
def write_next(now=None) -> int:
    """Write the next messages of everything that is being sent; return how many."""
    return sum(
        _guarded(pk, now) for pk in Announcement.objects.sending().values_list("pk", flat=True)
    )


def _guarded(pk: int, now) -> int:
    """What breaks one announcement pauses it, so that staff see it and the others go on."""
    try:
        return write_some(pk, now)
    except Exception:
        log.exception("Announcement %s paused", pk)
        Announcement.objects.sending().filter(pk=pk).update(state=State.PAUSED, problem=BROKEN)
        return 0


@transaction.atomic
def write_some(pk: int, now=None) -> int:
    """Write as many messages as may wait in the outbox, all with their marks or none."""
    # The row makes workers and whoever pauses wait for one another.
    announcement = Announcement.objects.sending().select_for_update().filter(pk=pk).first()
    if announcement is None:
        return 0
    limit = OFICIOS_IN_FLIGHT if announcement.is_oficio else IN_FLIGHT
    room = limit - sent_by(announcement).filter(state=Message.State.QUEUED).count()
    due = list(_whole(announcement.recipients.waiting())[: max(0, room)])
    _write(due, announcement)
    _finish_if_written(announcement, now)
    return len(due)


def sent_by(announcement: Announcement):
    """Its messages in the outbox; tests to oneself are not among them."""
    return Message.objects.filter(
        about_type=announcement._meta.label_lower, about_id=str(announcement.pk)
    )


def read_event(announcement: Announcement) -> Event:
    """The event with all that its letters tell: a constant number of queries."""
    events = Event.objects.select_related("program__organizer")
    return events.prefetch_related("sessions__venue", "program__organizer__identities").get(
        pk=announcement.event_id
    )


def _write(due: list[Recipient], announcement: Announcement) -> None:
    if not due:
        return
    event = read_event(announcement)
    for one in due:
        one.state = _state_now(one)
    written = [one for one in due if one.state == Recipient.State.WRITTEN]
    outbox.queue_all(letters.to_write(one, announcement, event) for one in written)
    Recipient.objects.bulk_update(due, ["state"])


def _state_now(one: Recipient) -> str:
    """What becomes of somebody whose turn it is."""
    if one.registration and one.registration.status == Registration.Status.CANCELLED:
        return Recipient.State.GONE
    return Recipient.State.WRITTEN if one.person.email else Recipient.State.NO_MAILBOX


def _whole(recipients):
    return recipients.select_related(
        "person", "registration__person", "registration__body", "oficio__body"
    ).order_by("pk")


def _freeze(announcement: Announcement, now) -> int:
    """A row for everybody who gets it, in list order."""
    states = {True: Recipient.State.WAITING, False: Recipient.State.NO_MAILBOX}
    rows = [
        Recipient(
            announcement=announcement,
            person=one.person,
            registration=one,
            state=states[bool(one.person.email)],
        )
        for one in audience.registrations(announcement, now)
    ]
    Recipient.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _lock(announcement: Announcement) -> Announcement:
    """The same, locked until the transaction ends."""
    return Announcement.objects.select_for_update().get(pk=announcement.pk)


def _finish_if_written(announcement: Announcement, now) -> None:
    if not announcement.recipients.waiting().exists():
        _close(announcement, State.DONE, now)


def _close(announcement: Announcement, state: str, now) -> None:
    announcement.state, announcement.problem = state, ""
    announcement.finished_at = now or timezone.now()
    announcement.save()
