"""What makes a signed list readable by a machine: codes in its corners, a box in each row.

A code says which list, which page and which corner; from the codes one knows where on a photo each
box must be. `PrintedList.pages` keeps where everything stood, so that a list that was printed
before its look changed is still read. Lengths are millimetres from the upper left corner of carta.
"""

from documentos import qr_small
from documentos.tables import LEFT_MM, MM, TOP_MM, Part

from .codes import ALPHABET, is_valid

WIDTH, HEIGHT = 215.9, 279.4
# A module of 0.55 mm: three points of a photo of two megapixels.
MODULE, CODE = 0.55, 11.55
# A box to be marked, how thick its frame is, and the room for it beside the number.
BOX, FRAME, BESIDE = 5.5, 0.32, 14
LEFT, RIGHT = 7.0, round(WIDTH - 7 - CODE, 2)
ABOVE, BELOW = 6.0, round(HEIGHT - 6.5 - CODE, 2)
# Clockwise from the upper left one.
CORNERS = [(LEFT, ABOVE), (RIGHT, ABOVE), (RIGHT, BELOW), (LEFT, BELOW)]
# What is printed in the place of a signature ("En línea") takes so much of it.
SAID = 17


def page_code(code: str, page: int, corner: int) -> str:
    """What is written in a corner: sixteen letters, three more than a pass."""
    return f"{code}{ALPHABET[page // 32 % 32]}{ALPHABET[page % 32]}{corner}"


def read_page_code(text: str) -> tuple[str, int, int] | None:
    """List, page and corner; None for any other code."""
    code, rest = text[:13], text[13:]
    if len(rest) != 3 or not is_valid(code) or rest[2] not in "0123":
        return None
    if rest[0] not in ALPHABET or rest[1] not in ALPHABET:
        return None
    return code, 32 * ALPHABET.index(rest[0]) + ALPHABET.index(rest[1]), int(rest[2])


def drawn(code: str, pages: list[dict]) -> list[str]:
    """The codes and boxes of each page, as what stands in an SVG of carta in millimetres."""
    return [_drawn(code, number, page) for number, page in enumerate(pages, start=1)]


def _drawn(code: str, number: int, page: dict) -> str:
    codes = "".join(
        f"<path transform='translate({x} {y}) scale({MODULE})'"
        f" d='{qr_small.drawing(page_code(code, number, corner))}'/>"
        for corner, (x, y) in enumerate(page["codes"])
    )
    boxes = "".join(f"M{row[2]} {row[3]}h{BOX}v{BOX}h-{BOX}z" for row in page["rows"])
    return f"<g fill='none' stroke='#000'>{codes}<path d='{boxes}' stroke-width='{FRAME}'/></g>"


def layout(pages: list[list[Part]], opening: float) -> list[dict]:
    """For each page where codes, boxes and places to sign are, and whose; as it is kept."""
    return [
        {"codes": CORNERS, "code": CODE, "box": BOX, "rows": _rows(parts, opening if first else 0)}
        for first, parts in zip([True] + [False] * len(pages), pages, strict=False)
    ]


def _rows(parts: list[Part], opening: float) -> list[list]:
    """[registration, number, x and y of its box, x, y, width and height to sign in] of each row."""
    top, rows = TOP_MM + opening / MM, []
    for part in parts:
        top += part.labels_height / MM
        widths = [column.width for column in part.section.columns]
        box_x = LEFT_MM + widths[0] - (BESIDE + BOX) / 2
        for height_pt, key in zip(part.heights, part.keys, strict=True):
            height = height_pt / MM
            if key is not None:
                said = SAID if key["said"] else 0
                sign_x, width = LEFT_MM + sum(widths[:-1]) + said, widths[-1] - said
                places = [box_x, top + (height - BOX) / 2, sign_x, top, width, height]
                rows.append([key["registration"], key["number"], *(round(p, 2) for p in places)])
            top += height
    return rows
