"""Spanish names: how they sort, and when two spellings are the same."""

import re
import unicodedata
from functools import lru_cache

_NO_WORD = re.compile(r"[^a-z0-9]+")
# Nearly every name has no others, and taking these off one by one is slow.
_SPANISH_ACCENTS = str.maketrans("áéíóúü", "aeiouu")


def fold(text: str) -> str:
    """Lower case without accents; ñ stays ñ."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).casefold().translate(_SPANISH_ACCENTS)
    if text.replace("ñ", "n").isascii():
        return text
    text = text.replace("ñ", "\0")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return text.replace("\0", "ñ")


def sort_key(*parts: str) -> str:
    """Key whose order is Spanish on any database and collation: accents ignored, ñ after n.

    Made of a–z and 0 only: the parts (surname, surname, names) are divided by 00, words by 0, which
    every collation puts before letters; "nzz" stands for ñ, after every other n….
    """
    folded = (re.sub(r"[^a-z0-9ñ]+", "0", fold(part)).strip("0") for part in parts)
    return "00".join(folded).replace("ñ", "nzz")


@lru_cache(maxsize=4096)
def match_key(*parts: str) -> str:
    """Key by which two spellings of a name are the same: case, accents and punctuation aside."""
    text = fold(" ".join(parts)).replace("ñ", "n")
    return " ".join(_NO_WORD.sub(" ", text).split())
