"""The manual: docs/manual/<page>.md, shown inside the site as help. One source, two readers.

Images stand in static/manual/, where the manual names them as `../../static/manual/<file>.png`, so
that they are seen both here and where the repository is read.
"""

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from padron.roles import Role

FOLDER = settings.BASE_DIR / "docs" / "manual"
# Page, and whom it is for: a role, or somebody signed in, or everybody.
PAGES = {
    "servidor": {"servidor"},
    "constancias": {"servidor"},
    "enlace": {"enlace"},
    "practicas": {"servidor", "enlace"},
    "control": {Role.GATE, Role.STAFF, Role.ADMINISTRATOR},
    "personal": {Role.STAFF, Role.ADMINISTRATOR},
    "verificacion": {Role.VERIFIER, Role.STAFF, Role.ADMINISTRATOR},
    "convocatorias": {Role.STAFF, Role.VERIFIER, Role.ADMINISTRATOR},
    "jurado": {Role.JURY, Role.STAFF, Role.VERIFIER, Role.ADMINISTRATOR},
    "administracion": {Role.ADMINISTRATOR},
}


@dataclass(frozen=True)
class Page:
    name: str
    title: str
    summary: str
    contents: list[tuple[str, str]]
    html: SafeString

    @property
    def url(self) -> str:
        return reverse("help_page", args=[self.name])


def page(name: str) -> Page | None:
    """A page of the manual, or nothing where there is none of that name."""
    path = FOLDER / f"{name}.md"
    if name not in PAGES or not path.is_file():
        return None
    return _read(path, path.stat().st_mtime_ns)


def pages() -> list[Page]:
    return [found for name in PAGES if (found := page(name))]


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> Page:
    # HTML in the source stays text; links to anything but the web are refused by the library.
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text())
    title, summary, contents = path.stem.capitalize(), "", []
    kept = []
    for number, token in enumerate(tokens):
        words = _words(tokens[number + 1]) if token.type.endswith("_open") else ""
        if token.type == "heading_open" and token.tag == "h2":
            anchor = slugify(words) or f"parte-{len(contents) + 1}"
            token.attrSet("id", anchor)
            contents.append((anchor, words))
        if token.type == "heading_open" and token.tag == "h1":
            title = words
        if token.type == "paragraph_open" and not summary and not contents:
            summary = words
        for child in token.children or []:
            _point(child)
        kept.append(token)
    html = re.sub(r"<h1>.*?</h1>\n?", "", reader.renderer.render(kept, reader.options, {}), count=1)
    return Page(path.stem, title, summary, contents, mark_safe(html))


def _words(token) -> str:
    """The text of an inline token, without its marks."""
    return "".join(child.content for child in token.children or [] if child.type != "image")


def _point(token) -> None:
    """Images from the static files, other pages of the manual from this site."""
    if token.type == "image":
        name = f"manual/{Path(token.attrGet('src')).name}"
        token.attrSet("src", static(name) if finders.find(name) else "")
        token.attrSet("loading", "lazy")
        for side, pixels in zip(("width", "height"), _size(name), strict=False):
            token.attrSet(side, str(pixels))
    elif token.type == "link_open":
        target = re.fullmatch(r"(?:\./)?([\w-]+)\.md(#.*)?", token.attrGet("href") or "")
        if target and target[1] in PAGES:
            token.attrSet("href", reverse("help_page", args=[target[1]]) + (target[2] or ""))


def _size(name: str) -> tuple[int, ...]:
    """Width and height of a PNG, so that the page does not jump while it loads."""
    path = finders.find(name)
    if not path or not name.endswith(".png"):
        return ()
    with Path(path).open("rb") as file:
        head = file.read(24)
    return struct.unpack(">II", head[16:24]) if head[:4] == b"\x89PNG" else ()
