"""Where the boxes of a page really are on its photo.

The codes say where each box must be; a fold or a wave of the paper moves it some millimetres. Boxes
are followed from the first one down and from the last one up, each looked for where the one before
was off. A box counts as found only where both ways meet: so no box is taken for its neighbour.
"""

from dataclasses import dataclass
from itertools import accumulate

from PIL import Image

from .geometry import Map, window

# The column of boxes is set straight with so many points a millimetre.
FINE = 8
# Room beside the boxes, in mm, and how far one may be from where it is expected.
BESIDE = 4.6
FIRST, NEXT, MOST = 3.6, 1.5, 3.4
# By how much a frame must be darker than what lies beside it, of the paper's brightness.
CLEAR = 0.1
# Both ways found the same box.
SAME = 0.5


@dataclass(frozen=True)
class Found:
    """A box: how far from its place (mm), its sides as they are (mm), how dark its frame is."""

    dx: float
    dy: float
    width: float
    height: float
    contrast: float


def find(picture: Image.Image, to: Map, rows: list[list], box: float) -> list[Found | None]:
    """The box of each row of a page's layout; None where it is not clearly seen."""
    if not rows:
        return []
    strip = _Strip(picture, to, rows, box)
    down = _follow(strip, list(range(len(rows))))
    up = _follow(strip, list(range(len(rows) - 1, -1, -1)))
    return [_agreed(down.get(n), up.get(n)) for n in range(len(rows))]


def _agreed(one: Found | None, other: Found | None) -> Found | None:
    if one and other and max(abs(one.dx - other.dx), abs(one.dy - other.dy)) <= SAME:
        return max(one, other, key=lambda found: found.contrast)
    return None


def _follow(strip: "_Strip", order: list[int]) -> dict[int, Found]:
    found: dict[int, Found] = {}
    dx = dy = 0.0
    reach = FIRST
    for n in order:
        one = strip.look(n, dx, dy, reach)
        if one is None:
            reach = min(MOST, reach + 0.6)
            continue
        found[n], dx, dy, reach = one, one.dx, one.dy, NEXT
    return found


class _Strip:
    """The column of boxes, set straight, as sums of darkness above and left of each point."""

    def __init__(self, picture: Image.Image, to: Map, rows: list[list], box: float):
        self.rows, self.box = rows, box
        self.left = min(row[2] for row in rows) - BESIDE
        self.top = min(row[3] for row in rows) - BESIDE
        right = max(row[2] for row in rows) + box + BESIDE
        bottom = max(row[3] for row in rows) + box + BESIDE
        self.size = round((right - self.left) * FINE), round((bottom - self.top) * FINE)
        strip = picture.transform(
            self.size, Image.PERSPECTIVE, window(to, self.left, self.top, FINE), Image.BILINEAR
        )
        self.strip = strip
        self.sums = _sums(strip)

    def mean(self, x0: int, y0: int, x1: int, y1: int) -> float:
        """The mean brightness of a rectangle."""
        above, below = self.sums[y0], self.sums[y1]
        return (below[x1] - below[x0] - above[x1] + above[x0]) / ((x1 - x0) * (y1 - y0))

    def look(self, n: int, dx: float, dy: float, reach: float) -> Found | None:
        """The best frame within `reach` of the row's place moved by `dx`, `dy`."""
        side = round(self.box * FINE)
        x = (self.rows[n][2] + dx - self.left) * FINE
        y = (self.rows[n][3] + dy - self.top) * FINE
        steps = round(reach * FINE)
        coarse = [
            (self._frame(round(x) + i, round(y) + j, side, side), round(x) + i, round(y) + j)
            for i in range(-steps, steps + 1, 2)
            for j in range(-steps, steps + 1, 2)
        ]
        _, best_x, best_y = max(coarse)
        fine = [
            (self._frame(best_x + i, best_y + j, side + w, side + h), best_x + i, best_y + j, w, h)
            for i in (-2, -1, 0, 1, 2)
            for j in (-2, -1, 0, 1, 2)
            for w in (-2, 0, 2)
            for h in (-2, 0, 2)
        ]
        contrast, best_x, best_y, w, h = max(fine)
        if contrast < CLEAR:
            return None
        return Found(
            dx=best_x / FINE + self.left - self.rows[n][2],
            dy=best_y / FINE + self.top - self.rows[n][3],
            width=(side + w) / FINE,
            height=(side + h) / FINE,
            contrast=contrast,
        )

    def _frame(self, x: int, y: int, width: int, height: int) -> float:
        """By how much four lines there are darker than what lies on both sides of each."""
        # A line of three points, and three points of paper two away from it.
        if x < 7 or y < 7 or x + width + 8 > self.size[0] or y + height + 8 > self.size[1]:
            return -1
        right, bottom, sides = x + width, y + height, []
        for at in (x, right):
            line = self.mean(at - 1, y + 3, at + 2, bottom - 2)
            beside = (
                self.mean(at - 6, y + 3, at - 3, bottom - 2),
                self.mean(at + 4, y + 3, at + 7, bottom - 2),
            )
            sides.append(_darker(line, beside))
        for at in (y, bottom):
            line = self.mean(x + 3, at - 1, right - 2, at + 2)
            beside = (
                self.mean(x + 3, at - 6, right - 2, at - 3),
                self.mean(x + 3, at + 4, right - 2, at + 7),
            )
            sides.append(_darker(line, beside))
        return 0.5 * min(sides) + 0.125 * sum(sides)


def _darker(line: float, beside: tuple[float, float]) -> float:
    around = (beside[0] + beside[1]) / 2
    return (min(around, min(beside) + 20) - line) / (around + 1)


def _sums(strip: Image.Image) -> list[list[int]]:
    width, height = strip.size
    data = strip.tobytes()
    sums = [[0] * (width + 1)]
    for y in range(height):
        row = accumulate(data[y * width : (y + 1) * width], initial=0)
        sums.append([a + b for a, b in zip(sums[-1], row, strict=True)])
    return sums
