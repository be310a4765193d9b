"""Checking what was signed with keys that somebody gives: no database, no network.

The text of a QR or the signed data of a constancia (what the API answers, or its `seal` alone), and
the published keys (/constancias/llaves.json). docs/formats.md tells all of it for other programs.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from documentos.models import SealingKey
from documentos.sealing import seals

from . import claims

TRUE, FALSE, UNKNOWN_KEY = "true", "false", "unknown_key"
SENTENCES = {
    TRUE: "La firma corresponde: esto es lo que la institución certificó.",
    FALSE: "La firma no corresponde: esto no es lo que la institución certificó.",
    UNKNOWN_KEY: "Está firmado con una llave que no está entre las dadas.",
}


class UnreadableError(ValueError):
    """What was given cannot be checked; its text says why."""


@dataclass(frozen=True)
class Keys:
    """Public halves in PEM by id: for what constancias say, and for their PDF."""

    snapshot: dict[str, str] = field(default_factory=dict)
    pdf: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """What was signed: main facts, whose key, and whether the signature is true."""

    facts: dict[str, Any]
    key_id: str
    outcome: str

    @property
    def sentence(self) -> str:
        return SENTENCES[self.outcome]


def read_keys(text: str) -> Keys:
    """The content of llaves.json. Raises UnreadableError."""
    try:
        told = [(key["use"], key["id"], key["pem"]) for key in json.loads(text)["keys"]]
    except (ValueError, TypeError, KeyError) as reason:
        raise UnreadableError("El archivo de llaves no tiene la forma de llaves.json.") from reason
    keys = Keys()
    for use, key_id, pem in told:
        if sha256(str(pem).encode()).hexdigest()[:16] != key_id:
            raise UnreadableError(f"La llave {key_id} no corresponde a su identificador.")
        if use in SealingKey.Use.values:
            getattr(keys, use)[key_id] = pem
    return keys


def check(text: str, pems: dict[str, str]) -> Statement:
    """What `text` says and whether it is true. Raises UnreadableError."""
    return _snapshot(text, pems) if text.lstrip().startswith("{") else _claim(text, pems)


def _claim(text: str, pems: dict[str, str]) -> Statement:
    try:
        found = claims.check(text, pems)
    except claims.NotAClaimError as reason:
        raise UnreadableError(str(reason)) from reason
    said = found.claim
    facts = {
        "code": said.code,
        "folio": said.folio,
        "kind": said.kind,
        "name": said.name,
        "event": said.event,
        "days": list(said.days),
        "issued_on": said.issued_on,
        "issuer": said.issuer,
    }
    outcome = TRUE if found.is_true else FALSE
    return Statement(facts, said.key_id, outcome if found.is_known_key else UNKNOWN_KEY)


def _snapshot(text: str, pems: dict[str, str]) -> Statement:
    try:
        data = json.loads(text)
        seal = data.get("seal", data)
        snapshot, signature, key_id = seal["snapshot"], seal["signature"], seal["key_id"]
        said = json.loads(snapshot)
        facts = {
            "code": said["code"],
            "folio": said["folio"],
            "kind": said["kind"],
            "name": said["holder"]["name"],
            "event": said["event"]["title"],
            "days": said["event"]["days"],
            "issued_on": said["issued_on"],
            "issuer": said["issuer"]["acronym"],
        }
    except (ValueError, TypeError, KeyError, AttributeError) as reason:
        raise UnreadableError("Esto no son los datos firmados de una constancia.") from reason
    if key_id not in pems:
        return Statement(facts, str(key_id), UNKNOWN_KEY)
    is_true = seals.is_sealed(snapshot, signature, pems[key_id])
    return Statement(facts, key_id, TRUE if is_true else FALSE)
