"""QR codes: as SVG for pages and documents, as PNG for mail."""

import re
import struct
import zlib

from qrcode.constants import ERROR_CORRECT_Q

from . import qr_short
from .qr_masks import Code

# The quiet modules around it that readers ask for.
QUIET = 4
_DARK = re.compile("1+")


def _modules(text: str) -> list[str]:
    """Row by row its modules, 1 for a dark one, with the quiet ones."""
    rows = qr_short.matrix(text) if qr_short.fits(text) else _any(text)
    edge, empty = "0" * QUIET, ["0" * (len(rows) + 2 * QUIET)] * QUIET
    return [*empty, *(edge + row + edge for row in rows), *empty]


def _any(text: str) -> list[str]:
    # Quartile correction: a quarter of a creased or shiny code may be lost.
    code = Code(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(text)
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]


def qr_svg(text: str) -> str:
    """An `<svg>` element (no XML declaration), a millimetre a module where nothing else says."""
    modules = _modules(text)
    side = len(modules)
    path = "".join(
        f"M{run.start()},{y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(modules)
        for run in _DARK.finditer(row)
    )
    return (
        f'<svg width="{side}mm" height="{side}mm" viewBox="0 0 {side} {side}"'
        f' xmlns="http://www.w3.org/2000/svg"><path d="{path}"/></svg>'
    )


def qr_png(text: str, module: int = 8) -> bytes:
    """A PNG with `module` pixels a module (eight, sixteen …), for mail readers that show no SVG.

    A module is so many whole bytes of a row of one bit a pixel: thousands of passes are mailed at
    once, and pixel by pixel each took longer than all the rest of its mail.
    """
    light, dark = b"\xff" * (module // 8), b"\x00" * (module // 8)
    rows = [row.encode().replace(b"0", light).replace(b"1", dark) for row in _modules(text)]
    side = module * len(rows)
    # Each row begins with how it is filtered: not at all (PNG, 9.2).
    pixels = b"".join((b"\x00" + row) * module for row in rows)
    # One bit of grey a pixel, compressed, not interlaced (PNG, 11.2.2).
    head = struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(pixels)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
