"""Names as Zoom shows them: which two are the same, which code they carry, which are no person."""

import re
import unicodedata
from hashlib import sha256

from jornadas.codes import is_online_code, normalise
from padron.names import fold, match_key

# What a row of a report may hold, and the model keeps (models/zoom.py).
LONGEST, LONGEST_KEY, LONGEST_EMAIL = 200, 420, 254

# Programs that come in to take notes, by words of the name they show, and whose they are. Nobody is
# called so; where somebody is, a person opens the decision again.
BOTS = {
    "otter ai": "Otter",
    "otterpilot": "Otter",
    "otter pilot": "Otter",
    "fireflies": "Fireflies",
    "fred fireflies": "Fireflies",
    "read ai": "Read.ai",
    "read ai meeting notes": "Read.ai",
    "notetaker": "toma notas",
    "note taker": "toma notas",
    "ai notetaker": "toma notas",
    "ai companion": "Zoom AI Companion",
    "zoom ai": "Zoom AI Companion",
    "tldv": "tl;dv",
    "tl dv": "tl;dv",
    "tactiq": "Tactiq",
    "fathom ai": "Fathom",
    "fathom notetaker": "Fathom",
    "meetgeek": "MeetGeek",
    "avoma": "Avoma",
    "sembly": "Sembly",
    "airgram": "Airgram",
    "krisp": "Krisp",
    "supernormal": "Supernormal",
    "meeting notes": "toma notas",
    "meeting assistant": "toma notas",
    "asistente de notas": "toma notas",
    "tomador de notas": "toma notas",
    "recall ai": "Recall.ai",
    "bluedot": "Bluedot",
    "jamie ai": "Jamie",
    "laxis": "Laxis",
    "notta": "Notta",
}
# What Zoom itself writes between parentheses after the name of who holds the meeting.
HOST_WORDS = {
    "host", "cohost", "co host", "anfitrion", "anfitriona", "coanfitrion", "coanfitriona",
    "co anfitrion", "co anfitriona", "panelist", "panelista", "host me", "anfitrion yo",
    "co host me", "coanfitrion yo",
}  # fmt: skip

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]"
)
_BOT = re.compile(r"\b(?:" + "|".join(sorted(BOTS, key=len, reverse=True)) + r")\b")
_CODE = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{3})[\s\-–—‑‒−_.·•*]*([A-Z0-9]{4})(?![A-Z0-9])")


def clean(text: str) -> str:
    """One space between words, no invisible characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def split_name(cell: str) -> tuple[str, str]:
    """Shown and original name of "Shown (Original)"; the original is empty where none is said."""
    cell = clean(cell)
    if not cell.endswith(")"):
        return cell, ""
    depth = 0
    for at in range(len(cell) - 1, -1, -1):
        depth += (cell[at] == ")") - (cell[at] == "(")
        if depth == 0:
            shown = cell[:at].rstrip(" #")
            return (shown, cell[at + 1 : -1].strip()) if shown else (cell, "")
    return cell, ""


def name_key(shown: str, original: str) -> str:
    """What makes two rows the same name: case, accents and marks aside, letters of any script."""
    key = "|".join(_letters(part) for part in (shown, original) if part)
    if len(key) <= LONGEST_KEY:
        return key
    digest = sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST_KEY - len(digest) - 1]}#{digest}"


def _letters(text: str) -> str:
    """As match_key, but what is no Latin letter stays: two names in another script are two."""
    folded = fold(text)
    if folded.isascii():
        return match_key(text) or folded
    folded = unicodedata.normalize("NFKC", folded.replace("ñ", "n"))
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    # A name of pictures only is told by its pictures.
    return " ".join(words) or folded


def codes_in(*texts: str) -> set[str]:
    """Every whole personal code that stands in the texts, as codes are written."""
    found = set()
    for text in texts:
        upper = unicodedata.normalize("NFKC", text).upper()
        start = 0
        while match := _CODE.search(upper, start):
            code = normalise(match[1] + match[2])
            if is_online_code(code):
                found.add(code)
            start = match.start() + 1
    return found


def bot(*texts: str) -> str:
    """Whose note-taking program it is; empty where the name is not one's."""
    for text in texts:
        if found := _BOT.search(match_key(text)):
            return BOTS[found[0]]
    return ""


def is_host_mark(original: str) -> bool:
    """Whether what stands between parentheses is Zoom's word for who holds the meeting."""
    return match_key(original) in HOST_WORDS
