"""The signature of a PDF (PAdES B-B), and what can be said of one that somebody brings."""

import json
import subprocess
import sys
from base64 import b64encode
from dataclasses import dataclass

from django.conf import settings

from documentos.models import SealingKey
from documentos.printing import press

from . import keys
from .keys import Use

# A constancia with a large logo has less than one.
MAX_BYTES = 5_000_000
# Longer than the reader's own limit of processor time: the machine may be busy.
PATIENCE = 30

NOT_PDF = "El archivo no es un PDF."
TOO_BIG = "El archivo pesa más de 5 MB: una constancia pesa mucho menos."
NOT_SIGNED = "El archivo no trae firma digital."
UNREADABLE = "El archivo está dañado o fue alterado: no se puede leer su firma digital."
INTACT = "El archivo está íntegro: lo firmó {signer} y desde entonces no ha cambiado."
ALTERED = (
    "El archivo fue alterado: su contenido ya no es el que firmó {signer}, y la firma no "
    "corresponde."
)
ADDED_TO = (
    "Al archivo se le hicieron cambios después de que lo firmó {signer}: lo que muestra puede no "
    "ser lo firmado."
)
SOMEBODY_ELSE = "El archivo no lo firmó la institución: lo firmó {signer}."


@dataclass(frozen=True)
class PdfCheck:
    """What a PDF's signature says; `sentence` says it to people."""

    is_signed: bool = False
    # The signed bytes are those that were signed, by the key of the certificate it carries.
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
    return press().ask({"pdf": b64encode(pdf).decode(), **signing(reason)})


def signing(reason: str) -> dict:
    """What an order to a press adds, so that what it sets is signed too. One query."""
    pair = keys.standing(Use.PDF)
    material = {
        "private": pair.private_pem.decode(),
        "certificate": pair.public,
        "chain": pair.chain,
    }
    return {"signer": material, "reason": reason}


def check(pdf: bytes, ours: dict[str, str] | None = None) -> PdfCheck:
    """What the signature of `pdf` proves. Never raises, whatever the bytes are; asks no network.

    `ours`: our certificates in PEM by id; those that are kept, where none are given.

    Read by a process of its own with limits of memory and time (`pdf_reader`): it comes from a
    stranger. Its time on our clock is no proof; whose key it was, is.
    """
    if len(pdf) > MAX_BYTES:
        return PdfCheck(sentence=TOO_BIG)
    if b"%PDF-" not in pdf[:1024]:
        return PdfCheck(sentence=NOT_PDF)
    # The dictionary of a signature is never packed: its bytes are counted where they stand.
    if b"/ByteRange" not in pdf:
        return PdfCheck(sentence=NOT_SIGNED)
    if ours is None:
        ours = dict(SealingKey.objects.filter(use=Use.PDF).values_list("key_id", "public"))
    found = _read(pdf, ours)
    if found is None:
        return PdfCheck(is_signed=True, sentence=UNREADABLE)
    if not found:
        return PdfCheck(sentence=NOT_SIGNED)
    return PdfCheck(is_signed=True, sentence=_sentence(**found), **found)


def _sentence(*, is_intact, covers_all, changed_after, signer, key_id, is_ours) -> str:
    if not is_ours:
        sentence = SOMEBODY_ELSE
    elif not is_intact:
        sentence = ALTERED
    elif changed_after or not covers_all:
        sentence = ADDED_TO
    else:
        sentence = INTACT
    return sentence.format(signer=f"«{signer}»" if signer else "alguien sin nombre")


def _read(pdf: bytes, ours: dict[str, str]) -> dict | None:
    """What the reader found: of our signature where there is one; {} where there is none at all."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "documentos.sealing.pdf_reader"],
            cwd=settings.BASE_DIR,
            input=json.dumps(ours).encode() + b"\n" + pdf,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
        return json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        return None
