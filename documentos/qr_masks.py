"""Which of its eight masks a QR code wears: the one that readers mistake least.

The choice is the library's (ISO/IEC 18004, 7.8), which weighs module by module: of a mail with a
pass that took longer than all the rest. Here a code is one number, a bit a module: its rows one
after another, then its columns. Shifted by one, every module meets its neighbour at once.
"""

from functools import lru_cache

import qrcode

MASKS = range(8)
# What looks like a corner of the code, with the light before or behind it.
_CORNERS = ("10111010000", "00001011101")


class Code(qrcode.QRCode):
    def best_mask_pattern(self) -> int:
        return best_mask(as_lines(self, 0), self.version)


def best_mask(bare: int, version: int) -> int:
    """The mask for a code that as yet wears the first one (`as_lines`)."""
    weights = [_weight(bare ^ turned, 4 * version + 17) for turned in _turns(version)]
    return weights.index(min(weights))


def as_lines(code: qrcode.QRCode, mask: int, *, test=True) -> int:
    """The code as one number. `test`: without saying which mask it wears, as it is weighed."""
    code.makeImpl(test=test, mask_pattern=mask)
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.modules]
    columns = map("".join, zip(*rows, strict=True))
    return int("".join([*rows, *columns]), 2)


@lru_cache(maxsize=40)
def _turns(version: int) -> list[int]:
    """The modules that each mask turns over and the first does not, the same for any content."""
    code = qrcode.QRCode(version)
    code.add_data("")
    bare = as_lines(code, 0)
    return [bare ^ as_lines(code, mask) for mask in MASKS]


@lru_cache(maxsize=40)
def worn(version: int, correction: int) -> list[int]:
    """What has to be turned over for each mask in the end, with the modules that say which."""
    code = qrcode.QRCode(version, correction)
    code.add_data("")
    bare = as_lines(code, 0)
    return [bare ^ as_lines(code, mask, test=False) for mask in MASKS]


def _weight(lines: int, side: int) -> int:
    rows = lines >> side * side
    alike = ~(lines ^ lines >> 1) & _begins(side, 2)
    five = alike & alike >> 1 & alike >> 2 & alike >> 3
    # Of each run of five or more of one colour, its length less two.
    runs = five.bit_count() + 2 * (five & ~(five << 1)).bit_count()
    pairs = alike >> side * side
    squares = pairs & pairs >> side & ~(rows ^ rows >> side)
    return runs + 3 * squares.bit_count() + 40 * _corners(lines, side) + 10 * _imbalance(rows, side)


def _corners(lines: int, side: int) -> int:
    shifted = [lines >> place for place in range(len(_CORNERS[0]))]
    found = 0
    for corner in _CORNERS:
        places = _begins(side, len(corner))
        for module, line in zip(reversed(corner), shifted, strict=True):
            places &= line if module == "1" else ~line
        found += places.bit_count()
    return found


@lru_cache(maxsize=80)
def _begins(side: int, length: int) -> int:
    """The places of all rows and columns from which so many modules fit into the same one."""
    line = (1 << side - length + 1) - 1
    return sum(line << side * number for number in range(2 * side))


def _imbalance(rows: int, side: int) -> int:
    """Each five percent that the dark modules are from being half of all."""
    return int(abs(float(rows.bit_count()) / side**2 * 100 - 50) / 5)
