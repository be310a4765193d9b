"""What we write to the enlaces of a body about its reconocimientos: ready, corrected, withdrawn."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.template.loader import render_to_string

from correo import outbox
from correo.models import Message
from correo.registry import Mail, composer
from padron.models import Enlace

from .models import Certificate


def ready(made: Iterable[Certificate]) -> int:
    """Tell the enlaces of newly issued ones, each once; return how many were written to."""
    return _tell("certificates.recognition_ready", made)


def replaced(new: Certificate, old: Certificate) -> int:
    return _tell("certificates.recognition_replaced", [new], old_folio=old.folio, reason=old.reason)


def revoked(certificate: Certificate) -> int:
    return _tell("certificates.recognition_revoked", [certificate], reason=certificate.reason)


def _tell(kind: str, certificates: Iterable[Certificate], **more) -> int:
    return outbox.queue_all(_drafts(kind, list(certificates), more))


def _drafts(kind: str, certificates: list[Certificate], more: dict) -> Iterator[Message]:
    bodies = {one.recognition.body_id for one in certificates if one.recognition}
    enlaces: dict[int, list] = {}
    standing = Enlace.objects.current().filter(body__in=bodies)
    for enlace in standing.select_related("person").order_by("pk"):
        enlaces.setdefault(enlace.body_id, []).append(enlace.person)
    for certificate in certificates:
        recognition, facts = certificate.recognition, certificate.facts
        for person in enlaces.get(recognition.body_id, []):
            yield outbox.draft(
                kind,
                to=person.email,
                about=certificate,
                key=f"{kind}:{certificate.code}:{person.pk}",
                context={
                    "name": person.given_names,
                    "practice": facts["event"]["title"],
                    "practice_url": settings.SITE_URL + recognition.get_absolute_url(),
                    "validity": f"Vigencia {facts['event']['days_words']}",
                    "folio": certificate.folio,
                    "url": settings.SITE_URL + certificate.get_absolute_url(),
                    "acronym": facts["issuer"]["acronym"],
                    **more,
                },
            )


@composer("certificates.recognition_ready")
def compose_ready(context: dict) -> Mail:
    return _compose("ready", "El reconocimiento está listo", context)


@composer("certificates.recognition_replaced")
def compose_replaced(context: dict) -> Mail:
    return _compose("replaced", "Corregimos el reconocimiento", context)


@composer("certificates.recognition_revoked")
def compose_revoked(context: dict) -> Mail:
    return _compose("revoked", "El reconocimiento se retiró", context)


def _compose(template: str, headline: str, context: dict) -> Mail:
    words = {**context, "headline": headline}
    return Mail(
        subject=f"{headline}: {context['practice']}",
        text=render_to_string(f"certificates/mail/recognition_{template}.txt", words),
        html=render_to_string(f"certificates/mail/recognition_{template}.html", words),
    )
