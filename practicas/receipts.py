"""The acuse: what was received and when, frozen with its annexes; as a page of PDF and by mail."""

import json
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse

from correo import outbox
from correo.registry import Attachment, Mail, composer
from documentos.spanish import date_in_words, moment_in_words
from documentos.typesetting import typeset
from padron.models import Enlace

from .models import Evidence, Prevention, Proposal, Receipt

DIGITS = 4
ZONE = "hora del centro de México"
LATE = (
    "Se recibió después del cierre de la convocatoria. Se conserva como extemporánea y no pasa al "
    "jurado."
)


def issue(proposal: Proposal, *, received_at: datetime, by, now: datetime) -> Receipt:
    """The acuse of a proposal that was just sent or captured, within that transaction."""
    folio = f"{proposal.call.slug.upper()}/{proposal.number:0{DIGITS}}"
    facts = {
        **_facts(proposal, folio, received_at, now, by),
        "what": "Propuesta de práctica",
        "closed": date_in_words(proposal.call.closes_on),
        "late": LATE if proposal.is_late else "",
        "answers": [one.criterion.name for one in _answers(proposal)],
        "fingerprint": fingerprint(proposal),
        "annexes": _annexes(proposal, Evidence.Stage.ORIGINAL, None),
    }
    return Receipt.objects.create(proposal=proposal, folio=folio, issued_at=now, facts=facts)


def issue_answer(prevention: Prevention, proposal: Proposal, *, by, now: datetime) -> Receipt:
    """The acuse of an answer to a prevención: the folio of the proposal, and which answer."""
    turn = proposal.receipts.filter(stage=Evidence.Stage.PREVENTION).count() + 1
    folio = f"{proposal.call.slug.upper()}/{proposal.number or 0:0{DIGITS}}/R{turn}"
    facts = {
        **_facts(proposal, folio, now, now, by),
        "what": "Respuesta a la prevención",
        "closed": date_in_words(prevention.due_on),
        "late": "",
        "answers": [],
        "fingerprint": sha256(prevention.answer.encode()).hexdigest(),
        "annexes": _annexes(proposal, Evidence.Stage.PREVENTION, now),
    }
    return Receipt.objects.create(
        proposal=proposal,
        folio=folio,
        issued_at=now,
        facts=facts,
        stage=Evidence.Stage.PREVENTION,
    )


def fingerprint(proposal: Proposal) -> str:
    """The SHA-256 of the form as it was sent: whoever changes a letter of it changes this."""
    form = {
        "title": proposal.title,
        "summary": proposal.summary,
        "population_group": str(proposal.population_group or ""),
        "url": proposal.url,
        "answers": {str(one.criterion.number): one.text for one in _answers(proposal)},
    }
    return sha256(json.dumps(form, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _answers(proposal: Proposal):
    return proposal.answers.exclude(text="").select_related("criterion")


def _facts(proposal: Proposal, folio: str, received_at: datetime, now: datetime, by) -> dict:
    identity = proposal.call.organizer.identity(now.date())
    return {
        "institution": identity.name if identity else "",
        "acronym": identity.acronym if identity else "",
        "area": identity.area if identity else "",
        "address": identity.address if identity else "",
        "folio": folio,
        "call": proposal.call.title,
        "title": proposal.title,
        "body": proposal.body.name,
        "channel": proposal.get_channel_display(),
        "by": str(by)[:200],
        "received": moment_in_words(received_at),
        "received_at": received_at.isoformat(),
        "issued": moment_in_words(now),
        "zone": ZONE,
    }


def _annexes(proposal: Proposal, stage: str, added_at: datetime | None) -> list[dict]:
    found = proposal.evidence.standing().filter(stage=stage)
    if added_at:
        found = found.filter(added_at=added_at)
    return [
        {
            "name": one.name,
            "size": one.size,
            "weight": filesizeformat(one.size).replace("\xa0", " "),
            "bytes": f"{one.size:,}",
            "sha256": one.sha256,
            "open": one.is_open,
        }
        for one in found
    ]


def as_pdf(receipt: Receipt) -> bytes:
    return pdf_of(receipt.facts)


def pdf_of(facts: dict) -> bytes:
    """The acuse as it says, whenever it is printed."""
    annexes = [one | {"sha256": _in_groups(one["sha256"])} for one in facts["annexes"]]
    shown = {"fingerprint": _in_groups(facts["fingerprint"]), "annexes": annexes}
    return typeset("acuse", facts | shown)


def _in_groups(digits: str) -> str:
    """A fingerprint as people compare it: eight groups of eight."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def file_name(folio: str) -> str:
    return f"acuse-{folio.replace('/', '-').lower()}.pdf"


def mail(receipt: Receipt, proposal: Proposal, by) -> int:
    """Send it to whoever sent the proposal and to the enlaces of the body, each mailbox once."""
    enlaces = Enlace.objects.current().filter(body=proposal.body_id).select_related("person")
    boxes = [one.person.email for one in enlaces]
    if by is not None:
        boxes.append(getattr(by, "email", ""))
    url = settings.SITE_URL + reverse("proposal", args=[proposal.pk])
    context = {"receipt": receipt.facts, "url": url}
    return outbox.queue_all(
        outbox.draft("practicas.receipt", to=box, context=context, about=receipt)
        for box in sorted({box.strip().lower() for box in boxes})
    )


@composer("practicas.receipt")
def _compose(context: dict) -> Mail:
    facts = context["receipt"]
    words = {**context, **facts, "subject": f"Acuse {facts['folio']}: {facts['what'].lower()}"}
    pdf = Attachment(file_name(facts["folio"]), pdf_of(facts), "application/pdf")
    return Mail(
        subject=words["subject"],
        text=render_to_string("practicas/mail/receipt.txt", words),
        html=render_to_string("practicas/mail/receipt.html", words),
        attachments=[pdf],
    )
