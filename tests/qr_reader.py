"""A reader of QR codes that is not ours, and does not guess at other codes."""

import io

import zxingcpp
from PIL import Image


def qr_texts(picture: Image.Image | bytes) -> list[str]:
    """The text of each QR code in a picture (bytes: of a PNG).

    Told to look for every kind of code it knows, the reader takes lines of small print for a
    shop's bar code now and then: seen on one constancia in hundreds.
    """
    if isinstance(picture, bytes):
        picture = Image.open(io.BytesIO(picture))
    return [code.text for code in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode)]
