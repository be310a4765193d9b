"""The seal of a text: Ed25519 (RFC 8032) over its UTF-8 bytes, in base64."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from . import keys
from .keys import Use


@dataclass(frozen=True)
class Seal:
    signature: str
    key_id: str


def seal(text: str) -> Seal:
    """Sign `text` with the key that stands today."""
    pair = keys.standing(Use.SNAPSHOT)
    return Seal(b64encode(pair.private.sign(text.encode())).decode(), pair.key_id)


def is_sealed(text: str, signature: str, public_pem: str) -> bool:
    """Whether `signature` (base64) is of exactly this text by that key. Never raises on rubbish."""
    try:
        public = load_pem_public_key(public_pem.encode())
        if not isinstance(public, Ed25519PublicKey):
            return False
        public.verify(b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
