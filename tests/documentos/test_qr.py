"""The picture of a code is the code, module for module."""

import io
import re

import png
import pytest
import qrcode
from hypothesis import example, given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_Q

from documentos import qr, qr_short
from documentos.qr import qr_png, qr_svg
from documentos.qr_masks import Code

CODE = "7K3M9QXT2WVAC"


def made_by_the_library(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    return code.get_matrix()


@pytest.mark.parametrize("module", [8, 16])
def test_each_module_is_a_square_of_its_colour(module):
    matrix = made_by_the_library(CODE)
    width, height, rows, _ = png.Reader(io.BytesIO(qr_png(CODE, module))).read()
    dark = [[pixel == 0 for pixel in row] for row in rows]
    assert (width, height) == (module * len(matrix), module * len(matrix))
    assert dark == [
        [is_dark for is_dark in row for _ in range(module)] for row in matrix for _ in range(module)
    ]


def test_dark_modules_that_touch_are_drawn_in_one():
    matrix, drawn = made_by_the_library(CODE), qr_svg(CODE)
    side = len(matrix)
    assert drawn.startswith(f'<svg width="{side}mm" height="{side}mm" viewBox="0 0 {side} {side}"')
    dark = set()
    for x, y, length in re.findall(r"M(\d+),(\d+)h(\d+)v1h-\3z", drawn):
        dark |= {(int(y), int(x) + step) for step in range(int(length))}
    assert dark == {
        (y, x) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark
    }


@given(st.text(qr_short._LETTERS, max_size=18))
@example(CODE)
@example("0" * 13)
def test_a_short_code_is_that_of_the_library_module_for_module(text):
    rows = qr._modules(text)
    assert [[module == "1" for module in row] for row in rows] == made_by_the_library(text)


@given(st.text(max_size=300))
@example(CODE)
def test_the_mask_is_the_one_that_the_library_chooses(text):
    chosen, of_the_library = Code(), qrcode.QRCode()
    for code in (chosen, of_the_library):
        code.add_data(text)
        code.make()
    assert chosen.modules == of_the_library.modules
