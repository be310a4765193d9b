"""What we write to people about their constancias: that it is ready, replaced or revoked, and
beforehand how their name will be printed."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from correo import outbox
from correo.registry import Mail, composer
from jornadas.models import Event

from . import recognition_notices
from .models import Certificate
from .snapshots import Frame


def ready(made: list[Certificate], frame: Frame) -> int:
    """Tell the people of newly issued ones, each once; return how many were written to."""
    acronym = frame.identity.acronym
    keys = dict(
        Certificate.objects.filter(code__in=[one.code for one in made]).values_list("code", "pk")
    )
    for one in made:
        one.pk = keys[one.code]
    return outbox.queue_all(
        _draft("certificates.ready", one, acronym, key=f"certificate:{one.code}")
        for one in made
        if one.person
    )


def replaced(new: Certificate, old: Certificate) -> int:
    if new.recognition_id:
        return recognition_notices.replaced(new, old)
    return _tell("certificates.replaced", new, old_folio=old.folio, reason=old.reason)


def revoked(certificate: Certificate) -> int:
    if certificate.recognition_id:
        return recognition_notices.revoked(certificate)
    return _tell("certificates.revoked", certificate, reason=certificate.reason)


def ask_names(event: Event, people) -> int:
    """Ask each, once per event, whether their name is right; return how many were written to."""
    identity = event.program.organizer.identity()
    return outbox.queue_all(
        outbox.draft(
            "certificates.name",
            to=person.email,
            about=person,
            key=name_key(event, person.pk),
            context={
                "name": person.given_names,
                "printed": printed,
                "event": event.title,
                "event_url": settings.SITE_URL + event.get_absolute_url(),
                "name_url": settings.SITE_URL + reverse("certificate_name"),
                **_institution(identity),
            },
        )
        for person, printed in people
    )


def name_key(event: Event, person) -> str:
    return f"certificate-name:{event.pk}:{person}"


def _tell(kind: str, certificate: Certificate, **more) -> int:
    if certificate.person is None:
        return 0
    acronym = certificate.facts["issuer"]["acronym"]
    key = f"{kind}:{certificate.code}"
    return outbox.queue_all([_draft(kind, certificate, acronym, key=key, **more)])


def _draft(kind: str, certificate: Certificate, acronym: str, *, key: str, **more):
    event = certificate.event
    return outbox.draft(
        kind,
        to=certificate.person.email,
        about=certificate,
        key=key,
        context={
            "name": certificate.person.given_names,
            "event": event.title,
            "event_url": settings.SITE_URL + event.get_absolute_url(),
            "folio": certificate.folio,
            "url": settings.SITE_URL + certificate.get_absolute_url(),
            "mine_url": settings.SITE_URL + reverse("mi_espacio"),
            "acronym": acronym,
            **more,
        },
    )


def _institution(identity) -> dict:
    return {
        "acronym": identity.acronym if identity else "",
        "institution": identity.name if identity else "",
        "address": identity.address if identity else "",
    }


@composer("certificates.ready")
def compose_ready(context: dict) -> Mail:
    return _compose("ready", f"Tu constancia está lista: {context['event']}", context)


@composer("certificates.replaced")
def compose_replaced(context: dict) -> Mail:
    return _compose("replaced", f"Corregimos tu constancia: {context['event']}", context)


@composer("certificates.revoked")
def compose_revoked(context: dict) -> Mail:
    return _compose("revoked", f"Tu constancia se revocó: {context['event']}", context)


@composer("certificates.name")
def compose_name(context: dict) -> Mail:
    return _compose("name", f"Revisa tu nombre para la constancia: {context['event']}", context)


def _compose(template: str, subject: str, context: dict) -> Mail:
    return Mail(
        subject=subject,
        text=render_to_string(f"certificates/mail/{template}.txt", context),
        html=render_to_string(f"certificates/mail/{template}.html", context),
    )
