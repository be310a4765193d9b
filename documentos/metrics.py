"""How wide words are in the font of our documents: read from the font file itself (OpenType)."""

import struct
from functools import cache
from pathlib import Path

FONT = Path(__file__).resolve().parent / "fonts" / "SourceSans3-Regular.ttf"
# A letter that the font lacks is printed as a box; this is wider than any.
UNKNOWN = 1.1
# Words longer than this get places where they may be broken.
ENDLESS, PIECE = 24, 12


def pieces(word: str) -> list[str]:
    """`word` in the parts between which a line may end."""
    if len(word) < ENDLESS:
        return [word]
    return [word[start : start + PIECE] for start in range(0, len(word), PIECE)]


def lines_needed(text: str, width_mm: float, size_pt: float) -> int:
    """How many lines `text` takes in a column of this width: never fewer than it really does."""
    room = width_mm * 72 / 25.4 / size_pt * 0.99
    letters = widths()
    lines, used, space = 1, 0.0, letters[" "]
    for word in text.split():
        for number, piece in enumerate(pieces(word)):
            width = sum(map(letters.__getitem__, piece))
            gap = space if used and number == 0 else 0
            if used and used + gap + width > room:
                lines, used = lines + 1, width
            else:
                used += gap + width
            if width > room:
                # It is broken where typst finds a place in it, after a "/" perhaps: of two lines
                # that follow each other, at least one is more than half full.
                lines, used = lines + int(2 * width / room), room
    return lines


class Widths(dict[str, float]):
    """Of letters, in em; one that the font lacks is as wide as `UNKNOWN`."""

    def __missing__(self, letter: str) -> float:
        return UNKNOWN


@cache
def widths() -> Widths:
    """The width of every letter of the font, in em (kerning, which only narrows, left aside)."""
    font = FONT.read_bytes()
    tables = {}
    for number in range(_uint16(font, 4)):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        tables[tag] = offset
    em = _uint16(font, tables[b"head"] + 18)
    last = _uint16(font, tables[b"hhea"] + 34) - 1
    advances = tables[b"hmtx"]
    return Widths(
        (chr(letter), _uint16(font, advances + 4 * min(glyph, last)) / em)
        for letter, glyph in _glyphs(font, tables[b"cmap"])
    )


def _glyphs(font: bytes, cmap: int):
    """Letters and their glyphs, from the table's format 12: ranges of letters."""
    for number in range(_uint16(font, cmap + 2)):
        _, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        table = cmap + offset
        if _uint16(font, table) != 12:
            continue
        (ranges,) = struct.unpack_from(">I", font, table + 12)
        for n in range(ranges):
            first, last, glyph = struct.unpack_from(">III", font, table + 16 + 12 * n)
            yield from zip(
                range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True
            )


def _uint16(font: bytes, offset: int) -> int:
    return struct.unpack_from(">H", font, offset)[0]
