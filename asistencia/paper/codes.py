"""Which page this is and how it lies on the photo: the codes in the corners of a signed list."""

from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from jornadas.list_marks import CODE, read_page_code

from .geometry import Map, Point, apply, fit

# A photo is looked at again, changed in these ways, while corners are missing.
_WAYS = ["as it is", "smaller", "softer", "larger", "sharper"]
# Around where a missing code must be: so many times its side.
_AROUND = 1.3


@dataclass(frozen=True)
class Seen:
    """A code on a photo: of which list, page and corner, and where its own four corners are."""

    code: str
    page: int
    corner: int
    points: tuple[Point, ...]


def find(picture: Image.Image) -> list[Seen]:
    """Every code of a list on `picture` (shades of grey), each corner of each page once."""
    found: dict[tuple, Seen] = {}
    for way in _WAYS:
        for one in _looked(picture, way):
            found.setdefault((one.code, one.page, one.corner), one)
        if len(found) >= 4:
            break
    return list(found.values())


def look_for(picture: Image.Image, seen: list[Seen], corners: list) -> list[Seen]:
    """`seen`, with those corners that were missed and are found where they must be."""
    to = lay(seen, corners)
    if to is None:
        return seen
    known = {one.corner for one in seen}
    more = list(seen)
    for corner in sorted({0, 1, 2, 3} - known):
        for one in _looked_near(picture, to, corners[corner]):
            if (one.code, one.page, one.corner) == (seen[0].code, seen[0].page, corner):
                more.append(one)
                break
    return more


def lay(seen: list[Seen], corners: list) -> Map | None:
    """From millimetres of the sheet to points of the photo, by all codes that were seen."""
    return fit(pairs(seen, corners))


def pairs(seen: list[Seen], corners: list) -> list[tuple[Point, Point]]:
    return [
        ((corners[one.corner][0] + dx * CODE, corners[one.corner][1] + dy * CODE), point)
        for one in seen
        for (dx, dy), point in zip([(0, 0), (1, 0), (1, 1), (0, 1)], one.points, strict=True)
    ]


def _looked(picture: Image.Image, way: str) -> list[Seen]:
    if way == "as it is":
        return _read(picture)
    if way == "smaller":
        return _read(picture.reduce(2), 2)
    if way == "softer":
        return _read(ImageOps.autocontrast(picture.filter(ImageFilter.GaussianBlur(1.2)), 1))
    if max(picture.size) > 2400:
        return []
    larger = picture.resize((picture.width * 2, picture.height * 2), Image.BICUBIC)
    if way == "sharper":
        larger = larger.filter(ImageFilter.UnsharpMask(4, 250, 0))
    return _read(larger, 0.5)


def _looked_near(picture: Image.Image, to: Map, corner):
    """What is read around where a code must be, set straight and larger."""
    x, y = corner
    around = _AROUND * CODE
    left, top = x - around, y - around
    side = CODE + 2 * around
    ends = [apply(to, p) for p in ((left, top), (left + side, top + side), (left + side, top),
                                   (left, top + side))]  # fmt: skip
    box = (
        max(0, int(min(p[0] for p in ends))),
        max(0, int(min(p[1] for p in ends))),
        min(picture.width, int(max(p[0] for p in ends))),
        min(picture.height, int(max(p[1] for p in ends))),
    )
    if box[2] - box[0] < 20 or box[3] - box[1] < 20:
        return
    cut = picture.crop(box)
    for zoom in (2, 3, 1):
        if max(cut.size) * zoom > 2500:
            continue
        larger = cut.resize((cut.width * zoom, cut.height * zoom), Image.BICUBIC)
        yield from _read(ImageOps.autocontrast(larger, 1), 1 / zoom, (box[0], box[1]))


def _read(picture: Image.Image, scale: float = 1, origin=(0, 0)) -> list[Seen]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    seen = []
    for barcode in found:
        known = read_page_code(barcode.text)
        if known is None:
            continue
        at = barcode.position
        points = tuple(
            (origin[0] + (point.x + 0.5) * scale, origin[1] + (point.y + 0.5) * scale)
            for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        )
        seen.append(Seen(*known, points))
    return seen
