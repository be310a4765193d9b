"""A recognition ends: its enlace is reminded a month before, and may ask for it anew.

To renew is to propose the practice again in a call that is open; the bases know no other way.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from bitacora.record import record
from correo import outbox
from correo.models import Message
from correo.registry import Mail, composer
from documentos.spanish import date_in_words
from jornadas.refusal import Refusal
from padron.models import Body, Enlace

from . import drafts, register
from .models import Call, Proposal, Recognition

# How long before the last day the enlace is written to.
NOTICE = timedelta(days=30)
KIND = "practicas.ending"


@dataclass(frozen=True)
class Renewing:
    """What the enlace of a practice may do: in which calls, or the proposal that is under way."""

    calls: list[Call] = field(default_factory=list)
    proposal: Proposal | None = None


def standing(recognition: Recognition, user, now=None) -> Renewing | None:
    """None for whoever is not its enlace today, and where it was withdrawn."""
    if not user.is_authenticated:
        return None
    if not Body.objects.represented_by(user).filter(pk=recognition.body_id).exists():
        return None
    if register.withdrawn(Recognition.objects.filter(pk=recognition.pk)):
        return None
    calls = list(open_calls(recognition, now))
    under_way = recognition.renewals.exclude(state=Proposal.State.WITHDRAWN)
    known = under_way.filter(call__in=calls).order_by("-pk").first()
    return Renewing(calls, known)


def open_calls(recognition: Recognition, now=None):
    """Calls of the same institution that take proposals now; not the one it comes from."""
    calls = Call.objects.open(now).filter(organizer=recognition.proposal.call.organizer_id)
    return calls.exclude(pk=recognition.proposal.call_id).order_by("closes_on", "pk")


@transaction.atomic
def begin(*, recognition: Recognition, call: Call, by, now=None) -> Proposal:
    """A draft that asks to renew it in `call`; asked again, the one under way. Raises Refusal."""
    # Of two who press at once, the second finds the draft of the first.
    Recognition.objects.select_for_update().get(pk=recognition.pk)
    if not open_calls(recognition, now).filter(pk=call.pk).exists():
        raise Refusal("Esa convocatoria no recibe propuestas ahora.")
    if register.withdrawn(Recognition.objects.filter(pk=recognition.pk)):
        raise Refusal("Este reconocimiento se retiró: propón la práctica de nuevo.")
    known = recognition.renewals.exclude(state=Proposal.State.WITHDRAWN).filter(call=call).first()
    if known:
        return known
    proposal = drafts.begin(
        call=call, body=recognition.body, by=by, person=by.person_or_none, renews=recognition
    )
    record("practice.renewal_begun", recognition, by=by, call=call.slug)
    return proposal


def ending(now=None):
    """Those that stand and end within the notice, and whose renewal was not sent yet."""
    today = timezone.localdate(now)
    found = Recognition.objects.public(now).in_force(today).filter(ends_on__lte=today + NOTICE)
    renewed = Proposal.objects.sent().filter(renews__isnull=False).values("renews")
    found = found.exclude(pk__in=renewed)
    return found.exclude(pk__in=register.withdrawn(found))


def remind_ending(now=None) -> int:
    """Write to the enlaces of what ends soon, each once for each practice; return how many."""
    found = list(ending(now).select_related("body", "proposal__call__organizer"))
    if not found:
        return 0
    enlaces: dict[int, list] = {}
    held = Enlace.objects.current().filter(body__in=[one.body_id for one in found])
    for enlace in held.select_related("person").order_by("pk"):
        enlaces.setdefault(enlace.body_id, []).append(enlace.person)
    return outbox.queue_all(
        _draft(one, person, now) for one in found for person in enlaces.get(one.body_id, [])
    )


def _draft(one: Recognition, person, now) -> Message:
    identity = one.proposal.call.organizer.identity(timezone.localdate(now))
    return outbox.draft(
        KIND,
        to=person.email,
        about=one,
        key=f"{KIND}:{one.pk}:{person.pk}",
        context={
            "name": person.given_names,
            "practice": one.title,
            "body": one.body.name,
            "ends": date_in_words(one.ends_on, weekday=False),
            "url": settings.SITE_URL + one.get_absolute_url(),
            "has_call": open_calls(one, now).exists(),
            "acronym": identity.acronym if identity else "",
            "institution": identity.name if identity else "",
        },
    )


@composer(KIND)
def compose_ending(context: dict) -> Mail:
    return Mail(
        subject=f"El reconocimiento termina el {context['ends']}: {context['practice']}",
        text=render_to_string("practicas/mail/ending.txt", context),
        html=render_to_string("practicas/mail/ending.html", context),
    )
