"""The signature of a PDF (PAdES B-B), and what can be said of one that somebody brings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PdfCheck:
    """What a PDF's signature says; `sentence` says it to people."""

    is_signed: bool = False
    # The signed bytes are those that were signed.
    is_intact: bool = False
    # Nothing stands after what was signed.
    covers_all: bool = False
    changed_after: bool = False
    # Name in the signer's certificate.
    signer: str = ""
    # Our key (SealingKey.key_id); "" where it is not ours.
    key_id: str = ""
    is_ours: bool = False
    sentence: str = ""


def sign(pdf: bytes, *, reason: str) -> bytes:
    """`pdf` signed by the key that stands today. `reason` can be read in a PDF reader."""
    raise NotImplementedError


def check(pdf: bytes) -> PdfCheck:
    """What the signature of `pdf` proves. Never raises, whatever the bytes are; asks no network."""
    raise NotImplementedError
