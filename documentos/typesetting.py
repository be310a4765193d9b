"""Typesetting: templates of `typst/` and data as text, into a tagged PDF on carta (PDF/UA-1).

Each document is set by a process of its own. typst keeps what it has laid out: in the web server's
process every list of 2,000 people would add some 140 MB that never return (measured). A process of
its own takes 50 ms more, returns everything, and can be stopped when it takes too long.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from .metrics import ENDLESS, pieces

HERE = Path(__file__).resolve().parent
TEMPLATES, FONTS = HERE / "typst", HERE / "fonts"
SECONDS = 60

# Control characters and halves of characters, which no font can show.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ENDLESS = re.compile(rf"\S{{{ENDLESS},}}")
# What the memory allocator keeps for itself, in a process that lives for a second (−10 MB).
FRUGAL = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "131072"}


class TypesettingError(Exception):
    """A document could not be set: a mistake of ours in a template, never one of the data."""


class Setter:
    """A process that sets one document of `template` (a name of `typst/`, without ending).

    It makes itself ready while its data is still being made; leaving the context ends it.
    """

    def __init__(self, template: str):
        self.template = template
        self._child = subprocess.Popen(
            [sys.executable, "-I", str(HERE / "setter.py"), template, str(TEMPLATES), str(FONTS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=FRUGAL,
        )

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self._child.kill()
        self._child.communicate()

    def set(self, data: dict, exact: dict | None = None) -> bytes:
        """The PDF of `data` (plain JSON). Raises TypesettingError.

        Texts in `data` are text: nothing in them is markup or code. `exact` is data in which
        nothing may be broken or left out: drawings.
        """
        text = json.dumps({**printable(data), **(exact or {})}, ensure_ascii=False)
        try:
            pdf, said = self._child.communicate(text.encode(), timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise TypesettingError(f"{self.template}: not done after {SECONDS} s") from error
        if self._child.returncode != 0:
            raise TypesettingError(f"{self.template}: {said.decode(errors='replace').strip()}")
        return pdf


def typeset(template: str, data: dict, exact: dict | None = None) -> bytes:
    """The PDF of `template` filled with `data`: see `Setter`."""
    with Setter(template) as setter:
        return setter.set(data, exact)


def printable(value):
    """`value` with every text in it as it can be printed."""
    if isinstance(value, str):
        text = _UNPRINTABLE.sub(" ", value)
        # A word longer than any line gets places where it may be broken.
        return _ENDLESS.sub(lambda word: "\u200b".join(pieces(word[0])), text)
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(inner) for inner in value]
    return value
