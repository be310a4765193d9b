"""What a constancia says, frozen when it is issued: every fact printed, as canonical JSON.

The institution, its signatories and its logo are those of the event's last day: a constancia of
2021 keeps the name of 2021. The text is canonical (RFC 8785), so that whoever has the facts has the
very bytes that were signed.

    version       of this list of keys
    kind, code, folio
    issued_on     "2026-11-28"
    place_and_date
    holder        name, body, post
    event         title, kind, program, modality, days, days_words, hours_words, minutes, agreement
                  (of a reconocimiento: its practice, with the call as program, the first and last
                  day of its validity as days, and the dictamen as agreement)
    wording       heading, text (filled), version, design, layout
    issuer        name, acronym, area, address, website, legal_basis, logo_sha256
    signatories   a list of name, post

What is not known is an empty text; `minutes` is then null.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import rfc8785

from documentos.spanish import date_in_words
from jornadas.models import Event, Session
from padron.logos import sha256_of
from padron.models import OrganizerIdentity, Signatory

from . import wordings
from .designs import DEFAULT, DESIGNS
from .models import Wording
from .words import days_in_words, duration_in_words, joined, named, on_days, place_of

VERSION = 1
# What identifies nothing: an example is told from a constancia at first sight.
EXAMPLE = "EJEMPLO"


@dataclass(frozen=True)
class Holder:
    """Whom it is for, as it is printed."""

    name: str
    body: str = ""
    post: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What all constancias of a kind and a day have in common, whatever they are about."""

    wording: Wording
    identity: OrganizerIdentity
    signatories: list[Signatory]
    issued_on: date
    logo_sha256: str = ""

    def about(self) -> dict:
        """The facts of what it is about, under the keys of an event."""
        raise NotImplementedError

    def words(self) -> dict[str, str]:
        """What the {names} of a text become, save those of the person."""
        raise NotImplementedError

    def facts(self, *, code: str, folio: str, holder: Holder) -> dict:
        """The facts of one."""
        return {
            "version": VERSION,
            "kind": str(self.wording.kind),
            "code": code,
            "folio": folio,
            "issued_on": self.issued_on.isoformat(),
            "place_and_date": _place_and_date(self.identity.address, self.issued_on),
            "holder": {"name": holder.name, "body": holder.body, "post": holder.post},
            "event": self.about(),
            "wording": {
                "heading": self.wording.heading,
                "text": wordings.fill(self.wording.text, {**self.words(), **_own_words(holder)}),
                "version": self.wording.version,
                "design": self.wording.design,
                "layout": _layout(self.wording.design),
            },
            "issuer": self._issuer(),
            "signatories": [{"name": one.name, "post": one.post} for one in self.signatories],
        }

    def _issuer(self) -> dict:
        identity = self.identity
        return {
            "name": identity.name,
            "acronym": identity.acronym,
            "area": identity.area,
            "address": identity.address,
            "website": identity.website,
            "legal_basis": identity.legal_basis,
            "logo_sha256": self.logo_sha256,
        }


@dataclass(frozen=True, kw_only=True)
class Frame(Sheet):
    """What all constancias of a kind, an event and a day have in common."""

    event: Event
    sessions: list[Session]

    @property
    def days(self) -> list[date]:
        return sorted({session.day for session in self.sessions if session.day})

    @property
    def minutes(self) -> int | None:
        """Official minutes of its sessions; None where the hours of one are not known."""
        if not self.sessions or any(session.ends_at is None for session in self.sessions):
            return None
        seconds = sum((one.ends_at - one.starts_at).total_seconds() for one in self.sessions)
        return int(seconds // 60)

    @property
    def agreement(self) -> str:
        return self.event.agreement or self.event.program.agreement

    def about(self) -> dict:
        event = self.event
        return {
            "title": event.title,
            "kind": event.get_kind_display(),
            "program": event.program.name,
            "modality": _modality(event),
            "days": [day.isoformat() for day in self.days],
            "days_words": days_in_words(self.days),
            "hours_words": duration_in_words(self.minutes),
            "minutes": self.minutes,
            "agreement": self.agreement,
        }

    def words(self) -> dict[str, str]:
        return {
            "al_evento": named(self.event.kind, "a"),
            "en_el_evento": named(self.event.kind, "en"),
            "titulo": self.event.title,
            "temas": _titles(self.sessions),
            "programa": self.event.program.name,
            "fechas": on_days(self.days),
            "modalidad": _modality(self.event).lower(),
            "duracion": duration_in_words(self.minutes),
            "acuerdo": self.agreement,
            "institucion": self.identity.name,
            "area": self.identity.area,
        }


def frame(
    event: Event,
    kind: str,
    issued_on: date,
    *,
    sessions: Iterable[Session] | None = None,
    wording: Wording | None = None,
) -> Frame:
    """The frame of an event: five queries for any number of constancias.

    `sessions`: those that one is about, where not the whole event; `wording`: another one than that
    in force, to look at it before it is.
    """  # fmt: skip
    organizer = event.program.organizer
    chosen = list(event.sessions.all() if sessions is None else sessions)
    day = max((one.day for one in event.sessions.all() if one.day), default=issued_on)
    identity = organizer.identity(day)
    return Frame(
        event=event,
        sessions=chosen,
        wording=wording or wordings.in_force(organizer, kind),
        identity=identity,
        signatories=list(organizer.signatories.on(day)),
        issued_on=issued_on,
        logo_sha256=sha256_of(identity.logo),
    )


def dated(facts: dict, issued_on: date) -> dict:
    """The facts that change with the day on which it is issued."""
    return {
        "issued_on": issued_on.isoformat(),
        "place_and_date": _place_and_date(facts["issuer"]["address"], issued_on),
    }


def canonical(facts: dict) -> str:
    """The text that is kept and signed, byte by byte (RFC 8785)."""
    return rfc8785.dumps(facts).decode()


def example() -> dict:
    """Facts of nobody, complete, for looking at a design; plainly an example."""
    return {
        "version": VERSION,
        "kind": "attendance",
        "code": EXAMPLE,
        "folio": f"{EXAMPLE}/0000/2026",
        "issued_on": "2026-11-28",
        "place_and_date": "Metepec, Estado de México, a 28 de noviembre de 2026",
        "holder": {
            "name": "Lic. María Fernanda Núñez de la O (EJEMPLO)",
            "body": "Ayuntamiento de Ejemplo",
            "post": "Titular de la Unidad de Transparencia",
        },
        "event": {
            "title": "Primera Jornada de Sensibilización",
            "kind": "Jornada",
            "program": "Jornadas de Sensibilización 2026",
            "modality": "Híbrida",
            "days": ["2026-11-20"],
            "days_words": "20 de noviembre de 2026",
            "hours_words": "2 horas",
            "minutes": 120,
            "agreement": "EJEMPLO/III/3/2026",
        },
        "wording": {
            "heading": "CONSTANCIA",
            "text": (
                "Por haber asistido a la jornada «Primera Jornada de Sensibilización», del "
                "programa «Jornadas de Sensibilización 2026», que tuvo lugar el 20 de noviembre "
                "de 2026 en modalidad híbrida, con una duración de 2 horas."
            ),
            "version": 1,
            "design": DEFAULT,
            "layout": _layout(DEFAULT),
        },
        "issuer": {
            "name": "Instituto de Ejemplo",
            "acronym": "IEJ",
            "area": "Dirección General de Ejemplo",
            "address": "Calle Ejemplo 1, Metepec, Estado de México, C.P. 52140",
            "website": "www.ejemplo.gob.mx",
            "legal_basis": "Artículo 56 de la Ley de Ejemplo.",
            "logo_sha256": "",
        },
        "signatories": [
            {"name": "Persona de Ejemplo Uno", "post": "Dirección General de Ejemplo"},
            {"name": "Persona de Ejemplo Dos", "post": "Subdirección de Ejemplo"},
        ],
    }


def _own_words(holder: Holder) -> dict[str, str]:
    return {"nombre": holder.name, "cargo": holder.post, "sujeto_obligado": holder.body}


def _modality(event: Event) -> str:
    """Empty where it was never said."""
    unsaid = event.modality == Event.Modality.TO_CONFIRM
    return "" if unsaid else event.get_modality_display()


def _titles(sessions: list[Session]) -> str:
    titles = [f"«{session.title}»" for session in sessions if session.title]
    return joined(titles) if titles else ""


def _place_and_date(address: str, day: date) -> str:
    place = place_of(address)
    words = date_in_words(day, weekday=False)
    return f"{place}, a {words}" if place else f"A {words}"


def _layout(design: str) -> int:
    """The version of its drawing that a design has today."""
    return DESIGNS[design].LAYOUT
