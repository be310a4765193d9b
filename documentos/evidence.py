"""A file that proves something: told by its content what it is, never by its name."""

from dataclasses import dataclass
from uuid import uuid4

from django.core.files import File

LIMIT = 10 * 1024 * 1024
_KINDS = [
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
]

ONLY_THESE = "Sube un PDF o una imagen JPEG o PNG."
TOO_LARGE = "El archivo pesa más de 10 MB. Sube uno más ligero."


class NotEvidenceError(ValueError):
    """The file is none that is accepted; its text says which are."""


@dataclass(frozen=True)
class Kind:
    extension: str
    media_type: str


def kind_of(file) -> Kind:
    """What the content of `file` is. Raises NotEvidenceError for anything else."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    for mark, extension, media_type in _KINDS:
        if head.startswith(mark):
            return Kind(extension, media_type)
    raise NotEvidenceError(ONLY_THESE)


def evidence(upload: File) -> File:
    """`upload` as it is kept: under a name of chance, because the one it had may tell of people."""
    if upload.size > LIMIT:
        raise NotEvidenceError(TOO_LARGE)
    return File(upload.file, name=f"{uuid4().hex}.{kind_of(upload).extension}")
