"""The claim in a constancia's QR: main facts and our signature, to be checked without our server.

The QR holds `SITE_URL/c/<code>/#<claim>`. A browser keeps what follows `#` to itself, so the facts
never travel to a server. A claim is four parts with dots between, told for others in
docs/formats.md:

    1 . base64url(JSON array of the facts) . id of the key . base64url(Ed25519 signature)

The signature covers the first two parts as they are written, dot included: whoever checks it has
nothing to write anew.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from documentos.sealing import seals

VERSION = "1"
_SHAPE = re.compile(r"1\.[A-Za-z0-9_-]+\.[0-9a-f]{16}\.[A-Za-z0-9_-]{86}")


class NotAClaimError(ValueError):
    """What was given is no claim of ours; its text says so in words."""


@dataclass(frozen=True)
class Claim:
    """What a QR says: the facts as printed, dates in ISO 8601."""

    code: str
    folio: str
    kind: str
    name: str
    event: str
    days: tuple[str, ...]
    issued_on: str
    issuer: str
    key_id: str
    # Base64, as `documentos.sealing` writes it.
    signature: str
    # What the signature covers.
    signed: str


@dataclass(frozen=True)
class Checked:
    """A claim read and checked; `sentence` says the outcome to a person."""

    claim: Claim
    is_known_key: bool
    is_true: bool

    @property
    def sentence(self) -> str:
        if not self.is_known_key:
            return f"Está firmado con una llave que no está entre las dadas ({self.claim.key_id})."
        if not self.is_true:
            return "La firma no corresponde: lo que dice el código QR fue cambiado."
        return "La firma corresponde: el código QR dice lo que la institución certificó."


def claim(facts: dict) -> str:
    """The claim of a snapshot's facts (`certificates/snapshots.py`), signed with today's key."""
    stated = [
        facts["code"],
        facts["folio"],
        facts["kind"],
        facts["holder"]["name"],
        facts["event"]["title"],
        facts["event"]["days"],
        facts["issued_on"],
        facts["issuer"]["acronym"],
    ]
    text = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
    signed = f"{VERSION}.{_encode(text.encode())}"
    seal = seals.seal(signed)
    return f"{signed}.{seal.key_id}.{_encode(base64.b64decode(seal.signature))}"


def qr_text(facts: dict) -> str:
    """What the QR of a constancia holds."""
    return f"{settings.SITE_URL}/c/{facts['code']}/#{claim(facts)}"


def read(text: str) -> Claim:
    """The claim in `text`: alone, or as the whole address of a QR. Raises `NotAClaimError`."""
    # Pasted from a mail or a reader of QR codes, it may be broken into lines.
    written = "".join(text.split()).rpartition("#")[2]
    if not _SHAPE.fullmatch(written):
        raise NotAClaimError(
            "Esto no es el texto del código QR de una constancia, o no está completo."
        )
    version, payload, key_id, signature = written.split(".")
    try:
        stated = json.loads(_decode(payload))
        code, folio, kind, name, event, days, issued_on, issuer = stated
        texts = [code, folio, kind, name, event, *days, issued_on, issuer]
        raw = _decode(signature)
    except (ValueError, TypeError) as reason:
        raise NotAClaimError("El texto del código QR está dañado.") from reason
    if not isinstance(days, list) or not all(isinstance(one, str) for one in texts):
        raise NotAClaimError("El texto del código QR está dañado.")
    return Claim(
        *(code, folio, kind, name, event, tuple(days), issued_on, issuer),
        key_id=key_id,
        signature=base64.b64encode(raw).decode(),
        signed=f"{version}.{payload}",
    )


def check(text: str, public_pems: Mapping[str, str]) -> Checked:
    """Read the claim in `text` and check its signature by the keys, by id.

    Raises `NotAClaimError`.
    """
    found = read(text)
    public = public_pems.get(found.key_id)
    is_true = public is not None and seals.is_sealed(found.signed, found.signature, public)
    return Checked(found, public is not None, is_true)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as reason:
        raise ValueError(str(reason)) from reason
