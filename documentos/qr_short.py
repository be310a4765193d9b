"""Short QR codes, drawn by the thousand: up to sixteen capitals and digits, as a pass has.

All of a code is exclusive-or: its correction, its masks, where a bit goes (ISO/IEC 18004). So the
code of a text is that of as many zeros, with what each of its bits turns over. The library draws
those once for each length, and a pass takes microseconds then.
"""

from functools import cache

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import ALPHA_NUM, MODE_ALPHA_NUM, QRData

from .qr_masks import as_lines, best_mask, worn

LONGEST = 16
VERSION, SIDE = 1, 21
_VALUE = {chr(letter): value for value, letter in enumerate(ALPHA_NUM)}
_LETTERS = "".join(_VALUE)


def fits(text: str) -> bool:
    """Whether it is one of these; what has digits only is a code of another kind."""
    short = 0 < len(text) <= LONGEST
    return short and set(text) <= _VALUE.keys() and not text.isdecimal()


def matrix(text: str) -> list[str]:
    """Its rows of modules, 1 for a dark one, without border."""
    bare, turns = _turns(len(text))
    for bit, turned in zip(_bits(text), turns, strict=True):
        if bit == "1":
            bare ^= turned
    mask = best_mask(bare, VERSION)
    modules = f"{bare ^ worn(VERSION, ERROR_CORRECT_Q)[mask]:0{2 * SIDE * SIDE}b}"
    return [modules[row : row + SIDE] for row in range(0, SIDE * SIDE, SIDE)]


def _bits(text: str) -> str:
    """Two letters are a number of eleven bits, one that is left over is one of six."""
    values = [_VALUE[letter] for letter in text]
    pairs = zip(values[::2], values[1::2], strict=False)
    bits = "".join(f"{45 * first + second:011b}" for first, second in pairs)
    return bits + f"{values[-1]:06b}" * (len(text) % 2)


@cache
def _turns(length: int) -> tuple[int, list[int]]:
    """The code of so many zeros, and what each bit of a text of this length turns over in it."""
    zeros, turns = _drawn("0" * length), []
    for start in range(0, length, 2):
        alone = start + 1 == length
        for value in (1 << bit for bit in reversed(range(6 if alone else 11))):
            letters = _LETTERS[value] if alone else _LETTERS[value // 45] + _LETTERS[value % 45]
            text = "0" * start + letters
            turns.append(zeros ^ _drawn(text.ljust(length, "0")))
    return zeros, turns


def _drawn(text: str) -> int:
    code = qrcode.QRCode(VERSION, ERROR_CORRECT_Q)
    code.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    return as_lines(code, 0)
