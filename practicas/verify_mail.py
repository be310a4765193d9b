"""What is written to the enlaces of a body: its prevención, and whether it was admitted.

In the transaction of the decision, with the facts of that moment.
"""

from django.conf import settings
from django.template.loader import render_to_string

from correo import outbox
from correo.registry import Mail, composer
from documentos.spanish import counted, date_in_words
from padron.models import Enlace

from .models import Prevention, Proposal, Verification
from .verify_terms import Term


def prevented(prevention: Prevention, span: Term) -> int:
    """The body is asked to complete; returns how many enlaces were written to."""
    return _tell(
        "practicas.prevented",
        prevention.proposal,
        text=prevention.text,
        legal_reference=prevention.legal_reference,
        days=counted(span.days, "día hábil", "días hábiles"),
        due_on=date_in_words(prevention.due_on),
        skipped=[f"{date_in_words(day)} ({reason})" for day, reason in span.skipped],
    )


def decided(verification: Verification) -> int:
    """Admitted or not, with the reasons; returns how many enlaces were written to."""
    kind = "practicas.admitted" if verification.is_admitted else "practicas.rejected"
    return _tell(kind, verification.proposal, reasons=verification.reasons)


def _tell(kind: str, proposal: Proposal, **more) -> int:
    identity = proposal.call.organizer.identity()
    enlaces = Enlace.objects.current().filter(body=proposal.body_id).select_related("person")
    shared = {
        "proposal": proposal.title,
        "number": proposal.number,
        "body": proposal.body.name,
        "call": proposal.call.title,
        "url": settings.SITE_URL + proposal.get_absolute_url(),
        "institution": identity.name if identity else "",
        "acronym": identity.acronym if identity else "",
        "address": identity.address if identity else "",
        **more,
    }
    return outbox.queue_all(
        outbox.draft(
            kind,
            to=one.person.email,
            context={**shared, "name": one.person.given_names},
            about=proposal,
            stream=f"proposal:{proposal.pk}:{one.person_id}",
        )
        for one in enlaces
    )


def _compose(template: str, headline: str, context: dict) -> Mail:
    words = {**context, "headline": headline}
    return Mail(
        subject=f"{headline}: {context['proposal']}",
        text=render_to_string(f"practicas/mail/{template}.txt", words),
        html=render_to_string(f"practicas/mail/{template}.html", words),
    )


@composer("practicas.prevented")
def _compose_prevented(context):
    return _compose("verify_prevented", "Hay que completar la propuesta", context)


@composer("practicas.admitted")
def _compose_admitted(context):
    return _compose("verify_decided", "Propuesta admitida", {**context, "is_admitted": True})


@composer("practicas.rejected")
def _compose_rejected(context):
    return _compose("verify_decided", "Propuesta no admitida", {**context, "is_admitted": False})
