"""Changing what people count on: done, written into the history, and told to everybody once.

Staff change a published event only through here: whatever an action does to its plan is compared
with how it stood. What people would notice becomes one entry of the history (who asked for it, why,
by which acuerdo, from when) and one message to each person who is registered or in line, with their
calendar brought up to date. All of it is one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bitacora.record import record

from . import feeds, notices
from .differences import compare, picture
from .locking import lock_event
from .models import Change, Event, Registration, Session
from .refusal import Refusal


@dataclass(frozen=True)
class Why:
    """Who asked for a change and why, as the history of the event says it."""

    asked_by: str
    asked_on: date
    reason: str = ""
    agreement: str = ""
    effective_on: date | None = None


class Surprise(Exception):  # noqa: N818 — no error: somebody has to look again
    """A change would come to something else than what was shown."""


@dataclass
class Outlook:
    """What a change comes to: what is different, and who is told."""

    kind: str = ""
    sentences: list[str] = field(default_factory=list)
    with_seat: int = 0
    waiting: int = 0
    without_mail: list[str] = field(default_factory=list)
    sample: dict | None = None

    @property
    def told(self) -> int:
        """How many people are written to."""
        return self.with_seat + self.waiting - len(self.without_mail)


def preview(
    *, event: Event, act: Callable[[], object], why: Why | None = None, now=None
) -> Outlook:
    """What `act` would change and whom it would be told; nothing of it stays.

    It is done and taken back, so that what is shown is what will happen. Raises Refusal.
    """
    with transaction.atomic():
        outlook = _change(event, act, why, by=None, now=now or timezone.now())
        transaction.set_rollback(True)
    return outlook


@transaction.atomic
def change(
    *, event: Event, act: Callable[[], object], why: Why, by, seen=None, now=None
) -> Outlook:
    """Do `act`, and tell everybody whom it concerns. Raises Refusal, and nothing is done then.

    `seen`: the sentences that somebody was shown and agreed to. Raises Surprise where it would come
    to something else, because the event changed meanwhile.
    """
    outlook = _change(event, act, why, by=by, now=now or timezone.now())
    if seen is not None and outlook.sentences != seen:
        raise Surprise
    return outlook


def _change(event: Event, act, why: Why | None, *, by, now) -> Outlook:
    """`by` None: only look."""
    lock_event(event.pk)
    before = picture(event)
    act()
    found = compare(before, picture(event))
    if not found.sentences:
        return Outlook()
    Session.objects.filter(pk__in=found.sessions).update(sequence=F("sequence") + 1, changed_at=now)
    Session.objects.filter(event=event).update(changed_at=now)
    feeds.forget_all()
    event = lock_event(event.pk)
    outlook = Outlook(found.kind, found.sentences)
    concerned = _concerned(event, now)
    for one in concerned:
        if one.status == Registration.Status.CONFIRMED:
            outlook.with_seat += 1
        else:
            outlook.waiting += 1
        if not one.person.email:
            outlook.without_mail.append(one.person.full_name)
    if by is None:
        outlook.sample = _sample(event, concerned, outlook, why)
        return outlook
    kept = Change.objects.create(
        event=event,
        kind=found.kind,
        asked_by=why.asked_by,
        asked_on=why.asked_on,
        what="\n".join(found.sentences),
        reason=why.reason,
        agreement=why.agreement,
        effective_on=why.effective_on,
        recorded_at=now,
        told=notices.changed(event, concerned, **_words(outlook, why)),
    )
    record("event.plan_changed", event, by=by, change=kept.pk, kind=found.kind, told=kept.told)
    return outlook


def _concerned(event: Event, now) -> list[Registration]:
    """Those who count on the event as it stood: nobody once it is over, or while it is a draft."""
    if event.status == Event.Status.DRAFT or not event.program.is_published or event.is_over(now):
        return []
    return list(event.registrations.active().select_related("person").order_by("pk"))


def _sample(event: Event, concerned: list[Registration], outlook: Outlook, why) -> dict | None:
    """The message as the first of them would read it."""
    reached = [one for one in concerned if one.person.email]
    if not reached:
        return None
    return notices.changed_facts(event, reached[:1], **_words(outlook, why))[0]


def _words(outlook: Outlook, why: Why | None) -> dict:
    return {
        "kind": outlook.kind,
        "sentences": outlook.sentences,
        "reason": why.reason if why else "",
    }


@transaction.atomic
def cancel_event(*, event: Event, by) -> Event:
    """Cancel for everybody. Registrations stay as they are: who was in it is history."""
    event = lock_event(event.pk)
    if event.status != Event.Status.PUBLISHED:
        raise Refusal("Solo se cancela un evento publicado que no se haya cancelado ya.")
    if event.has_begun():
        raise Refusal("El evento ya empezó; ya no se puede cancelar.")
    event.status = Event.Status.CANCELLED
    event.save(update_fields=["status"])
    record("event.cancelled", event, by=by)
    return event


@transaction.atomic
def postpone(*, event: Event, by) -> Event:
    """Take its days away until new ones are known: «fecha por confirmar»."""
    event = lock_event(event.pk)
    if event.status != Event.Status.PUBLISHED:
        raise Refusal("Solo se pospone un evento publicado.")
    if event.has_begun():
        raise Refusal("El evento ya empezó; ya no se puede posponer.")
    if not event.has_days():
        raise Refusal("Este evento ya está sin fecha.")
    event.sessions.update(day=None, starts_at=None, ends_at=None)
    event.date_status = Event.DateStatus.TO_CONFIRM
    event.save(update_fields=["date_status"])
    record("event.postponed", event, by=by)
    return event
