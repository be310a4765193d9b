"""Files that are text: plain, CSV, JSON and XML, told apart without building anything of them."""

import re
from codecs import getincrementaldecoder
from pathlib import PurePosixPath
from xml.parsers import expat

from .kinds import (
    BROKEN,
    CSV,
    ENTITIES,
    GEOJSON,
    JSON,
    KML,
    NOT_UTF8,
    TEXT,
    WEB,
    XML,
    Kind,
    NotEvidenceError,
)

_PIECE = 64 * 1024
_DEEPEST = 200
_WEB_SPACES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")
_WEB_NAMES = {"html", "svg", "script", "iframe", "object", "embed"}
_GEO = re.compile(
    r'"type"\s*:\s*"(Feature|FeatureCollection|Point|LineString|Polygon|Multi\w+|'
    r'GeometryCollection|Topology)"'
)
# A page for a browser, which needs not be well-formed.
_PAGE = re.compile(
    r"\A\s*(<\?xml[^>]*>)?\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|svg|script)\b", re.I | re.S
)


def kind_of_text(file, name: str = "") -> Kind | None:
    """What sort of text all of `file` is; None where it is no text. Raises NotEvidenceError.

    CSV is text by its content. That it is a table nobody can be sure of, so between the two, which
    are equally harmless, its name decides.
    """
    first, last, problem = _read(file)
    if problem:
        if problem == NOT_UTF8 and _ending(name) in ("csv", "txt"):
            raise NotEvidenceError(NOT_UTF8)
        return None
    if first.startswith("<"):
        return _markup(file, first)
    if first[:1] + last[-1:] in ("{}", "[]") and _ending(name) in ("json", "geojson"):
        return GEOJSON if _GEO.search(first) else JSON
    return CSV if _ending(name) == "csv" else TEXT


def _ending(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")


def _read(file) -> tuple[str, str, str]:
    """The beginning and end of a text without the blanks around it, and what is wrong with it."""
    file.seek(0)
    decoder = getincrementaldecoder("utf-8-sig")("strict")
    first, last = "", ""
    try:
        while piece := file.read(_PIECE):
            text = decoder.decode(piece)
            if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
                return first, last, BROKEN
            first = first or text.lstrip()
            last = text.rstrip() or last
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return first, last, NOT_UTF8
    return first, last, ""


def _markup(file, first: str) -> Kind:
    """XML or KML, without what a browser would run or a reader would unfold."""
    if _PAGE.match(first):
        raise NotEvidenceError(WEB)
    parser = expat.ParserCreate(namespace_separator=" ")
    seen: list[str] = []
    depth = 0

    def doctype(*_):
        raise NotEvidenceError(ENTITIES)

    def instruction(target, _):
        if target.lower() == "xml-stylesheet":
            raise NotEvidenceError(WEB)

    def start(element, _):
        nonlocal depth
        depth += 1
        space, _, local = element.rpartition(" ")
        if space in _WEB_SPACES or local.lower() in _WEB_NAMES:
            raise NotEvidenceError(WEB)
        if depth > _DEEPEST:
            raise NotEvidenceError(BROKEN)
        if not seen:
            seen.append(local.lower())

    def end(_):
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = instruction
    parser.StartElementHandler, parser.EndElementHandler = start, end
    file.seek(0)
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, NotEvidenceError):
            raise
        raise NotEvidenceError(BROKEN) from error
    return KML if seen == ["kml"] else XML
