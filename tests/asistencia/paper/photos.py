"""Photos of signed sheets, made from a list's own PDF: marks by a pen, a table, a phone, its JPEG.

Everything follows from a seed: the same seed, the same photo.
"""

import io
import random
from itertools import pairwise
from math import cos, pi, sin

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from jornadas.list_marks import HEIGHT, WIDTH

# Points a millimetre of the sheet before it is photographed.
FINE = 12
# What somebody does in a row, and what reading it may say.
KINDS = {
    "nothing": {"empty"},
    "tick": {"marked"},
    "cross": {"marked"},
    "pencil": {"marked", "unsure"},
    "line": {"marked", "unsure"},
    "dot": {"unsure", "empty"},
    "leaves": {"unsure", "marked"},
    "scribble": {"unsure"},
    "crossed out": {"unsure"},
    "signature": {"unsure"},
    "trace": {"unsure", "empty"},
}
PENS = [(25, 35, 120), (20, 20, 25), (40, 60, 170), (30, 30, 60)]


def sheet(pdf: bytes, page: int) -> Image.Image:
    """A page of the PDF as it comes from a printer."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page].render(scale=FINE * 25.4 / 72).to_pil().convert("RGB")
    document.close()
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def marked(picture: Image.Image, rows: list[list], kinds: list[str], chance: random.Random):
    """The page with what was done in each of its rows; signed where it was marked."""
    drawn = picture.copy()
    for row, kind in zip(rows, kinds, strict=True):
        pen = chance.choice(PENS)
        _mark(drawn, row, kind, pen, chance)
        if kind in ("tick", "cross", "pencil", "line", "leaves", "signature"):
            _sign(drawn, row, pen, chance)
    return drawn


def _mark(picture, row, kind, pen, chance):
    x, y = row[2], row[3]

    def stroke(points, width=0.5, ink=pen):
        _stroke(picture, [(x + a, y + b) for a, b in points], width, ink, chance)

    def near(value, by=0.4):
        return value + chance.uniform(-by, by)

    tick = [(near(1.3), near(2.8)), (near(2.4), near(4.2)), (near(4.3), near(1.4))]
    if kind in ("tick", "pencil"):
        stroke(tick, chance.uniform(0.45, 0.7), (110, 110, 112) if kind == "pencil" else pen)
    elif kind == "cross":
        stroke([(near(1.2), near(1.3)), (near(4.2), near(4.3))])
        stroke([(near(4.2), near(1.3)), (near(1.2), near(4.2))])
    elif kind == "line":
        stroke([(near(1.5), near(2.7)), (near(4), near(2.7))])
    elif kind == "dot":
        stroke([(near(2.6), near(2.7)), (near(2.9, 0.1), near(2.8, 0.1))], 0.7)
    elif kind == "leaves":
        stroke([(near(1.3), near(2.8)), (near(2.4), near(4.4)), (near(7), near(-1.4))])
    elif kind == "scribble":
        for n in range(16):
            stroke([(0.4, 0.4 + n * 0.3), (5.1, 0.5 + n * 0.3)], 0.5)
    elif kind == "crossed out":
        stroke(tick)
        for n in range(3):
            stroke([(-1.5, near(1.2 + n * 1.4)), (near(7), near(1 + n * 1.4))])
    elif kind == "trace":
        # The end of somebody else's signature.
        stroke([(near(-1.5), near(-1.2)), (near(1), near(1))])


def _sign(picture, row, pen, chance):
    x, y, width, height = row[4:8]
    points, at = [], x + chance.uniform(2, 8)
    end = min(x + width - 3, at + chance.uniform(14, 30))
    while at < end:
        points.append((at, y + height / 2 + chance.uniform(-0.34, 0.34) * height))
        at += chance.uniform(0.6, 2.6)
    if chance.random() < 0.25:
        points.append((end + 2, y + height + 2))  # over the line, into the next row
    _stroke(picture, points, 0.45, pen, chance)


def _stroke(picture, points, width, ink, chance):
    draw = ImageDraw.Draw(picture)
    dots = [(a * FINE, b * FINE) for a, b in points]
    thick = max(1, round(width * FINE))
    draw.line(dots, fill=ink, width=thick, joint="curve")
    for a, b in (dots[0], dots[-1]):
        r = thick / 2
        draw.ellipse((a - r, b - r, a + r, b + r), fill=ink)


def conditions(n: int) -> dict:
    """How the photo of this number is taken: all kinds of trouble, one with another."""
    chance = random.Random(1000 + n)
    return {
        "turn": chance.uniform(-8, 8) if n % 3 else chance.uniform(-25, 25),
        "tilt": chance.uniform(0, 14),
        "fold": [0, 0, 1.5, 2.5][n % 4],
        "shadow": [0, 0.3, 0.5][n % 3],
        "hard": n % 5 == 0,
        "noise": [0, 4, 8][n % 3],
        "blur": [0, 0.8, 1.3][n % 3 - 1],
        "grey": [1, 0.6, 0.8][n % 3],
        "quality": [90, 70, 50][n % 3],
        "quarter": n % 4 if n % 2 else 0,
        "thumb": n % 7 == 3,
        "long": [3000, 2200, 4000, 1800][n % 4],
    }


def photo(picture: Image.Image, chance: random.Random, *, long: int = 3000, turn: float = 0,
          tilt: float = 0, fold: float = 0, shadow: float = 0, hard: bool = False,
          noise: float = 0, blur: float = 0, grey: float = 1, quality: int = 85, quarter: int = 0,
          thumb: bool = False, form: str = "JPEG") -> bytes:  # fmt: skip
    """The sheet on a table, photographed. Angles in degrees, `fold` in mm, the rest as it says."""
    if fold:
        picture = _folded(picture, fold, chance)
    sheet_at = _corners(turn, tilt, chance)
    size = (long * 3 // 4, long)
    placed = [(a * size[0], b * size[1]) for a, b in sheet_at]
    seen = _seen(picture, placed, size, chance)
    if thumb:
        a, b = placed[2]
        ImageDraw.Draw(seen).ellipse(
            (a - 0.09 * long, b - 0.05 * long, a + 0.1 * long, b + 0.08 * long),
            fill=(190, 140, 120),
        )
    seen = _lit(seen, shadow, hard, grey, chance)
    if blur:
        seen = seen.filter(ImageFilter.GaussianBlur(blur))
    if noise:
        seen = _noisy(seen, noise, chance)
    for _ in range(quarter):
        seen = seen.transpose(Image.ROTATE_90)
    out = io.BytesIO()
    seen.save(out, form, **({"quality": quality} if form == "JPEG" else {}))
    return out.getvalue()


def _corners(turn, tilt, chance):
    """Where the corners of the sheet fall, as shares of the photo."""
    angle, half = turn * pi / 180, 0.43 - abs(turn) * 0.006
    corners = []
    for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = a * half * WIDTH / HEIGHT, b * half
        x, y = x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
        # Farther away where it is tilted back.
        w = 1 - tilt / 60 * y
        corners.append((0.5 + x / w * 4 / 3, 0.5 + y / w))
    return [
        (a + chance.uniform(-1, 1) * tilt / 900, b + chance.uniform(-1, 1) * tilt / 900)
        for a, b in corners
    ]


def _seen(picture, placed, size, chance):
    from asistencia.paper.geometry import fit

    width, height = picture.size
    ends = [(0, 0), (width, 0), (width, height), (0, height)]
    to = fit(list(zip(placed, ends, strict=True)))
    table = (chance.randint(90, 150), chance.randint(70, 110), chance.randint(50, 90))
    # Finer first: a lens sees the mean of what falls on a point.
    small = picture
    share = (placed[1][0] - placed[0][0]) / width
    if share < 0.5:
        small = picture.reduce(2)
        to = fit([(p, (a / 2, b / 2)) for p, (a, b) in zip(placed, ends, strict=True)])
    return small.transform(size, Image.PERSPECTIVE, to, Image.BICUBIC, fillcolor=table)


def _folded(picture, fold, chance):
    """Two creases across the sheet: what lies between them is moved and drawn together."""
    width, height = picture.size
    crease = [
        0,
        *(height * (share + chance.uniform(-0.05, 0.05)) for share in (0.33, 0.66)),
        height,
    ]
    moved = [0, fold * FINE * chance.choice((-1, 1)), fold * FINE * chance.choice((-1, 1)), 0]
    mesh, strips = [], 60
    for n in range(strips):
        top, bottom = height * n // strips, height * (n + 1) // strips
        a, b = (y + _between(crease, moved, y) for y in (top, bottom))
        shift = 0.4 * _between(crease, moved, top), 0.4 * _between(crease, moved, bottom)
        mesh.append(
            ((0, top, width, bottom),
             (shift[0], a, shift[1], b, width + shift[1], b, width + shift[0], a))
        )  # fmt: skip
    folded = picture.transform(picture.size, Image.MESH, mesh, Image.BICUBIC, fillcolor="white")
    draw = ImageDraw.Draw(folded)
    for y in crease[1:3]:
        draw.line((0, y, width, y + 20), fill=(205, 205, 205), width=5)
    return folded


def _between(places, values, at):
    for (a, b), (u, v) in zip(pairwise(places), pairwise(values), strict=True):
        if at <= b:
            return u + (v - u) * (at - a) / (b - a)
    return values[-1]


def _lit(seen, shadow, hard, grey, chance):
    """Grey light, and a shadow that falls over a part of the sheet."""
    light = Image.new("L", (9, 12))
    light.putdata([round(255 * grey * chance.uniform(0.93, 1)) for _ in range(108)])
    light = light.resize(seen.size, Image.BICUBIC)
    if shadow:
        dark = Image.new("L", seen.size, 255)
        a, b = chance.uniform(0.2, 0.7), chance.uniform(0.2, 0.7)
        w, h = seen.size
        ImageDraw.Draw(dark).polygon(
            [(0, a * h), (w, b * h), (w, h), (0, h)], fill=round(255 * (1 - shadow))
        )
        dark = dark.filter(ImageFilter.GaussianBlur(3 if hard else w / 40))
        light = ImageChops.multiply(light, dark)
    return ImageChops.multiply(seen, Image.merge("RGB", [light] * 3))


def _noisy(seen, noise, chance):
    """The grain of a cheap sensor: the sum of two even chances for each point."""

    def grain():
        raw = Image.frombytes("L", seen.size, chance.randbytes(seen.width * seen.height))
        return raw.point([round((n - 127.5) / 127.5 * noise * 1.22 + 128) for n in range(256)])

    both = ImageChops.add(grain(), grain(), scale=1, offset=-128)
    return ImageChops.add(seen, Image.merge("RGB", [both] * 3), scale=1, offset=-128)
