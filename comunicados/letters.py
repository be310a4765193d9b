"""The words of what is sent: the facts when it is written, the mail when it leaves."""

from django.conf import settings
from django.template.loader import render_to_string

from correo import outbox
from correo.models import Message
from correo.registry import Attachment, Mail, composer
from jornadas.models import Event
from padron.models import Body

from . import fields, paper
from .models import Announcement, Recipient

KIND, OFICIO = "comunicados.announcement", "comunicados.oficio"
TEST = "[Prueba] "


def to_write(recipient: Recipient, announcement: Announcement, event: Event) -> Message:
    """The message of one recipient, not yet written."""
    if recipient.oficio_id:
        kind, context = OFICIO, about_oficio(recipient.oficio.facts, recipient.oficio.body, event)
    else:
        kind, context = KIND, about_event(announcement, event, recipient.registration)
    return outbox.draft(
        kind,
        to=recipient.person.email,
        context=context,
        about=announcement,
        # As the other mails about this person's seat: none overtakes another.
        stream=f"{event.pk}:{recipient.person_id}",
        key=recipient.key,
    )


def about_event(announcement: Announcement, event: Event, registration) -> dict:
    """The facts of an announcement for one person."""
    values = fields.of_registration(registration, event)
    return {
        "subject": fields.fill(announcement.subject, values),
        "text": fields.fill(announcement.text, values),
        "event": event.title,
        "event_url": settings.SITE_URL + event.get_absolute_url(),
        **_institution(event),
    }


def about_oficio(letter: dict, body: Body, event: Event) -> dict:
    """The facts of the mail that brings an oficio, with those of the letter itself."""
    return {
        "subject": letter["subject"],
        "folio": letter["folio"],
        "body": body.name,
        "of_body": paper.of_body(body.name),
        "event": event.title,
        "event_url": settings.SITE_URL + event.get_absolute_url(),
        "letter": letter,
        **_institution(event),
    }


def as_test(context: dict) -> dict:
    """The same, marked as a test; its oficio is a draft."""
    return {**context, "subject": TEST + context["subject"], "draft": True}


def _institution(event: Event) -> dict:
    identity = event.program.organizer.identity()
    names = ("institution", "name"), ("acronym", "acronym"), ("address", "address")
    return {key: getattr(identity, field, "") for key, field in names}


@composer(KIND)
def compose_announcement(context: dict) -> Mail:
    return _mail("announcement", context)


@composer(OFICIO)
def compose_oficio(context: dict) -> Mail:
    letter = context["letter"]
    pdf = paper.as_pdf([letter], draft=context.get("draft", False))
    name = paper.file_name(letter["folio"])
    return _mail("oficio", context, [Attachment(name, pdf, "application/pdf")])


def _mail(template: str, context: dict, attachments=()) -> Mail:
    return Mail(
        subject=context["subject"],
        text=render_to_string(f"comunicados/mail/{template}.txt", context),
        html=render_to_string(f"comunicados/mail/{template}.html", context),
        attachments=list(attachments),
    )
