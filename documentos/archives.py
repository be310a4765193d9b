"""Documents that are archives (Office, OpenDocument): looked at without ever being unpacked.

What an archive announces is read before anything in it is believed: how many parts, how large they
would be, whether they are encrypted. Then every part is read once, a piece at a time, so that one
that lies about its size, or that was cut off, is found; memory stays at a few pieces.
"""

import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .kinds import (
    BROKEN,
    LOCKED,
    MACROS,
    NESTED,
    OPEN_DOCUMENTS,
    PACKED,
    SWELLS,
    WITHIN,
    Kind,
    NotEvidenceError,
)

# The list of the parts is held in memory: real documents have some dozens, or hundreds of pictures.
MOST_PARTS, LONGEST_LIST = 4_000, 512 * 1024
LARGEST = 200 * 1024 * 1024
# Text shrinks to a thirtieth; what swells a hundredfold, and is large then, was made to.
SWELLING, SMALL = 100, 20 * 1024 * 1024
_PIECE = 64 * 1024
# The record at the end of an archive: its mark, lengths, and up to 64 KB of comment.
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_MANIFEST, _MANIFEST_SIZE = "META-INF/manifest.xml", 1024 * 1024


def kind_within(file) -> Kind:
    """The kind of a document that is an archive, by its parts. Raises NotEvidenceError."""
    parts, length = _announced(file)
    if parts > MOST_PARTS or length > LONGEST_LIST:
        raise NotEvidenceError(SWELLS)
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            _check_list(archive.infolist(), _size(file))
            kind = _kind(archive)
            _read_all(archive)
    except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        if isinstance(error, NotEvidenceError):
            raise
        raise NotEvidenceError(BROKEN) from error
    return kind


def ends_as_archive(file) -> bool:
    """Whether an archive hangs at the end of a file that is something else."""
    return _end(file) is not None


def _announced(file) -> tuple[int, int]:
    """How many parts there are, and how long their list is, before it is read."""
    end = _end(file)
    if end is None:
        raise NotEvidenceError(BROKEN)
    _, _, _, _, parts, length, _, _ = end
    return parts, length


def _end(file):
    size = _size(file)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(_END_MARK)
    while at >= 0:
        record = tail[at : at + _END.size]
        if len(record) == _END.size:
            end = _END.unpack(record)
            if at + _END.size + end[-1] == len(tail):
                return end
        at = tail.rfind(_END_MARK, 0, at)
    return None


def _check_list(parts: list[ZipInfo], size: int) -> None:
    """What the list itself gives away."""
    if not parts:
        raise NotEvidenceError(BROKEN)
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotEvidenceError(LOCKED)
    whole = sum(part.file_size for part in parts)
    if whole > LARGEST or (whole > SMALL and whole > SWELLING * size):
        raise NotEvidenceError(SWELLS)
    # Parts that overlap each other: each small, and all of them the same.
    if sum(part.compress_size for part in parts) > size:
        raise NotEvidenceError(SWELLS)
    if min(part.header_offset for part in parts) != 0:
        raise NotEvidenceError(NESTED)
    # Other ways to pack open without bound, and no program writes documents with them.
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise NotEvidenceError(BROKEN)
    if any(_leads_out(part.filename) for part in parts):
        raise NotEvidenceError(BROKEN)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _kind(archive: ZipFile) -> Kind:
    names = set(archive.namelist())
    for part, kind in WITHIN.items():
        if part in names:
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise NotEvidenceError(MACROS)
            return kind
    if "mimetype" in names:
        with archive.open("mimetype") as mark:
            said = mark.read(100).decode("ascii", "replace").strip()
        if said in OPEN_DOCUMENTS:
            if _MANIFEST in names:
                with archive.open(_MANIFEST) as manifest:
                    if b"encryption-data" in manifest.read(_MANIFEST_SIZE):
                        raise NotEvidenceError(LOCKED)
            return OPEN_DOCUMENTS[said]
    raise NotEvidenceError(PACKED)


def _read_all(archive: ZipFile) -> None:
    """Every part to its end: where its sum does not agree, it was cut off or lies of its size."""
    for part in archive.infolist():
        with archive.open(part) as content:
            while content.read(_PIECE):
                pass


def _size(file) -> int:
    file.seek(0, 2)
    return file.tell()
