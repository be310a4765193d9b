"""The document of a constancia: drawn from its snapshot alone, signed, and kept once."""

from collections.abc import Iterable, Iterator

from .models import Certificate


def draw(facts: dict, *, qr: str, design: str, logo: bytes | None) -> bytes:
    """The PDF of these facts, unsigned: for previews."""
    raise NotImplementedError


def document(certificate: Certificate) -> bytes:
    """The PDF of one, drawn and signed."""
    raise NotImplementedError


def documents(certificates: Iterable[Certificate]) -> Iterator[tuple[Certificate, bytes]]:
    """Each with its PDF, drawn and signed, as they are done: bounded memory, every core."""
    raise NotImplementedError


def store(certificate: Certificate, pdf: bytes) -> None:
    """Keep the document, once: file first, then the row that names it and its hash."""
    raise NotImplementedError
