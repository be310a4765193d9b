"""QR codes: as SVG for pages and documents, as PNG for mail."""

import io

import png
import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage


def _code(text: str, border: int) -> qrcode.QRCode:
    # Quartile correction: a quarter of a creased or shiny code may be lost.
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=border)
    code.add_data(text)
    return code


def qr_svg(text: str) -> str:
    """An `<svg>` element (no XML declaration) with the four quiet modules that readers ask for."""
    return (
        _code(text, border=4).make_image(image_factory=SvgPathImage).to_string(encoding="unicode")
    )


def qr_png(text: str, module: int = 8) -> bytes:
    """A PNG with `module` pixels a module (eight, sixteen …), for mail readers that show no SVG.

    A module is so many whole bytes of a row of one bit a pixel: thousands of passes are mailed at
    once, and pixel by pixel each took longer than all the rest of its mail.
    """
    light, dark = b"\xff" * (module // 8), b"\x00" * (module // 8)
    rows = [
        b"".join(dark if is_dark else light for is_dark in row)
        for row in _code(text, border=4).get_matrix()
    ]
    out, side = io.BytesIO(), module * len(rows)
    tall = [row for row in rows for _ in range(module)]
    png.Writer(side, side, greyscale=True, bitdepth=1).write_packed(out, tall)
    return out.getvalue()
