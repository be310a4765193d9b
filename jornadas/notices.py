"""What we write to people about their registration: the facts now, the words when it is sent."""

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string

from correo import outbox
from correo.registry import Attachment, Mail, composer
from documentos.qr import qr_png
from documentos.spanish import session_in_words

from .codes import spoken
from .models import Event, Registration
from .models.events import Mode


def confirmed(registration: Registration, event: Event) -> None:
    _queue("jornadas.confirmed", registration, event)


def waitlisted(registration: Registration, event: Event, *, position: int, rule: str) -> None:
    _queue("jornadas.waitlisted", registration, event, position=position, rule=rule)


def promoted(registration: Registration, event: Event) -> None:
    _queue("jornadas.promoted", registration, event)


def cancelled(registration: Registration, event: Event) -> None:
    _queue("jornadas.cancelled", registration, event)


def _queue(kind: str, registration: Registration, event: Event, **more) -> None:
    outbox.queue(
        kind,
        to=registration.person.email,
        about=registration,
        # A cancellation must not overtake its confirmation.
        stream=f"{event.pk}:{registration.person_id}",
        context={**_facts(registration, event), **more},
    )


def _facts(registration: Registration, event: Event) -> dict:
    identity = event.program.organizer.identity()
    prefetch_related_objects([event], "sessions__venue")
    return {
        "name": registration.person.given_names,
        "event": event.title,
        "event_url": settings.SITE_URL + event.get_absolute_url(),
        "pass_url": settings.SITE_URL + registration.get_absolute_url(),
        "cancel_url": settings.SITE_URL + registration.get_cancel_url(),
        "calendar_url": settings.SITE_URL + event.get_calendar_url(),
        "code": registration.code,
        "mode": registration.get_mode_display(),
        "is_online": registration.mode == Mode.ONLINE,
        "sessions": [
            {
                "title": session.title,
                "when": session_in_words(session.day, session.starts_at, session.ends_at),
                "where": str(session.venue or ""),
                "address": session.venue.address if session.venue else "",
                "link": session.link if registration.mode == Mode.ONLINE else "",
            }
            for session in event.sessions.all()
        ],
        "institution": identity.name if identity else "",
        "acronym": identity.acronym if identity else "",
        "address": identity.address if identity else "",
    }


def _compose(template: str, subject: str, context: dict, *, with_pass: bool) -> Mail:
    context = {**context, "spoken_code": spoken(context["code"]), "with_pass": with_pass}
    picture = [Attachment("pase.png", qr_png(context["code"]), "image/png", "pase")]
    return Mail(
        subject=subject,
        text=render_to_string(f"jornadas/mail/{template}.txt", context),
        html=render_to_string(f"jornadas/mail/{template}.html", context),
        attachments=picture if with_pass else [],
    )


@composer("jornadas.confirmed")
def _compose_confirmed(context):
    return _compose("confirmed", f"Tu pase: {context['event']}", context, with_pass=True)


@composer("jornadas.waitlisted")
def _compose_waitlisted(context):
    return _compose(
        "waitlisted", f"Estás en lista de espera: {context['event']}", context, with_pass=False
    )


@composer("jornadas.promoted")
def _compose_promoted(context):
    return _compose("promoted", f"Ya tienes lugar: {context['event']}", context, with_pass=True)


@composer("jornadas.cancelled")
def _compose_cancelled(context):
    return _compose(
        "cancelled", f"Inscripción cancelada: {context['event']}", context, with_pass=False
    )
