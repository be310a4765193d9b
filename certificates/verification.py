"""Is it ours, does it still stand, and what does it say? For the page of a constancia and the API.

Everything shown comes from the frozen snapshot, never from the tables beside it: a renamed event or
person changes nothing here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from consultas import composed
from documentos.models import SealingKey
from documentos.sealing import seals
from documentos.spanish import date_in_words
from jornadas.codes import is_valid, spoken

from .models import Certificate, Kind
from .words import Called, of_kind

STANDING, REPLACED, REVOKED = "vigente", "sustituida", "revocada"
OWN = [
    *("code", "folio", "organizer", "event", "recognition", "snapshot", "signature", "key_id"),
    *("pdf_sha256", "issued_at", "superseded_at", "revoked_at", "reason"),
]
REPLACED_BY = ["replaced_by__code", "replaced_by__folio", "replaced_by__replaces"]


@dataclass(frozen=True)
class Key:
    """The key that sealed it, as it is published."""

    key_id: str
    public: str
    since: datetime | None
    retired_at: datetime | None

    @property
    def is_known(self) -> bool:
        return bool(self.public)


@dataclass(frozen=True)
class Verified:
    """A constancia with what can be said of it now."""

    certificate: Certificate
    facts: dict[str, Any]
    key: Key
    # The stored text is, byte by byte, the one that was signed.
    is_sealed: bool

    @property
    def state(self) -> str:
        if self.certificate.revoked_at:
            return REVOKED
        return REPLACED if self.certificate.superseded_at else STANDING

    @property
    def replaced_by(self) -> Certificate | None:
        return getattr(self.certificate, "replaced_by", None)

    @property
    def ended_at(self) -> datetime | None:
        """When it ceased to stand."""
        return self.certificate.revoked_at or self.certificate.superseded_at

    @property
    def valid_until(self) -> date | None:
        """The last day of a reconocimiento; None for what has no end."""
        if self.facts["kind"] != Kind.RECOGNITION:
            return None
        return date.fromisoformat(self.facts["event"]["days"][-1])

    @property
    def is_expired(self) -> bool:
        """Its last day has passed; it was true, and it says nothing of today."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    @property
    def called(self) -> Called:
        return of_kind(self.facts["kind"])

    @property
    def title(self) -> str:
        return str(Kind(self.facts["kind"]).label)

    @property
    def spoken_code(self) -> str:
        return spoken(self.certificate.code)

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every fact that is printed, in groups of label and value; nothing empty."""
        return printed(self.facts)


def find(code: str) -> Verified | None:
    """The constancia of a normalised code, in one query; None where there is none."""
    return verified(_with_code.first(code=code)) if is_valid(code) else None


def candidates():
    """Constancias with all that `verified` reads and pages of it show, in one query."""
    keys = SealingKey.objects.filter(pk=OuterRef("key_id"))
    return (
        Certificate.objects.select_related("person", "replaced_by", "replaces")
        .annotate(
            key_public=Subquery(keys.values("public")),
            key_since=Subquery(keys.values("created_at")),
            key_retired_at=Subquery(keys.values("retired_at")),
        )
        .only(*OWN, "person__user", "replaces__code", "replaces__folio", *REPLACED_BY)
    )


@composed(code=models.CharField())
def _with_code(code):
    return candidates().filter(code=code).order_by()


def verified(certificate: Certificate | None) -> Verified | None:
    """What can be said of one that came from `candidates`."""
    if certificate is None:
        return None
    facts = certificate.facts
    key = Key(
        certificate.key_id,
        certificate.key_public or "",
        certificate.key_since,
        certificate.key_retired_at,
    )
    # Also told: a true text that was put under another code or folio.
    is_own = (facts["code"], facts["folio"]) == (certificate.code, certificate.folio)
    is_sealed = is_own and seals.is_sealed(certificate.snapshot, certificate.signature, key.public)
    return Verified(certificate, facts, key, is_sealed)


def printed(facts: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The facts of a snapshot as people read them."""
    holder, event, issuer = facts["holder"], facts["event"], facts["issuer"]
    wording, called = facts["wording"], of_kind(facts["kind"])
    is_practice = facts["kind"] == Kind.RECOGNITION
    groups = [
        (
            "A quién y por qué",
            [
                ("Nombre", holder["name"]),
                ("Sujeto obligado", holder["body"]),
                ("Cargo", holder["post"]),
                ("Documento", wording["heading"]),
                ("Texto", wording["text"]),
            ],
        ),
        (
            called.about,
            [
                (event["kind"] or "Evento", event["title"]),
                ("Convocatoria" if is_practice else "Programa", event["program"]),
                ("Vigencia" if is_practice else "Fecha", event["days_words"]),
                ("Duración", event["hours_words"]),
                ("Modalidad", event["modality"]),
                (called.agreement, event["agreement"]),
            ],
        ),
        (
            "Quién lo expidió" if is_practice else "Quién la expidió",
            [
                ("Institución", named(issuer["name"], issuer["acronym"])),
                ("Área", issuer["area"]),
                ("Domicilio", issuer["address"]),
                ("Sitio", issuer["website"]),
                ("Fundamento", issuer["legal_basis"]),
                *(("Firma", f"{one['name']}, {one['post']}") for one in facts["signatories"]),
            ],
        ),
        (
            "Sus datos",
            [
                ("Folio", facts["folio"]),
                ("Código", spoken(facts["code"])),
                ("Tipo", str(Kind(facts["kind"]).label)),
                ("Lugar y fecha", facts["place_and_date"]),
                ("Emitida", date_in_words(date.fromisoformat(facts["issued_on"]))),
            ],
        ),
    ]
    return [(title, [(name, said) for name, said in rows if said]) for title, rows in groups]


def named(name: str, acronym: str) -> str:
    return f"{name} ({acronym})" if acronym and acronym != name else name
