"""Which of its eight masks a QR code wears: the one that readers mistake least.

The choice is the library's (ISO/IEC 18004, 7.8), which weighs module by module: of a mail with a
pass that took longer than all the rest. Here a row of modules is one number.
"""

import re
from functools import lru_cache

import qrcode

MASKS = range(8)
_RUN = re.compile("0{5,}|1{5,}")
# What looks like a corner of the code, with the light before or behind it.
_CORNERS = ("10111010000", "00001011101")


class Code(qrcode.QRCode):
    def best_mask_pattern(self) -> int:
        bare = _rows(self, 0)
        weights = [
            _weight([row ^ turned for row, turned in zip(bare, turns, strict=True)])
            for turns in _turns(self.version)
        ]
        return weights.index(min(weights))


@lru_cache(maxsize=40)
def _turns(version: int) -> list[list[int]]:
    """The modules that each mask turns over and the first does not, the same for any content."""
    code = qrcode.QRCode(version=version)
    code.add_data("")
    bare = _rows(code, 0)
    return [
        [row ^ other for row, other in zip(bare, _rows(code, mask), strict=True)] for mask in MASKS
    ]


def _rows(code: qrcode.QRCode, mask: int) -> list[int]:
    code.makeImpl(test=True, mask_pattern=mask)
    return [int("".join("1" if dark else "0" for dark in row), 2) for row in code.modules]


def _weight(rows: list[int]) -> int:
    side = len(rows)
    across = [f"{row:0{side}b}" for row in rows]
    down = ["".join(column) for column in zip(*across, strict=True)]
    lines = " ".join(across + down)
    return (
        sum(len(run) - 2 for run in _RUN.findall(lines))
        + 3 * _squares(rows, side)
        + 40 * sum(lines.count(corner) for corner in _CORNERS)
        + 10 * _imbalance(rows, side)
    )


def _squares(rows: list[int], side: int) -> int:
    """How many squares of two by two modules are of one colour."""
    inside = (1 << (side - 1)) - 1
    alike = [~(row ^ (row >> 1)) & inside for row in rows]
    return sum(
        (alike[n] & alike[n + 1] & ~(rows[n] ^ rows[n + 1])).bit_count() for n in range(side - 1)
    )


def _imbalance(rows: list[int], side: int) -> int:
    """Each five percent that the dark modules are from being half of all."""
    dark = sum(row.bit_count() for row in rows)
    return int(abs(float(dark) / side**2 * 100 - 50) / 5)
