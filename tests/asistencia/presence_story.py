"""Somebody registered for an event that is over, and what staff may do about their presence."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from asistencia.manual import add_presence
from asistencia.presence import presences
from jornadas.models import Event, Registration, Session
from jornadas.refusal import Refusal
from tests.make import make_event, make_registration

PDF = b"%PDF-1.7 lista firmada"


def make_past_registration():
    """For an event of one session of two hours that ended yesterday, of which 80 % is asked."""
    registration = make_registration(make_event(minimum_percent=80))
    begin(registration.event, timedelta(days=-1))
    return Registration.objects.select_related("event", "person").get(pk=registration.pk)


def begin(event, delta):
    """Its only session is from 10:00 to 12:00 of the day that is `delta` from now."""
    start = timezone.localtime() + delta
    start = start.replace(hour=10, minute=0, second=0, microsecond=0)
    Session.objects.filter(event=event).update(
        day=start.date(), starts_at=start, ends_at=start + timedelta(hours=2)
    )


def percent(registration):
    [found] = presences(Event.objects.get(pk=registration.event_id), [registration]).values()
    return found.percent


def refused(act, **arguments) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act(**arguments)
    return str(refusal.value)


def add(one, *, from_=None, until=None, reason="Firmó la lista impresa.", **more):
    session = more.pop("session", None) or one.event.sessions.get()
    moments = [session.starts_at + timedelta(minutes=m) if m is not None else None
               for m in (from_, until)]  # fmt: skip
    return add_presence(
        registration=one, session=session, starts_at=moments[0], ends_at=moments[1],
        reason=reason, by="prueba", **more,
    )  # fmt: skip
