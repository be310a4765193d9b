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


def typeset(template: str, data: dict, exact: dict | None = None) -> bytes:
    """The PDF of `template` (a name of `typst/`, without ending) filled with `data` (plain JSON).

    Texts in `data` are text: nothing in them is markup or code. `exact` is data in which nothing
    may be broken or left out: drawings. Raises TypesettingError.
    """
    order = {
        "template": template,
        "data": json.dumps({**printable(data), **(exact or {})}, ensure_ascii=False),
        "root": str(TEMPLATES),
        "fonts": str(FONTS),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(HERE / "setter.py")],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=FRUGAL,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingError(f"{template}: not done after {SECONDS} s") from error
    if done.returncode != 0:
        raise TypesettingError(f"{template}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


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
