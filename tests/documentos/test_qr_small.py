"""Small QR codes: module for module the library's, and read by another program."""

import re

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import MODE_ALPHA_NUM, QRData

from documentos.qr_small import LENGTH, LETTERS, SIDE, drawing
from tests.qr_reader import qr_texts

texts = st.text(LETTERS, min_size=LENGTH, max_size=LENGTH)


def dark(path: str) -> set[tuple[int, int]]:
    """The modules that the lines of a drawing go over."""
    modules, x, y = set(), 0, 0
    for across, down, by, length in re.findall(r"M(\d+) (\d+)\.5|m(\d+) 0h(\d+)", path):
        if down:
            x, y = int(across), int(down)
            continue
        x += int(by)
        modules.update((x + n, y) for n in range(int(length)))
        x += int(length)
    return modules


@settings(max_examples=40, deadline=None)
@given(texts)
def test_any_text_is_drawn_as_the_library_draws_it(text):
    code = qrcode.QRCode(1, ERROR_CORRECT_Q, border=0, mask_pattern=2)
    code.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    rows = enumerate(code.get_matrix())
    assert dark(drawing(text)) == {(x, y) for y, row in rows for x, on in enumerate(row) if on}


def test_another_program_reads_it():
    picture = Image.new("L", (SIDE + 8, SIDE + 8), 255)
    for x, y in dark(drawing("7K3M9QXT2WVAC012")):
        picture.putpixel((x + 4, y + 4), 0)
    larger = picture.resize((232, 232), Image.NEAREST)
    assert qr_texts(larger) == ["7K3M9QXT2WVAC012"]


@pytest.mark.parametrize("text", ["", "7K3M9QXT2WVAC", "7k3m9qxt2wvac012", "7K3M9QXT2WVAC0123"])
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError, match=r"letters|substring"):
        drawing(text)
