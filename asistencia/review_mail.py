"""What is written to who asked for a review: the answer, and how their presence stands now."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from correo import outbox
from correo.registry import Mail, composer
from jornadas.notices import stream

from .models import PresenceReview
from .presence import presences
from .standing import YOU, why_not


def answered(review: PresenceReview, now=None) -> None:
    """In the transaction of the answer; nothing for somebody without a mailbox."""
    registration, event = review.registration, review.registration.event
    identity = event.program.organizer.identity()
    outbox.queue(
        "asistencia.review_answered",
        to=registration.person.email,
        about=registration,
        stream=stream(registration),
        context={
            "name": registration.person.given_names,
            "event": event.title,
            "event_url": settings.SITE_URL + event.get_absolute_url(),
            "accepted": review.state == PresenceReview.State.ACCEPTED,
            "answer": review.answer,
            "shortfall": why_not(presences(event, [registration], now)[registration.pk], now, YOU),
            "presence_url": settings.SITE_URL + reverse("mine_presence", args=[registration.code]),
            "institution": identity.name if identity else "",
            "acronym": identity.acronym if identity else "",
            "address": identity.address if identity else "",
        },
    )


@composer("asistencia.review_answered")
def _compose(context: dict) -> Mail:
    headline = "Tu asistencia quedó corregida" if context["accepted"] else "Revisamos tu asistencia"
    words = {**context, "headline": headline}
    return Mail(
        subject=f"{headline}: {context['event']}",
        text=render_to_string("asistencia/mail/review_answered.txt", words),
        html=render_to_string("asistencia/mail/review_answered.html", words),
    )
