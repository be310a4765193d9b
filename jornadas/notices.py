"""What we write to people about their registration: the facts now, the words when it is sent."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from correo import outbox
from correo.registry import Attachment, Mail, composer
from documentos.qr import qr_png
from documentos.spanish import session_in_words

from .codes import online_code, spoken, spoken_online
from .invitations import Plan, plan_of, tell, tell_all
from .itip import calendar_objects
from .models import Change, Event, Registration
from .models.events import Mode


@dataclass(frozen=True)
class Prepared:
    """What a person is told of an event however they stand in it: it may be made before a lock."""

    facts: dict
    plan: Plan


def prepare(registration: Registration, event: Event) -> Prepared:
    """The event comes with its company; the registration need not be written yet."""
    shared, plan = _told(event, registration.mode)
    return Prepared({**shared, **own_facts(registration)}, plan)


def _told(event: Event, mode: str) -> tuple[dict, Plan]:
    """The same for everybody of a modality: made once for an event as it was read."""
    made = event.__dict__.setdefault("_told", {})
    if mode not in made:
        made[mode] = shared_facts(event, mode), plan_of(event, mode)
    return made[mode]


def confirmed(
    registration: Registration, event: Event, *, is_new=False, prepared: Prepared | None = None
) -> None:
    """`is_new`: the person never had a place here, so nothing of it stands in their calendar."""
    prepared = prepared or prepare(registration, event)
    calendar = tell(event, registration, prepared.plan, is_new=is_new)
    _queue("jornadas.confirmed", registration, prepared, calendar=calendar)


def waitlisted(
    registration: Registration,
    event: Event,
    *,
    position: int,
    rule: str,
    prepared: Prepared | None = None,
) -> None:
    prepared = prepared or prepare(registration, event)
    _queue("jornadas.waitlisted", registration, prepared, position=position, rule=rule)


def promoted(registration: Registration, event: Event) -> None:
    _tell("jornadas.promoted", registration, event)


def cancelled(registration: Registration, event: Event) -> None:
    _tell("jornadas.cancelled", registration, event)


def changed(event: Event, registrations: list[Registration], **words) -> int:
    """Tell everybody of a change in the event; return how many were written to.

    `words`: `kind` (of the change), `sentences`, `reason`. The event comes with its company.
    """
    reached = [one for one in registrations if one.person.email]
    contexts = changed_facts(event, reached, **words)
    return outbox.queue_all(
        outbox.draft(
            "jornadas.changed",
            to=one.person.email,
            context=context,
            about=one,
            stream=stream(one),
        )
        for one, context in zip(reached, contexts, strict=True)
    )


def changed_facts(event: Event, registrations: list[Registration], **words) -> list[dict]:
    """What each is told of a change: the facts of all once, those of a person beside them."""
    told = tell_all(event, registrations)
    shared = {mode: shared_facts(event, mode) for mode in {one.mode for one in registrations}}
    return [
        {
            **shared[one.mode],
            **own_facts(one),
            **words,
            "cancelled": event.status == Event.Status.CANCELLED,
            "waits": one.status == Registration.Status.WAITLISTED,
            "calendar": told[one.pk],
        }
        for one in registrations
    ]


def _tell(kind: str, registration: Registration, event: Event) -> None:
    prepared = prepare(registration, event)
    _queue(kind, registration, prepared, calendar=tell(event, registration, prepared.plan))


def _queue(kind: str, registration: Registration, prepared: Prepared, **more) -> None:
    if not registration.person.email:
        return
    outbox.queue(
        kind,
        to=registration.person.email,
        about=registration,
        stream=stream(registration),
        context={**prepared.facts, **more},
    )


def stream(registration: Registration) -> str:
    """What is written to a person about an event leaves in order: no cancellation overtakes."""
    return f"{registration.event_id}:{registration.person_id}"


def own_facts(registration: Registration) -> dict:
    """What differs from person to person."""
    person = registration.person
    return {
        "name": person.given_names,
        "full_name": person.full_name,
        "to": person.email,
        "pass_url": settings.SITE_URL + registration.get_absolute_url(),
        "cancel_url": settings.SITE_URL + registration.get_cancel_url(),
        "code": registration.code,
    }


def shared_facts(event: Event, mode: str) -> dict:
    """What everybody of a modality is told. The event comes with its sessions and venues."""
    identity = event.program.organizer.identity()
    online = mode == Mode.ONLINE
    return {
        "event": event.title,
        "event_url": settings.SITE_URL + event.get_absolute_url(),
        "calendar_url": settings.SITE_URL + event.get_calendar_url(),
        "mode": Mode(mode).label,
        "is_online": online,
        "sessions": [
            {
                "title": session.title,
                "when": session_in_words(session.day, session.starts_at, session.ends_at),
                "where": str(session.venue or ""),
                "address": session.venue.address if session.venue else "",
                "link": session.link if online else "",
            }
            for session in event.sessions.all()
        ],
        "institution": identity.name if identity else "",
        "acronym": identity.acronym if identity else "",
        "address": identity.address if identity else "",
    }


def spoken_codes(context: dict) -> dict[str, str]:
    """The code of the pass as it is read, and the one for the name in Zoom of who comes by it."""
    code = context["code"]
    in_zoom = spoken_online(online_code(code)) if context["is_online"] else ""
    return {"spoken_code": spoken(code), "online_code": in_zoom}


def _compose(template: str, subject: str, context: dict, *, with_pass: bool) -> Mail:
    context = {**context, **spoken_codes(context), "with_pass": with_pass}
    picture = []
    if with_pass:
        picture = [Attachment("pase.png", qr_png(context["code"]), "image/png", "pase")]
    return Mail(
        subject=subject,
        text=render_to_string(f"jornadas/mail/{template}.txt", context),
        html=render_to_string(f"jornadas/mail/{template}.html", context),
        attachments=picture,
        calendars=calendar_objects(context),
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


# What a change is called, by its kind: in the subject and as the first line.
HEADLINES = {
    Change.Kind.CANCELLED: "Se canceló",
    Change.Kind.POSTPONED: "Se pospone, fecha por confirmar",
    Change.Kind.MOVED: "Cambió la fecha o la hora",
    Change.Kind.VENUE: "Cambió el lugar",
    Change.Kind.MODALITY: "Cambió la modalidad",
    Change.Kind.SESSIONS: "Cambiaron las sesiones",
    Change.Kind.SPEAKERS: "Cambió quien imparte",
}


@composer("jornadas.changed")
def compose_changed(context):
    headline = HEADLINES[context["kind"]]
    subject = f"{headline}: {context['event']}"
    return _compose("changed", subject, {**context, "headline": headline}, with_pass=False)
