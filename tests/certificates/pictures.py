"""Logos of nobody: a black one of each kind."""

import io

import png


def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    png.Writer(width, height, greyscale=True, bitdepth=1).write(out, [[0] * width] * height)
    return out.getvalue()


PNG = _png(120, 60)
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    b'<circle cx="20" cy="20" r="20"/></svg>'
)
