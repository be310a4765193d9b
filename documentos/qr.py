"""QR codes: as SVG for pages and documents, as PNG for mail."""

import io
from itertools import groupby

import png
from qrcode.constants import ERROR_CORRECT_Q

from .qr_masks import Code


def _modules(text: str) -> list[list[bool]]:
    """Row by row whether a module is dark, with the four quiet modules that readers ask for."""
    # Quartile correction: a quarter of a creased or shiny code may be lost.
    code = Code(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    return code.get_matrix()


def qr_svg(text: str) -> str:
    """An `<svg>` element (no XML declaration), a millimetre a module where nothing else says."""
    modules = _modules(text)
    side = len(modules)
    path = "".join(
        f"M{x},{y}h{length}v1h-{length}z"
        for y, row in enumerate(modules)
        for x, length in _dark_runs(row)
    )
    return (
        f'<svg width="{side}mm" height="{side}mm" viewBox="0 0 {side} {side}"'
        f' xmlns="http://www.w3.org/2000/svg"><path d="{path}"/></svg>'
    )


def _dark_runs(row: list[bool]):
    """Where dark modules begin that stand side by side, and how many those are."""
    at = 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            yield at, length
        at += length


def qr_png(text: str, module: int = 8) -> bytes:
    """A PNG with `module` pixels a module (eight, sixteen …), for mail readers that show no SVG.

    A module is so many whole bytes of a row of one bit a pixel: thousands of passes are mailed at
    once, and pixel by pixel each took longer than all the rest of its mail.
    """
    light, dark = b"\xff" * (module // 8), b"\x00" * (module // 8)
    rows = [b"".join(dark if is_dark else light for is_dark in row) for row in _modules(text)]
    out, side = io.BytesIO(), module * len(rows)
    tall = [row for row in rows for _ in range(module)]
    png.Writer(side, side, greyscale=True, bitdepth=1).write_packed(out, tall)
    return out.getvalue()
