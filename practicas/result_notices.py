"""At the moment of the results each body and each author is told where to read their reasons.

The mail says that they are there, not what they say: a mailbox may be read by others.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from bitacora.record import record
from correo import outbox
from correo.models import Message
from correo.registry import Mail, composer
from padron.models import Enlace, Person

from .models import Author, Call, Proposal

KIND = "practicas.results"
TOLD = "results.told"
# A worker that was down this long sends nothing: nobody is surprised by results of long ago.
WINDOW = timedelta(days=7)


def due(now=None) -> list[Call]:
    """Calls whose moment has come and of which nobody was written to yet. Two queries."""
    now = now or timezone.now()
    recent = Q(results_at__gt=now - WINDOW) | Q(dictamen__published_at__gt=now - WINDOW)
    calls = list(Call.objects.with_results(now).filter(recent))
    if not calls:
        return []
    keys = [str(call.pk) for call in calls]
    entries = Entry.objects.filter(action=TOLD, thing_type=Call._meta.label_lower)
    told = set(entries.filter(thing_id__in=keys).values_list("thing_id", flat=True))
    return [call for call in calls if str(call.pk) not in told]


def tell_due(now=None) -> int:
    """Write to everybody of every call that is due; return how many messages there are."""
    return sum(_tell(call.pk, now) for call in due(now))


@transaction.atomic
def _tell(pk: int, now) -> int:
    """Write to everybody of one call, and that it was done; all of it or none."""
    # Of two workers the second waits here and finds it done.
    call = Call.objects.select_for_update().get(pk=pk)
    if call not in due(now):
        return 0
    told = outbox.queue_all(_messages(call, now))
    record(TOLD, call, by="sistema", messages=told)
    return told


def _messages(call: Call, now) -> Iterator[Message]:
    identity = call.organizer.identity(timezone.localdate(now))
    shared = {
        "call": call.title,
        "results_url": settings.SITE_URL + reverse("call_results", args=[call.slug]),
        "acronym": identity.acronym if identity else "",
        "institution": identity.name if identity else "",
        "address": identity.address if identity else "",
    }
    proposals = list(_with_reasons(call))
    people = people_of(proposals)
    for proposal in proposals:
        for person in people[proposal.pk].values():
            path = reverse("proposal_feedback", args=[proposal.pk])
            yield outbox.draft(
                KIND,
                to=person.email,
                about=proposal,
                key=f"{KIND}:{proposal.pk}:{person.pk}",
                context={
                    **shared,
                    "name": person.given_names,
                    "proposal": proposal.title,
                    "url": settings.SITE_URL + path,
                },
            )


def _with_reasons(call: Call):
    """Those of which there is something to read: judged, not admitted, or late."""
    said = Q(ruling__isnull=False) | Q(verification__isnull=False) | Q(is_late=True)
    return call.proposals.sent().filter(said).order_by("number")


def people_of(proposals: list[Proposal]) -> dict[int, dict[int, Person]]:
    """Enlaces of each body today and authors, each person once. Two queries."""
    enlaces: dict[int, list[Person]] = {}
    held = Enlace.objects.current().filter(body__in={one.body_id for one in proposals})
    for enlace in held.select_related("person").order_by("pk"):
        enlaces.setdefault(enlace.body_id, []).append(enlace.person)
    people = {
        one.pk: {person.pk: person for person in enlaces.get(one.body_id, [])} for one in proposals
    }
    for author in Author.objects.filter(proposal__in=proposals).select_related("person"):
        people[author.proposal_id].setdefault(author.person_id, author.person)
    return people


@composer(KIND)
def compose_results(context: dict) -> Mail:
    return Mail(
        subject=f"Ya puedes leer el resultado: {context['proposal']}",
        text=render_to_string("practicas/mail/results.txt", context),
        html=render_to_string("practicas/mail/results.html", context),
    )
