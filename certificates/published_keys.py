"""The public keys as they are published: today's and retired ones, so that others can check."""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from django.conf import settings
from django.urls import reverse

from documentos.models import SealingKey
from documentos.sealing.keys import public_keys

from .multibase import multikey


def published() -> dict:
    """The content of /constancias/llaves.json."""
    return {
        "issuer": issuer_id(),
        "formats": settings.SITE_URL + reverse("certificate_keys"),
        "keys": [_told(key) for key in public_keys()],
    }


def snapshot_keys() -> list[SealingKey]:
    """Those that seal what constancias say, today's first."""
    return [key for key in public_keys() if key.use == SealingKey.Use.SNAPSHOT]


def public_pems() -> dict[str, str]:
    """What `claims.check` asks: PEM by id of key."""
    return {key.key_id: key.public for key in snapshot_keys()}


def raw_keys() -> dict[str, str]:
    """For browsers: the 32 bytes of each key in base64url, by id."""
    return {key.key_id: _text(raw(key.public)) for key in snapshot_keys()}


def controller() -> dict:
    """The keys as readers of badges expect them: methods of their issuer."""
    issuer = issuer_id()
    methods = [
        {
            "id": method_id(key.key_id),
            "type": "Multikey",
            "controller": issuer,
            "publicKeyMultibase": multikey(raw(key.public)),
        }
        for key in snapshot_keys()
    ]
    # Also retired ones: what they signed stays verifiable.
    return {
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def issuer_id() -> str:
    return settings.SITE_URL + reverse("certificate_issuer")


def method_id(key_id: str) -> str:
    return f"{issuer_id()}#{key_id}"


def raw(public_pem: str) -> bytes:
    """The 32 bytes of an Ed25519 public key."""
    public = load_pem_public_key(public_pem.encode())
    if not isinstance(public, Ed25519PublicKey):
        raise TypeError("Not an Ed25519 key")
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _told(key: SealingKey) -> dict:
    told = {
        "id": key.key_id,
        "use": key.use,
        "from": key.created_at.isoformat(timespec="seconds"),
        "until": key.retired_at and key.retired_at.isoformat(timespec="seconds"),
        "subject": key.subject,
        "is_self_made": key.is_self_made,
        "pem": key.public,
    }
    if key.use == SealingKey.Use.SNAPSHOT:
        content = raw(key.public)
        told |= {"algorithm": "Ed25519", "x": _text(content), "multikey": multikey(content)}
    return told
