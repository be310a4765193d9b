"""An oficio de invitación on carta: its facts as data, and the PDF that is made from them."""

import re

from django.conf import settings
from django.utils.text import slugify

from documentos.spanish import date_in_words, moment_in_words, session_in_words
from documentos.typesetting import typeset
from jornadas.models import Event
from padron.models import Body, Person

from . import fields
from .models import Announcement

POST = "Titular de la Unidad de Transparencia"
CLOSING = "Sin otro particular, reciba un cordial saludo."

# "del Ayuntamiento", "de la Secretaría": by the first word of the name; else "de".
_DEL = re.compile(
    "ayuntamiento|banco|centro|colegio|comité|conalep|consejo|fideicomiso|fondo|hospital|instituto|"
    "museo|organismo|órgano|partido|poder|régimen|registro|servicio|sindicato|sistema|"
    "tecnológico|tribunal"
)
_DE_LA = re.compile(
    "agencia|federación|comisión|consejería|contraloría|coordinación|defensoría|dirección|fiscalía|junta|"
    "legislatura|oficialía|oficina|procuraduría|protectora|secretaría|universidad"
)


def of_body(name: str) -> str:
    """ "del Ayuntamiento de Toluca": a body after the preposition its name asks for."""
    first = name.split()[0].lower() if name.strip() else ""
    if first == "servicios":
        return f"de los {name}"
    if _DEL.fullmatch(first):
        return f"del {name}"
    return f"de la {name}" if _DE_LA.fullmatch(first) else f"de {name}"


def facts(
    announcement: Announcement, event: Event, body: Body, people: list[Person], number: int
) -> dict:
    """What the letter to `body` says, as plain JSON. `event` has its sessions and organiser."""
    head = announcement.letterhead
    identity = event.program.organizer.identity(head.dated_on)
    values = {**fields.of_event(event), "sujeto_obligado": body.name}
    return {
        "institution": identity.name if identity else "",
        "area": identity.area if identity else "",
        "address": " ".join(identity.address.split()) if identity else "",
        "folio": f"{head.prefix}/{number}/{head.dated_on.year}",
        "subject": fields.fill(announcement.subject, values),
        "place_and_date": f"{head.place}, a {date_in_words(head.dated_on, weekday=False)}",
        "addressee": _addressee(body, people),
        "basis": head.basis.strip(),
        "paragraphs": _lines(fields.fill(announcement.text, values)),
        "facts": _of_event(event),
        "closing": CLOSING,
        "signatory_name": head.signatory_name,
        "signatory_post": head.signatory_post,
        "copies": _lines(head.copies),
    }


def as_pdf(letters: list[dict], *, draft: bool = False) -> bytes:
    """The letters in one PDF, each with its own count of pages; a draft says so across the page."""
    first = letters[0]
    title = f"Oficio {first['folio']}" if len(letters) == 1 else f"{len(letters)} oficios"
    data = {"title": title, "author": first["institution"], "letters": letters, "draft": draft}
    return typeset("letter", data)


def file_name(folio: str) -> str:
    return f"oficio-{slugify(folio.replace('/', '-'))}.pdf"


def _addressee(body: Body, people: list[Person]) -> list[str]:
    """Who it is addressed to, in capitals: the enlaces by name, then the post."""
    names = [" ".join(filter(None, [one.title, one.full_name])) for one in people]
    return [line.upper() for line in [*names, f"{POST} {of_body(body.name)}"]]


def _of_event(event: Event) -> list[list[str]]:
    found = [row for session in event.sessions.all() for row in _of_session(session, event)]
    found = found or [["Cuándo", "Fecha por confirmar"]]
    found.append(["Modalidad", event.get_modality_display()])
    found.append(["Inscripción", settings.SITE_URL + event.get_absolute_url()])
    if event.registration_closes_at:
        found.append(["Fecha límite", _capital(moment_in_words(event.registration_closes_at))])
    return found


def _of_session(session, event: Event) -> list[list[str]]:
    alone = len(event.sessions.all()) == 1
    when = _capital(session_in_words(session.day, session.starts_at, session.ends_at))
    rows = [
        ["Cuándo" if alone else f"Sesión {session.number}", when],
    ]
    if session.venue:
        address = " ".join(session.venue.address.split())
        rows.append(["Dónde", ". ".join(filter(None, [session.venue.name, address]))])
    return rows


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
