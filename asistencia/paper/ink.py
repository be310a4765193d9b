"""What is in a box: a mark, nothing, or something that a person has to look at.

Ink is what is darker than the paper around it, so grey light, a shadow and a cheap printer change
nothing. Between "nothing" and "a mark" lies a wide band of "not sure", and so is all that is not
plainly a mark in a box: one that leaves it, one crossed out, a signature beside an empty box.
"""

from dataclasses import dataclass

from PIL import Image, ImageFilter

from .boxes import Found
from .geometry import Map, scale_at, window

MARKED, EMPTY, UNSURE = "marked", "empty", "unsure"
# Points a millimetre; the photo must have so many at least, and its frames be so clear.
FINE, LEAST = 10, 3.2
SHARP = 0.12
# Room around the box that is looked at, the frame's own, and what is left out inside of it (mm).
AROUND, SKIRT, INSET = 2.1, 0.75, 0.65
# The largest stroke of a pen: what is wider is no ink but shadow, or a box filled in (mm).
STROKE = 1.5
# Ink is plain that is nearly as dark as the printed frame: a crease of the paper is not.
PLAIN = 0.45
# Shares of the points of a box that hold ink: at most of an empty one, and plain ink: of a marked
# one from … to.
NOTHING, LITTLE, MUCH = 0.008, 0.05, 0.4
# How far the ink of a mark reaches, at least (mm): a blot or a dot is none.
REACH = 2.0
# Share of the paper around a box that may hold ink.
OUTSIDE = 0.014
# How much darker than around a box it may be inside without being ink.
SHADE = 0.82
# Share of the place to sign that a signature holds, at least.
SIGNED = 0.004
SIGN_FINE = 5


@dataclass(frozen=True)
class Box:
    """Shares of points with ink inside and around and with plain ink inside, how far (mm) that
    reaches, and how light it is inside against around."""

    inside: float
    outside: float
    plain: float
    reach: float
    shade: float


def judge(picture: Image.Image, to: Map, row: list, found: Found | None) -> str:
    """Marked, empty or unsure, for a row of a page's layout and its box."""
    if found is None or found.contrast < SHARP:
        return UNSURE
    if scale_at(to, (row[2], row[3])) < LEAST:
        return UNSURE
    box = look(picture, to, row, found)
    if box.outside > OUTSIDE or not SHADE < box.shade < 1 / SHADE:
        return UNSURE
    if box.inside <= NOTHING:
        return UNSURE if is_signed(picture, to, row, found) else EMPTY
    return MARKED if LITTLE <= box.plain <= MUCH and box.reach >= REACH else UNSURE


def look(picture: Image.Image, to: Map, row: list, found: Found) -> Box:
    """How much ink is in and around a box."""
    left, top = row[2] + found.dx - AROUND, row[3] + found.dy - AROUND
    size = (
        round((found.width + 2 * AROUND) * FINE),
        round((found.height + 2 * AROUND) * FINE),
    )
    patch = picture.transform(
        size, Image.PERSPECTIVE, window(to, left, top, FINE), Image.BICUBIC
    ).filter(ImageFilter.BoxBlur(1))
    paper = _paper(patch, STROKE * FINE)
    first, last = AROUND + INSET, AROUND - SKIRT
    inner, ring = _cut(size, first), _cut(size, last)
    data, light, width = patch.tobytes(), paper.tobytes(), size[0]
    inside, outside, lights, around = [], [], [], []
    for y in range(size[1]):
        for x in range(width):
            at = y * width + x
            if inner[0] <= x < inner[2] and inner[1] <= y < inner[3]:
                inside.append((_dark(data[at], light[at]), x, y))
                lights.append(light[at])
            elif not (ring[0] <= x < ring[2] and ring[1] <= y < ring[3]):
                outside.append(_dark(data[at], light[at]))
                around.append(light[at])
    threshold = _threshold(outside, found.contrast)
    ink = [(x, y) for dark, x, y in inside if dark > max(threshold, PLAIN * found.contrast)]
    return Box(
        inside=_share([dark for dark, _, _ in inside], threshold),
        outside=_share(outside, threshold),
        plain=len(ink) / max(1, len(inside)),
        reach=max((max(places) - min(places) for places in zip(*ink, strict=True)), default=0)
        / FINE,
        shade=(_mean(lights) + 1) / (_mean(around) + 1),
    )


def is_signed(picture: Image.Image, to: Map, row: list, found: Found) -> bool:
    """Whether anything is written where one signs."""
    x, y, width, height = row[4:8]
    left, top = x + found.dx + 1.2, y + found.dy + 1.7
    size = round((width - 2.4) * SIGN_FINE), round((height - 3.4) * SIGN_FINE)
    patch = picture.transform(
        size, Image.PERSPECTIVE, window(to, left, top, SIGN_FINE), Image.BICUBIC
    )
    light = _paper(patch, 1.8 * SIGN_FINE).tobytes()
    data = patch.tobytes()
    rows = []
    for start in range(0, len(data), size[0]):
        line = slice(start, start + size[0])
        rows.append([_dark(d, p) for d, p in zip(data[line], light[line], strict=True)])
    threshold = _threshold([value for line in rows for value in line], found.contrast)
    # A line across all of it is one of the table, moved here by a fold.
    shares = [_share(line, threshold) for line in rows]
    written = [share for share in shares if share < 0.4]
    return bool(written) and _mean(written) > SIGNED


def _paper(patch: Image.Image, stroke: float) -> Image.Image:
    """The paper without what is written: nothing narrower than a stroke remains."""
    size = int(stroke) // 2 * 2 + 1
    # In two turns of half the size, which give the same in a quarter of the time.
    half = (size // 2) // 2 * 2 + 1
    for turn in (ImageFilter.MaxFilter, ImageFilter.MinFilter):
        patch = patch.filter(turn(half)).filter(turn(size - half + 1))
    return patch.filter(ImageFilter.BoxBlur(2))


def _cut(size: tuple[int, int], edge: float) -> tuple[int, int, int, int]:
    points = round(edge * FINE)
    return points, points, size[0] - points, size[1] - points


def _dark(value: int, paper: int) -> float:
    """How much darker than the paper, from 0 to 1."""
    return max(0, paper - value) / (paper + 1)


def _threshold(values: list[float], contrast: float) -> float:
    """From how dark on something is ink: well above the grain of the photo."""
    ordered = sorted(values)
    middle = ordered[len(ordered) // 2]
    grain = ordered[int(len(ordered) * 0.75)] - middle
    return max(0.1, 0.25 * contrast, middle + 4 * grain)


def _share(values: list[float], threshold: float) -> float:
    return sum(value > threshold for value in values) / max(1, len(values))


def _mean(values: list) -> float:
    return sum(values) / max(1, len(values))
