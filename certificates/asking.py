"""«Mi nombre está mal»: a person asks staff to correct a constancia of theirs.

Staff decide (`corrections.correct_name`): a constancia says what the institution certifies. They
are written to once for each name that is asked for.
"""

from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from bitacora.record import record
from correo import outbox
from correo.registry import Mail, composer
from jornadas.refusal import Refusal
from padron.models import RoleGrant
from padron.roles import Role

from .models import Certificate

KIND = "certificates.wrong_name"


@transaction.atomic
def ask_correction(*, certificate: Certificate, name: str, by) -> None:
    """Write to the staff of its institution. Raises Refusal."""
    name = " ".join(name.split())
    printed = certificate.facts["holder"]["name"]
    if not certificate.is_standing:
        raise Refusal("Esta constancia ya no está vigente; revisa la que la sustituye.")
    if name == printed:
        raise Refusal("Ese es el nombre que ya dice. Escríbelo como debe decir.")
    mailboxes = _mailboxes(certificate.organizer_id)
    if not mailboxes:
        raise Refusal("Nadie recibe aquí estas peticiones: dilo a quien organiza el evento.")
    # A key is kept for ever; a name is not to be.
    asked = sha256(name.encode()).hexdigest()[:16]
    written = outbox.queue_all(
        outbox.draft(
            KIND,
            to=mailbox,
            about=certificate,
            key=f"wrong-name:{certificate.code}:{pk}:{asked}",
            context={
                "folio": certificate.folio,
                "event": certificate.facts["event"]["title"],
                "printed": printed,
                "wanted": name,
                "url": settings.SITE_URL + reverse("panel_certificates_one", args=[certificate.pk]),
            },
        )
        for pk, mailbox in mailboxes
    )
    if not written:
        raise Refusal("Ya lo pediste. Quien organiza el evento te va a contestar.")
    record("certificate.correction_asked", certificate, by=by)


def _mailboxes(organizer: int) -> list[tuple[int, str]]:
    """The staff's; the administrators' where an institution has no other staff."""
    grants = RoleGrant.objects.current().filter(organizer=organizer, user__is_active=True)
    for role in (Role.STAFF, Role.ADMINISTRATOR):
        found = list(grants.filter(role=role).order_by("pk").values_list("pk", "user__email"))
        if found:
            return found
    return []


@composer(KIND)
def compose(context: dict) -> Mail:
    return Mail(
        subject=f"Piden corregir un nombre: constancia {context['folio']}",
        text=render_to_string("certificates/mail/wrong_name.txt", context),
        html=render_to_string("certificates/mail/wrong_name.html", context),
    )
