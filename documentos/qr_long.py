"""Long QR codes, drawn by the thousand, as SVG.

A constancia's code holds some 500 letters. The library takes 70 ms for one, most of it to choose
among eight masks; this takes three, with the library's tables.
"""

import re
from functools import cache

import qrcode
from qrcode import base
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

# Any mask is valid; of text as even as a signature none is much better than another.
MASK = 2
# Up to this version medium correction still leaves modules that a phone reads on paper.
DENSE = 18
QUIET = 4


def qr_drawing(text: str) -> dict:
    """{"svg", "modules"}: a document of one path, and how many modules a side has, border included.

    Medium error correction where the code stays coarse enough for a printed page, else low.
    Raises ValueError where the text is longer than any code.
    """
    rows = matrix(text)
    side = len(rows) + 2 * QUIET
    runs = "".join(
        f"M{run.start() + QUIET} {y + QUIET}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows)
        for run in _DARK.finditer(row)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        f' width="{side}" height="{side}"><path d="{runs}"/></svg>'
    )
    return {"svg": svg, "modules": side}


def matrix(text: str) -> list[bytes]:
    """The rows of modules, 1 for a dark one, without border."""
    content = text.encode()
    version, correction = _size(len(content))
    blank, places = _blank(version, correction)
    side, flat = 4 * version + 17, bytearray(blank)
    for place, bit in zip(places, _bits(content, version, correction), strict=False):
        flat[place] ^= bit
    return [bytes(flat[start : start + side]) for start in range(0, side * side, side)]


_DARK = re.compile(b"\x01+")


def _size(length: int) -> tuple[int, int]:
    """Version and correction for so many bytes."""
    for correction, most in ((ERROR_CORRECT_M, DENSE), (ERROR_CORRECT_L, 40)):
        for version in range(1, most + 1):
            if length <= _room(version, correction) - (2 if version < 10 else 3):
                return version, correction
    raise ValueError("too long for a QR code")


@cache
def _room(version: int, correction: int) -> int:
    """Bytes of data, the few that say mode and length among them."""
    return sum(block.data_count for block in base.rs_blocks(version, correction))


def _bits(content: bytes, version: int, correction: int) -> list[int]:
    """Data and correction, interleaved, as bits."""
    blocks = base.rs_blocks(version, correction)
    room = _room(version, correction)
    long = 8 if version < 10 else 16
    # Mode 0100 is bytes; then how many, the bytes, four bits of nothing, and filling.
    head = (0b0100 << long | len(content)) << 8 * len(content) | int.from_bytes(content)
    data = (head << 4).to_bytes(len(content) + (4 + long + 4) // 8)
    data += (b"\xec\x11" * room)[: room - len(data)]
    pieces, fixes, start = [], [], 0
    for block in blocks:
        piece = data[start : start + block.data_count]
        start += block.data_count
        pieces.append(piece)
        fixes.append(_correction(piece, block.total_count - block.data_count))
    words = [*_woven(pieces), *_woven(fixes)]
    return [byte >> shift & 1 for byte in words for shift in range(7, -1, -1)]


def _woven(pieces: list[bytes]):
    """First byte of each, second of each …"""
    for number in range(max(map(len, pieces))):
        yield from (piece[number] for piece in pieces if number < len(piece))


def _correction(data: bytes, count: int) -> bytes:
    """`count` bytes of Reed-Solomon correction: the remainder of a division, a byte a step."""
    table, top = _remainders(count), 8 * (count - 1)
    kept, rest = (1 << top) - 1, 0
    for byte in data:
        rest = (rest & kept) << 8 ^ table[rest >> top ^ byte]
    return rest.to_bytes(count)


@cache
def _remainders(count: int) -> list[int]:
    """What each value of the leading byte leaves behind, by the generator of so many bytes."""
    generator = base.Polynomial([1], 0)
    for power in range(count):
        generator = generator * base.Polynomial([1, base.gexp(power)], 0)
    logs = [base.glog(generator[place]) for place in range(1, count + 1)]

    def times(lead: int) -> bytes:
        return bytes(base.gexp(base.glog(lead) + log) for log in logs)

    return [0, *(int.from_bytes(times(lead)) for lead in range(1, 256))]


@cache
def _blank(version: int, correction: int) -> tuple[bytes, list[int]]:
    """The modules of a code whose data are all zero, and where each bit of data goes, in order."""
    room = sum(block.total_count for block in base.rs_blocks(version, correction))

    def drawn(byte: int) -> bytes:
        code = qrcode.QRCode(version, correction, border=0, mask_pattern=MASK)
        code.data_cache = [byte] * room
        code.makeImpl(False, MASK)
        return bytes(bool(module) for row in code.modules for module in row)

    zeros, ones = drawn(0), drawn(255)
    side = 4 * version + 17
    # Two columns at a time from the right, up and down in turn, leaving out the timing column.
    rights = [right if right > 6 else right - 1 for right in range(side - 1, 0, -2)]
    order = (
        row * side + column
        for turn, right in enumerate(rights)
        for row in (range(side) if turn % 2 else reversed(range(side)))
        for column in (right, right - 1)
    )
    return zeros, [place for place in order if zeros[place] != ones[place]]
