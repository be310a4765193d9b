"""Somebody says that their presence was more than what counts; staff look and answer.

One open request per registration, from the end of a session until 30 days after the event.
"""

from datetime import date, timedelta

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from jornadas.models import Event, Registration, Session
from jornadas.refusal import Refusal

from . import manual, review_mail
from .models import PresenceReview

DAYS = 30


def last_day(event: Event) -> date | None:
    """Until when a review of it may be asked for; None while a session has no day."""
    days = [session.day for session in event.sessions.all()]
    return max(days) + timedelta(days=DAYS) if days and all(days) else None


def why_not_now(registration: Registration, now=None) -> str:
    """Why no review can be asked for at this moment, as a sentence; empty where one can."""
    event = registration.event
    if not registration.is_active:
        return "Tu inscripción se canceló: no hay asistencia que revisar."
    if event.status == Event.Status.CANCELLED:
        return "El evento se canceló: no hay asistencia que revisar."
    if not any(session.is_over(now) for session in event.sessions.all()):
        return "Podrás pedir una revisión cuando termine la sesión."
    until = last_day(event)
    if until and timezone.localdate(now) > until:
        return f"El plazo para pedir una revisión era de {DAYS} días después del evento y ya pasó."
    return ""


@transaction.atomic
def ask_review(*, registration: Registration, text: str, by, now=None) -> PresenceReview:
    """Keep what the person tells for staff to look at. Raises Refusal with the reason."""
    text = text.strip()
    if not text:
        raise Refusal("Cuéntanos qué pasó: sin eso no podemos revisarlo.")
    # Two taps on the button: the second finds the first.
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if reason := why_not_now(registration, now):
        raise Refusal(reason)
    if registration.presence_reviews.open().exists():
        raise Refusal("Ya pediste una revisión y está por contestarse.")
    review = PresenceReview.objects.create(
        registration=registration, text=text, asked_at=now or timezone.now()
    )
    record("presence_review.asked", registration, by=by)
    return review


@transaction.atomic
def answer_review(
    *,
    review: PresenceReview,
    accept: bool,
    answer: str,
    by,
    session: Session | None = None,
    starts_at=None,
    ends_at=None,
    proof: File | None = None,
    now=None,
) -> PresenceReview:
    """Answer it, with the presence that was found where it is accepted, and write to the person.

    Accepted without a `session`: what was missing was mended elsewhere, such as a name in a report
    of Zoom that was recognised.
    """
    answer = answer.strip()
    if not answer:
        raise Refusal("Escribe la respuesta: se le envía a la persona.")
    review = PresenceReview.objects.select_for_update().get(pk=review.pk)
    if review.state != PresenceReview.State.OPEN:
        raise Refusal("Esta solicitud ya se había contestado.")
    if accept and session:
        manual.add_presence(
            registration=review.registration,
            session=session,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=f"Revisión que pidió la persona. {answer}",
            proof=proof,
            by=by,
            now=now,
        )
    review.state = PresenceReview.State.ACCEPTED if accept else PresenceReview.State.REJECTED
    review.answer, review.decided_at, review.decided_by = (
        answer,
        now or timezone.now(),
        str(by)[:200],
    )
    review.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    record("presence_review.answered", review.registration, by=by, state=review.state)
    review_mail.answered(review, now)
    return review
