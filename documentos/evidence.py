"""A file that somebody sends: told by its content what it is, never by its name."""

from codecs import getincrementaldecoder
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import uuid4
from zipfile import BadZipFile, ZipFile

import filetype
from django.core.files import File
from django.http import FileResponse

LIMIT = 10 * 1024 * 1024
_HEAD = 8192
_PIECE = 64 * 1024


@dataclass(frozen=True)
class Kind:
    extension: str
    media_type: str
    name: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

PDF = Kind("pdf", "application/pdf", "PDF")
JPEG = Kind("jpg", "image/jpeg", "imagen JPEG")
PNG = Kind("png", "image/png", "imagen PNG")
TEXT = Kind("txt", "text/plain", "texto")
# By the part that only they have.
_WITHIN = {
    "word/document.xml": Kind("docx", f"{_OFFICE}.wordprocessingml.document", "Word"),
    "xl/workbook.xml": Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel"),
    "ppt/presentation.xml": Kind("pptx", f"{_OFFICE}.presentationml.presentation", "PowerPoint"),
}
_OPEN_DOCUMENTS = {
    f"{_OPEN}.text": Kind("odt", f"{_OPEN}.text", "texto OpenDocument"),
    f"{_OPEN}.spreadsheet": Kind("ods", f"{_OPEN}.spreadsheet", "hoja OpenDocument"),
    f"{_OPEN}.presentation": Kind("odp", f"{_OPEN}.presentation", "presentación OpenDocument"),
}
_BY_MEDIA_TYPE = {kind.media_type: kind for kind in (PDF, JPEG, PNG)}

PROOF = frozenset([PDF, JPEG, PNG])
DOCUMENTS = PROOF | {TEXT, *_WITHIN.values(), *_OPEN_DOCUMENTS.values()}

ONLY_THESE = "Sube un PDF o una imagen JPEG o PNG."
TOO_LARGE = "El archivo pesa más de {} MB. Sube uno más ligero."


class NotEvidenceError(ValueError):
    """The file is none that is accepted; its text says which are."""


def kind_of(file, allowed=PROOF, sentence: str = ONLY_THESE) -> Kind:
    """What the content of `file` is. Raises NotEvidenceError for anything but `allowed`."""
    kind = _kind(file)
    file.seek(0)
    if kind not in allowed:
        raise NotEvidenceError(sentence)
    return kind


def _kind(file) -> Kind | None:
    file.seek(0)
    head = file.read(_HEAD)
    found = filetype.guess(head)
    if found is not None and found.mime in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[found.mime]
    if head.startswith(b"PK\x03\x04"):
        return _within(file)
    # What filetype knows is no text, whatever its letters.
    return TEXT if found is None and head and _is_text(file) else None


def _within(file) -> Kind | None:
    """The kind of a document that is an archive: by its parts, of which the mark alone is read."""
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            parts = set(archive.namelist())
            for part, kind in _WITHIN.items():
                if part in parts:
                    return kind
            if "mimetype" in parts:
                with archive.open("mimetype") as mark:
                    return _OPEN_DOCUMENTS.get(mark.read(100).decode("ascii", "replace").strip())
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return None
    return None


def _is_text(file) -> bool:
    """Whether all of it is UTF-8 without control characters, and no page for a browser."""
    file.seek(0)
    decoder = getincrementaldecoder("utf-8-sig")("strict")
    is_first = True
    try:
        while piece := file.read(_PIECE):
            text = decoder.decode(piece)
            if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
                return False
            if is_first and text.lstrip().startswith("<"):
                return False
            is_first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def evidence(upload: File) -> File:
    """`upload` as it is kept: under a name of chance, because the one it had may tell of people."""
    return kept(upload, check(upload))


def check(upload: File, *, allowed=PROOF, limit: int = LIMIT, sentence: str = ONLY_THESE) -> Kind:
    """What `upload` is. Raises NotEvidenceError where it is too large or none of `allowed`."""
    if upload.size > limit:
        raise NotEvidenceError(TOO_LARGE.format(limit // 1024**2))
    return kind_of(upload, allowed, sentence)


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
