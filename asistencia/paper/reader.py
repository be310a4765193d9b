"""Reads one file with signed sheets, in a process that `reading` starts. It imports no Django.

What strangers send may ask for gigabytes: this process bounds its own memory and time, looks at the
declared sizes before it opens anything, and writes one JSON value a line: how many pages there are,
what was made out of each, and the end or why not.

Standard input: {"path", "want": "rows" | "picture", "part", "lists": {code: pages of the list}}.
"""

import io
import json
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pypdfium2
from PIL import Image, ImageOps

from jornadas.list_marks import HEIGHT, WIDTH

from . import boxes, codes, ink
from .geometry import scale_at, window, worst
from .problems import CROOKED, DAMAGED, FOREIGN, NO_CODE, SEVERAL, Unreadable

MEMORY = 900 * 1024 * 1024
# Of the processor, for all of a file; and by the clock, for one page.
SECONDS, PAGE_SECONDS = 240, 45
MAX_PAGES = 60
# Points of a picture. A JPEG is opened at an eighth of its size where it is large.
MOST_JPEG, MOST_PNG, MOST_SIDE = 120_000_000, 40_000_000, 30_000
# The longer side of what is looked at, and of what is shown.
LONG, SHOWN = 3200, 1700
SHOWN_FINE = 6

TOO_LARGE = "La imagen tiene demasiados puntos. Tómala o guárdala con menos resolución."
TOO_MANY = f"El PDF tiene más de {MAX_PAGES} páginas. Divídelo y súbelo en partes."
# From how far (mm) codes may lie from a flat sheet.
FLAT = 7.0


def parts(path: str, colour: bool = False) -> tuple[int, Iterator[Image.Image]]:
    """How many pages a file has, and each of them as a picture, one after another."""
    with open(path, "rb") as file:
        head = file.read(5)
    if head == b"%PDF-":
        return _pdf(path, colour)
    return 1, iter([_picture(path, colour)])


def _picture(path: str, colour: bool) -> Image.Image:
    mode = "RGB" if colour else "L"
    try:
        with Image.open(path, formats=["JPEG", "PNG"]) as picture:
            width, height = picture.size
            most = MOST_JPEG if picture.format == "JPEG" else MOST_PNG
            if width * height > most or max(width, height) > MOST_SIDE or min(width, height) < 200:
                raise Unreadable(TOO_LARGE if width * height > most else DAMAGED)
            if picture.format == "JPEG":
                picture.draft(mode, (LONG, LONG))
            picture.load()
            upright = ImageOps.exif_transpose(picture).convert(mode)
    except Image.DecompressionBombError as error:
        raise Unreadable(TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable(DAMAGED) from error
    upright.thumbnail((LONG, LONG), Image.BOX, reducing_gap=None)
    return upright


def _pdf(path: str, colour: bool) -> tuple[int, Iterator[Image.Image]]:
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(DAMAGED) from error
    if count > MAX_PAGES:
        raise Unreadable(TOO_MANY)
    return count, (_page(document, n, colour) for n in range(count))


def _page(document, number: int, colour: bool) -> Image.Image:
    try:
        page = document[number]
        width, height = page.get_size()
        if not (36 < width < 20_000 and 36 < height < 20_000):
            raise Unreadable(DAMAGED)
        scale = 2800 / max(width, height)
        picture = page.render(scale=scale, grayscale=not colour).to_pil()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(DAMAGED) from error
    return picture.convert("RGB" if colour else "L")


def rows(picture: Image.Image, lists: dict[str, list]) -> dict:
    """Which page of which of `lists` this is, and what each of its boxes holds."""
    seen, layout, problem = _known(picture, lists)
    said = {"code": None, "page": None, "problem": problem, "marks": []}
    if seen:
        said |= {"code": seen[0].code, "page": seen[0].page}
    if layout is None:
        return said
    unsure = [ink.UNSURE] * len(layout["rows"])
    to = _lay(seen, layout)
    if to is None:
        return said | {"problem": CROOKED, "marks": unsure}
    found = boxes.find(picture, to, layout["rows"], layout["box"])
    marks = [
        ink.judge(picture, to, row, one)
        for row, one in zip(layout["rows"], found, strict=True)
    ]  # fmt: skip
    return said | {"marks": marks}


def _known(picture: Image.Image, lists: dict[str, list]):
    """Its codes, the layout of its page where it is one of ours, and what is wrong."""
    seen = codes.find(picture)
    if not seen:
        return [], None, NO_CODE
    if len({(one.code, one.page) for one in seen}) > 1:
        return [], None, SEVERAL
    pages = lists.get(seen[0].code, [])
    if not 0 < seen[0].page <= len(pages):
        return seen, None, FOREIGN
    layout = pages[seen[0].page - 1]
    return codes.look_for(picture, seen, layout["codes"]), layout, ""


def _lay(seen: list, layout: dict):
    """How the sheet lies. It takes codes above and below: between them nothing is far off."""
    corners = {one.corner for one in seen}
    if not (corners & {0, 1} and corners & {2, 3}):
        return None
    pairs = codes.pairs(seen, layout["codes"])
    to = codes.lay(seen, layout["codes"])
    if to is None:
        return None
    # A point of the photo in millimetres, where it has fewest of them.
    fine = min(scale_at(to, place) for place, _ in pairs)
    return None if fine <= 0 or worst(to, pairs) / fine > FLAT else to


def shown(picture: Image.Image, lists: dict[str, list]) -> bytes:
    """The page as a JPEG to be looked at, set straight where its codes say how it lies."""
    seen, layout, _ = _known(picture.convert("L"), lists)
    to = _lay(seen, layout) if layout else None
    if to is None:
        picture = _upright(picture, seen)
        picture.thumbnail((SHOWN, SHOWN))
    else:
        size = round(WIDTH * SHOWN_FINE), round(HEIGHT * SHOWN_FINE)
        picture = picture.transform(
            size, Image.PERSPECTIVE, window(to, 0, 0, SHOWN_FINE), Image.BICUBIC
        )
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=78)
    return out.getvalue()


def _upright(picture: Image.Image, seen: list) -> Image.Image:
    """Turned by quarters so that its codes stand upright."""
    if not seen:
        return picture
    points = seen[0].points
    x, y = points[1][0] - points[0][0], points[1][1] - points[0][1]
    if abs(x) >= abs(y):
        return picture if x > 0 else picture.transpose(Image.ROTATE_180)
    return picture.transpose(Image.ROTATE_90 if y > 0 else Image.ROTATE_270)


@contextmanager
def _in_time():
    """Whoever takes longer for one page is ended by the system."""
    signal.alarm(PAGE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MOST_JPEG
    order = json.load(sys.stdin)
    wants_picture = order["want"] == "picture"

    def say(value: dict) -> None:
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()

    try:
        with _in_time():
            count, pictures = parts(order["path"], colour=wants_picture)
        if wants_picture:
            with _in_time():
                picture = next(islice(pictures, order["part"] - 1, None))
                sys.stdout.buffer.write(shown(picture, order["lists"]))
            return
        say({"pages": count})
        for number in range(1, count + 1):
            with _in_time():
                say({"part": number, **rows(next(pictures), order["lists"])})
        say({"end": True})
    except Unreadable as reason:
        say({"error": str(reason)})
    except (MemoryError, StopIteration):
        say({"error": TOO_LARGE})


if __name__ == "__main__":
    main()
