"""Long QR codes: module for module the library's, and read by another program."""

import random

import pytest
import qrcode
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from qrcode.util import MODE_8BIT_BYTE, QRData

from documentos import qr_long
from documentos.qr_long import matrix, qr_drawing
from tests.qr_reader import qr_texts

LENGTHS = [1, 14, 15, 16, 17, 180, 181, 505, 560, 561, 1_400, 2_953]


def of_the_library(text: str) -> list[bytes]:
    version, correction = qr_long._size(len(text.encode()))
    code = qrcode.QRCode(version, correction, border=0, mask_pattern=qr_long.MASK)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    return [bytes(map(bool, row)) for row in code.get_matrix()]


@pytest.mark.parametrize("length", LENGTHS)
def test_every_size_is_drawn_as_the_library_draws_it(length):
    text = "".join(random.Random(length).choices("aZ09./:#-_", k=length))
    assert matrix(text) == of_the_library(text)


@given(st.text(min_size=1, max_size=300))
@example("ñandú 中文")
def test_any_text_is_drawn_as_the_library_draws_it(text):
    assert matrix(text) == of_the_library(text)


@pytest.mark.parametrize("length", [13, 300, 505, 1_000, 1_800])
def test_another_program_reads_the_modules(length):
    text = "".join(random.Random(length).choices("aZ09./:#-_", k=length))
    rows = matrix(text)
    side = len(rows) + 8
    picture = Image.new("L", (side, side), 255)
    picture.putdata(
        [0 if dark else 255 for row in [*[bytes(side)] * 4, *rows] for dark in _padded(row, side)][
            : side * side
        ]
    )
    larger = picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)
    assert qr_texts(larger) == [text]


def _padded(row: bytes, side: int) -> bytes:
    return row if len(row) == side else bytes(4) + row + bytes(4)


def test_the_drawing_says_how_many_modules_a_side_has():
    made = qr_drawing("hola")
    assert made["modules"] == 21 + 2 * 4
    assert f'viewBox="0 0 {made["modules"]} {made["modules"]}"' in made["svg"]


def test_what_no_code_can_hold_is_refused():
    with pytest.raises(ValueError, match="too long"):
        matrix("a" * 2_954)
