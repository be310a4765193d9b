"""The picture of a code is the code, module for module."""

import io

import png
import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from documentos.qr import qr_png

CODE = "7K3M9QXT2WVAC"


@pytest.mark.parametrize("module", [8, 16])
def test_each_module_is_a_square_of_its_colour(module):
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(CODE)
    matrix = code.get_matrix()
    width, height, rows, _ = png.Reader(io.BytesIO(qr_png(CODE, module))).read()
    dark = [[pixel == 0 for pixel in row] for row in rows]
    assert (width, height) == (module * len(matrix), module * len(matrix))
    assert dark == [
        [is_dark for is_dark in row for _ in range(module)] for row in matrix for _ in range(module)
    ]
