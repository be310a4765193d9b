"""QR codes: as SVG for pages and documents, as PNG for mail."""

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pure import PyPNGImage
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
    """A PNG with `module` pixels a module, for mail readers that show no SVG."""
    code = _code(text, border=4)
    code.box_size = module
    out = io.BytesIO()
    code.make_image(image_factory=PyPNGImage).save(out)
    return out.getvalue()
