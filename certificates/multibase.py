"""Bytes as text that says its alphabet: base58 of Bitcoin behind a `z` (Multibase, Multikey)."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# What stands before the 32 bytes of an Ed25519 public key (Multicodec ed25519-pub).
ED25519 = b"\xed\x01"


def encode(raw: bytes) -> str:
    number, digits = int.from_bytes(raw), ""
    while number:
        number, rest = divmod(number, 58)
        digits = ALPHABET[rest] + digits
    # A leading zero byte would be lost in the number.
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def multikey(public: bytes) -> str:
    """An Ed25519 public key (32 bytes) as a Multikey: "z6Mk…"."""
    return encode(ED25519 + public)
