"""GET /api/v1/certificates/<code>: what the page of a constancia says, for other systems.

With the very text that was signed, so that nobody has to believe the rest of the answer.
"""

from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from asistencia.schemas import Problem
from jornadas.codes import normalise

from .public.limits import API, MISS, allows
from .verification import Verified, find

router = Router(tags=["Constancias"])
NO_SUCH = (
    "No hay una constancia con ese código. Son 13 letras y números; compáralo con el que está "
    "impreso junto al código QR."
)


class HolderOut(Schema):
    name: str
    body: str
    post: str


class CertifiedEventOut(Schema):
    title: str
    kind: str
    program: str
    modality: str
    days: list[date]
    minutes: int | None = Field(description="Vacío si no se conocen los horarios.")
    agreement: str


class WordingOut(Schema):
    heading: str
    text: str


class IssuerOut(Schema):
    name: str
    acronym: str
    area: str
    address: str
    website: str
    legal_basis: str


class SignatoryOut(Schema):
    name: str
    post: str


class SealOut(Schema):
    snapshot: str = Field(description="El texto firmado (JSON canónico, RFC 8785), byte por byte.")
    signature: str = Field(description="Ed25519 en base64, sobre `snapshot` en UTF-8.")
    key_id: str = Field(description="La llave, en /constancias/llaves.json.")
    is_valid: bool = Field(description="Si la firma corresponde, según este servidor.")


class CertificateOut(Schema):
    code: str
    folio: str
    kind: Literal["attendance", "workshop", "speaker", "recognition"]
    state: Literal["vigente", "sustituida", "revocada"]
    ended_at: datetime | None = Field(description="Cuándo dejó de estar vigente.")
    reason: str = Field(description="Por qué dejó de estar vigente; vacío si lo está.")
    replaced_by: str | None = Field(description="Código de la que la sustituye.")
    valid_until: date | None = Field(
        description="Último día de un reconocimiento; vacío en las constancias, que no vencen."
    )
    issued_on: date
    place_and_date: str
    holder: HolderOut
    event: CertifiedEventOut
    wording: WordingOut
    issuer: IssuerOut
    signatories: list[SignatoryOut]
    url: str
    seal: SealOut


@router.get(
    "/{code}",
    response={200: CertificateOut, (404, 429): Problem},
    summary="Una constancia por su código: lo que dice y si está vigente",
    url_name="certificate",
)
def certificate(request, code: str):
    if not allows(request, API):
        raise HttpError(429, "")
    found = find(normalise(code))
    if found is None:
        raise HttpError(404 if allows(request, MISS) else 429, NO_SUCH)
    return told(found)


def told(found: Verified) -> dict[str, Any]:
    """The answer about one."""
    facts, one = found.facts, found.certificate
    copied = ["code", "folio", "kind", "issued_on", "place_and_date", "holder", "event"]
    return {
        **{name: facts[name] for name in [*copied, "wording", "issuer", "signatories"]},
        "state": found.state,
        "ended_at": found.ended_at,
        "reason": one.reason,
        "replaced_by": found.replaced_by.code if found.replaced_by else None,
        "valid_until": found.valid_until,
        "url": settings.SITE_URL + one.get_absolute_url(),
        "seal": {
            "snapshot": one.snapshot,
            "signature": one.signature,
            "key_id": one.key_id,
            "is_valid": found.is_sealed,
        },
    }
