"""What a PDF that somebody brings is: a constancia of ours as we made it, altered, or not ours.

Decided from its bytes in memory; nothing of it is kept.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from documentos.sealing import pdfs

from .pdf_codes import codes_in
from .verification import Verified, candidates, verified


class Outcome(StrEnum):
    IDENTICAL = "identical"
    # Signed by us and untouched since, though not the file that we keep.
    SIGNED = "signed"
    ALTERED = "altered"
    FOREIGN = "foreign"
    NOT_PDF = "not_pdf"


SENTENCES = {
    Outcome.IDENTICAL: "Es, byte por byte, el archivo que la institución emitió.",
    Outcome.SIGNED: (
        "Trae la firma de la institución y no se le cambió nada, aunque no es el archivo que ella "
        "guarda."
    ),
    Outcome.ALTERED: "No es el archivo que la institución emitió.",
    Outcome.FOREIGN: "No es una constancia de la institución.",
    Outcome.NOT_PDF: "No es un PDF.",
}


@dataclass(frozen=True)
class Answer:
    """`found` is the constancia it is, or claims to be; `how` says what was done to it."""

    outcome: Outcome
    found: Verified | None = None
    how: str = ""

    @property
    def sentence(self) -> str:
        return f"{SENTENCES[self.outcome]} {self.how}".strip()


def examine(content: bytes) -> Answer:
    """At most two queries."""
    if b"%PDF-" not in content[:1024]:
        return Answer(Outcome.NOT_PDF)
    digest = sha256(content).hexdigest()
    same = verified(candidates().filter(pdf_sha256=digest).first())
    if same:
        return Answer(Outcome.IDENTICAL, same)
    codes = codes_in(content)
    claimed = verified(candidates().filter(code__in=codes[:5]).first()) if codes else None
    seal = pdfs.check(content)
    if claimed is None:
        return Answer(Outcome.FOREIGN, how=_foreign(seal))
    if seal.is_ours and seal.is_intact and seal.covers_all and not seal.changed_after:
        return Answer(Outcome.SIGNED, claimed)
    return Answer(Outcome.ALTERED, claimed, _altered(seal))


def _altered(seal: pdfs.PdfCheck) -> str:
    if not seal.is_signed:
        return (
            "No trae la firma digital de la institución. Se pierde cuando el archivo se edita, se "
            "imprime a otro PDF, se escanea o se hace con otro programa."
        )
    return seal.sentence


def _foreign(seal: pdfs.PdfCheck) -> str:
    if seal.is_ours:
        return "Trae una firma digital de la institución, pero no es una de sus constancias."
    return seal.sentence if seal.is_signed else ""
