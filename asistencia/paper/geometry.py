"""From the millimetres of a sheet to the points of its photo, and back: homographies.

A homography is eight numbers a to h: x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (…),
in the order in which Pillow wants them.
"""

from collections.abc import Iterable
from math import hypot

Point = tuple[float, float]
Map = tuple[float, ...]


def apply(to: Map, point: Point) -> Point:
    a, b, c, d, e, f, g, h = to
    x, y = point
    w = g * x + h * y + 1
    return (a * x + b * y + c) / w, (d * x + e * y + f) / w


def fit(pairs: list[tuple[Point, Point]]) -> Map | None:
    """What takes each first point nearest to its second, by least squares; None where they do not
    say (fewer than four, or on one line)."""
    if len(pairs) < 4:
        return None
    normal = [[0.0] * 9 for _ in range(8)]
    for (x, y), (u, v) in pairs:
        for row in (
            (x, y, 1, 0, 0, 0, -u * x, -u * y, u),
            (0, 0, 0, x, y, 1, -v * x, -v * y, v),
        ):
            for i in range(8):
                for j in range(9):
                    normal[i][j] += row[i] * row[j]
    return _solved(normal)


def _solved(rows: list[list[float]]) -> Map | None:
    """Gauss, with the largest pivot."""
    size = len(rows)
    scale = max(abs(value) for row in rows for value in row) or 1
    for column in range(size):
        best = max(range(column, size), key=lambda n: abs(rows[n][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        if abs(pivot) < 1e-14 * scale:
            return None
        for n in range(size):
            if n != column:
                share = rows[n][column] / pivot
                rows[n] = [a - share * b for a, b in zip(rows[n], rows[column], strict=True)]
    return tuple(rows[n][size] / rows[n][n] for n in range(size))


def window(to: Map, left: float, top: float, per_mm: float) -> Map:
    """The map of a picture of `per_mm` points a millimetre whose corner is at `left`, `top`."""
    a, b, c, d, e, f, g, h = to
    k = 1 / per_mm
    # A point (i, j) of the picture is (left + k·i, top + k·j) of the sheet.
    w = g * left + h * top + 1
    return (
        a * k / w, b * k / w, (a * left + b * top + c) / w,
        d * k / w, e * k / w, (d * left + e * top + f) / w,
        g * k / w, h * k / w,
    )  # fmt: skip


def worst(to: Map, pairs: Iterable[tuple[Point, Point]]) -> float:
    """How far at most a point falls from where it was found."""
    return max(
        hypot(u - x, v - y) for (x, y), (u, v) in ((apply(to, p), found) for p, found in pairs)
    )


def scale_at(to: Map, point: Point) -> float:
    """Points of the photo to a millimetre there, in the direction in which they are fewest."""
    x, y = point
    here, right, below = (apply(to, p) for p in (point, (x + 1, y), (x, y + 1)))
    return min(hypot(p[0] - here[0], p[1] - here[1]) for p in (right, below))
