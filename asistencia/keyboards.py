"""What a USB scanner wrote, when its keyboard and the computer's are not the same.

A scanner types like a keyboard, usually one of the United States; a computer set to another
language makes other characters of the same keys. Spanish ones change only punctuation, which no
code has. German ones change Y and Z, French ones almost everything. The check character tells which
of them made a whole code of what was read. `static/js/gate/code.js` does the same on the phone; the
tests hold the two together.
"""

import re

from jornadas.codes import LENGTH, is_valid, normalise

# A pass may arrive as its address, of which a keyboard may have changed what divides its parts; the
# next reading may follow at once.
_IN_AN_ADDRESS = re.compile(
    r"pase[^0-9A-Za-z]([0-9A-Za-z]{13})(?=http|[^0-9A-Za-z]|$)", re.IGNORECASE
)

# Ten addresses fit; what is longer was not read from a pass.
_LONGEST = 1_000
_DIGITS = "1234567890"
_GERMAN = str.maketrans("yzYZ", "zyZY")
# A scanner of the United States at a French computer, and a French scanner at one of the States.
_FRENCH = str.maketrans("&é\"'(-è_çà" + "aqAQzwZW,?!", _DIGITS + "qaQAwzWZmM/")
_FRENCH_SCANNER = str.maketrans("!@#$%^&*()" + "aqAQzwZW;:", _DIGITS + "qaQAwzWZmM")
_KEYBOARDS = (_GERMAN, _FRENCH, _FRENCH_SCANNER)


def read_codes(text: str) -> list[str]:
    """The whole codes in what a camera, a keyboard or a hand delivered, each once, in their order.

    Several where readings were glued together; none where there is no whole one.
    """
    if len(text) > _LONGEST:
        return []
    for written in (text, *(text.translate(keyboard) for keyboard in _KEYBOARDS)):
        if codes := _whole(written):
            return codes
    return []


def read_code(text: str) -> str:
    """The one code in a text, as codes are written; what there is of it where it is not whole."""
    codes = read_codes(text)
    return codes[0] if len(codes) == 1 else normalise(text)


def _whole(text: str) -> list[str]:
    found = [normalise(one) for one in _IN_AN_ADDRESS.findall(text)]
    if not found:
        written = normalise(text)
        parts = range(0, len(written), LENGTH)
        found = [written[at : at + LENGTH] for at in parts]
    return list(dict.fromkeys(found)) if all(is_valid(code) for code in found) else []
