"""A file that somebody sends: told by its content what it is, never by its name.

The one rule about files. Nothing is unpacked or drawn to find out; the largest thing held in memory
is a piece of 64 KB, or the list of the parts of a document (`archives.LONGEST_LIST`).
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import uuid4

import filetype
from django.core.files import File
from django.http import FileResponse

from .archives import ends_as_archive, kind_within
from .kinds import (
    CSV,
    DOCUMENTS,
    EMPTY,
    JPEG,
    KML,
    LOCKED,
    NESTED,
    OLD,
    ONLY_THESE,
    PDF,
    PNG,
    PROOF,
    SUPPORT,
    TEXT,
    TOO_LARGE,
    XML,
    Kind,
    NotEvidenceError,
)
from .texts import kind_of_text

__all__ = [
    "CSV", "DOCUMENTS", "JPEG", "LIMIT", "ONLY_THESE", "PDF", "PNG", "PROOF", "SUPPORT", "TEXT",
    "TOO_LARGE", "Kind", "NotEvidenceError", "called", "check", "evidence", "hash_of", "kept",
    "kind_of", "serve",
]  # fmt: skip

LIMIT = 10 * 1024 * 1024
_HEAD = 8192
_PIECE = 64 * 1024
_OVERLAP = 64
_BY_MEDIA_TYPE = {kind.media_type: kind for kind in (PDF, JPEG, PNG)}

# Office before 2007, and a newer document with a password, which is kept inside of one like it.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# What says that a PDF is encrypted is itself never encrypted nor compressed (ISO 32000, 7.5.5).
_PDF_LOCK = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_PAGE = re.compile(rb"<\s*(script|html|svg|iframe|\?php)", re.IGNORECASE)


def kind_of(file, allowed=PROOF, sentence: str = ONLY_THESE) -> Kind:
    """What the content of `file` is. Raises NotEvidenceError for anything but `allowed`."""
    kind = _kind(file, allowed)
    file.seek(0)
    if kind not in allowed:
        raise NotEvidenceError(sentence)
    return kind


def _kind(file, allowed) -> Kind | None:
    file.seek(0)
    head = file.read(_HEAD)
    found = filetype.guess(head)
    if found is not None and found.mime in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[found.mime]
    if allowed <= PROOF:
        return None
    if head.startswith(b"PK\x03\x04"):
        return kind_within(file)
    if head.startswith(_COMPOUND):
        raise NotEvidenceError(LOCKED if _holds(file, _ENCRYPTED_PACKAGE) else OLD)
    # What filetype knows is no text, whatever its letters.
    if found is not None or not head:
        return None
    kind = kind_of_text(file, getattr(file, "name", "") or "")
    if kind is None or kind in allowed:
        return kind
    if kind in (XML, KML):
        return None
    # Where data are not asked for by their formats, they are texts.
    return TEXT


def _refuse_hidden(file, kind: Kind) -> None:
    """A password on a PDF, or another file inside of a PDF or a picture."""
    if kind not in PROOF:
        return
    if ends_as_archive(file):
        raise NotEvidenceError(NESTED)
    if kind == PDF:
        if _PAGE.search(next(_pieces(file))[:1024]):
            raise NotEvidenceError(NESTED)
        if any(_PDF_LOCK.search(piece) for piece in _pieces(file)):
            raise NotEvidenceError(LOCKED)
    elif any(_PAGE.search(piece) for piece in _pieces(file)):
        raise NotEvidenceError(NESTED)


def _holds(file, mark: bytes) -> bool:
    return any(mark in piece for piece in _pieces(file))


def _pieces(file) -> Iterator[bytes]:
    """All of `file`, each piece with the end of the one before."""
    file.seek(0)
    before = b""
    while piece := file.read(_PIECE):
        yield before + piece
        before = piece[-_OVERLAP:]


def hash_of(file) -> str:
    """Its SHA-256, read a piece at a time."""
    digest = sha256()
    file.seek(0)
    while piece := file.read(_PIECE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def evidence(upload: File) -> File:
    """`upload` as it is kept: under a name of chance, because the one it had may tell of people."""
    return kept(upload, check(upload))


def check(upload: File, *, allowed=PROOF, limit: int = LIMIT, sentence: str = ONLY_THESE) -> Kind:
    """What `upload` is. Raises NotEvidenceError where it is too large or none of `allowed`."""
    if upload.size > limit:
        raise NotEvidenceError(TOO_LARGE.format(limit // 1024**2))
    if not upload.size:
        raise NotEvidenceError(EMPTY)
    kind = kind_of(upload, allowed, sentence)
    _refuse_hidden(upload, kind)
    upload.seek(0)
    return kind


def kept(upload: File, kind: Kind) -> File:
    return File(upload.file, name=f"{uuid4().hex}.{kind.extension}")


def called(name: str, kind: Kind) -> str:
    """The name under which a file is given: the one it came with, with the ending that it is."""
    path = PurePosixPath(name.replace("\\", "/"))
    ending = "csv" if kind == TEXT and path.suffix.lower() == ".csv" else kind.extension
    stem = "".join(letter for letter in path.stem if letter.isprintable()).strip(". ")
    return f"{stem[:120] or 'archivo'}.{ending}"


def serve(file: File, name: str, media_type: str) -> FileResponse:
    """`file` to be kept by the browser, never shown or run as a page of ours."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
