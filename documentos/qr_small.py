"""Small QR codes, drawn by the hundred: sixteen capitals and digits, version 1, quartile.

All of a code is exclusive-or: its correction, its mask and where a bit goes (ISO/IEC 18004). So the
code of any text is that of zeros, with what each of its bits turns over; the library draws those 89
once. It takes microseconds then, and a list of 2,000 people has some 300 of them.
"""

import re
from functools import cache, lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import MODE_ALPHA_NUM, QRData

LENGTH, SIDE = 16, 21
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# Two letters are a number of eleven bits.
_PAIRS, _BITS = LENGTH // 2, 11
_DARK = re.compile("1+")


def drawing(text: str) -> str:
    """The path of an SVG, to be drawn one wide, one unit a module, without border.

    Lines and not areas: a third of the points. Raises ValueError for other texts.
    """
    modules = f"{_modules(text):0{SIDE * SIDE}b}"
    rows = [modules[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    return "".join(f"M0 {y}.5{_line(row)}" for y, row in enumerate(rows))


# The codes of one list differ in three letters of sixteen: most of their rows are the same.
@lru_cache(maxsize=4096)
def _line(row: str) -> str:
    path, at = "", 0
    for run in _DARK.finditer(row):
        path += f"m{run.start() - at} 0h{len(run[0])}"
        at = run.end()
    return path


def _modules(text: str) -> int:
    """Row after row of modules as one number."""
    if len(text) != LENGTH:
        raise ValueError(f"{LENGTH} letters make this code")
    code, turns = _turns()
    for pair in range(_PAIRS):
        value = 45 * LETTERS.index(text[2 * pair]) + LETTERS.index(text[2 * pair + 1])
        for bit in range(_BITS):
            if value >> bit & 1:
                code ^= turns[pair * _BITS + bit]
    return code


@cache
def _turns() -> tuple[int, list[int]]:
    """The code of zeros, and what each bit of the text turns over in it."""
    zeros = _drawn("0" * LENGTH)
    turns = []
    for pair in range(_PAIRS):
        for bit in range(_BITS):
            two = LETTERS[(1 << bit) // 45] + LETTERS[(1 << bit) % 45]
            text = "00" * pair + two + "00" * (_PAIRS - pair - 1)
            turns.append(zeros ^ _drawn(text))
    return zeros, turns


def _drawn(text: str) -> int:
    code = qrcode.QRCode(1, ERROR_CORRECT_Q, border=0, mask_pattern=2)
    code.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    return int("".join("1" if dark else "0" for row in code.get_matrix() for dark in row), 2)
