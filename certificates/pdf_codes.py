"""Which constancia a PDF claims to be: the codes in the addresses that it holds.

Read without trusting it: the file may be altered, broken or made to burst when it is unpacked.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from jornadas.codes import is_valid

# What is unpacked of one part and of a whole file, and how many parts are tried: a constancia of
# ours is far smaller.
PART, WHOLE, PARTS = 2_000_000, 20_000_000, 3_000
PIECE = 65_536
_ADDRESS = re.compile(rb"/c/([0-9A-Z]{13})(?![0-9A-Za-z])")
_STREAM = re.compile(rb"stream\r?\n")


def codes_in(pdf: bytes) -> list[str]:
    """Whole codes of addresses `/c/<code>/`, in the order they stand, each once."""
    found = {}
    for text in (pdf, *_unpacked(pdf)):
        # Texts of PDF may be UTF-16.
        for code in _ADDRESS.findall(text.replace(b"\0", b"")):
            found.setdefault(code.decode(), None)
    return [code for code in found if is_valid(code)]


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    left = WHOLE
    for match in islice(_STREAM.finditer(pdf), PARTS):
        part = _part(memoryview(pdf)[match.end() :], min(PART, left))
        left -= len(part)
        yield part
        if left <= 0:
            return


def _part(packed: memoryview, most: int) -> bytes:
    """What can be unpacked from here, `most` bytes of it."""
    unpacker, part = zlib.decompressobj(), b""
    try:
        for start in range(0, len(packed), PIECE):
            part += unpacker.decompress(packed[start : start + PIECE], most - len(part))
            if unpacker.eof or len(part) >= most:
                break
    except zlib.error:
        pass
    return part
