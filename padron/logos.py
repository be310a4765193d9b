"""The logo of an institution, kept by its fingerprint: no later one takes its place."""

import hashlib
from xml.etree import ElementTree

import png
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .refusal import Refusal

FOLDER = "identidad"
MAX_BYTES = 1_000_000
# More than any printer shows, and little enough to be drawn at once.
MAX_SIDE = 4_000
_PNG = b"\x89PNG\r\n\x1a\n"
_BROKEN = "La imagen está dañada o no es PNG ni SVG. Guárdala otra vez y vuelve a intentarlo."


def kind_of(content: bytes) -> str:
    """ "png" or "svg" by what it begins with, not by its name; empty for anything else."""
    if content.startswith(_PNG):
        return "png"
    head = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return "svg" if head.startswith((b"<svg", b"<?xml")) and b"<svg" in content[:4000] else ""


def check(content: bytes) -> None:
    """Raise Refusal for what cannot be printed, so that no document fails for it later."""
    if len(content) > MAX_BYTES:
        raise Refusal("La imagen pesa demasiado; puede pesar hasta 1 MB.")
    kind = kind_of(content)
    if kind == "png":
        _check_png(content)
    elif kind == "svg":
        _check_svg(content)
    else:
        raise Refusal(_BROKEN)


def keep(content: bytes) -> str:
    """Keep the picture and return its name; the same picture is kept once. Raises Refusal."""
    check(content)
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}.{kind_of(content)}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name


def sha256_of(logo) -> str:
    """The fingerprint of an identity's logo, which its name tells; empty where there is none."""
    return logo.name.rsplit("/", 1)[-1].split(".")[0] if logo else ""


def read(sha256: str) -> bytes | None:
    """The picture of this fingerprint; None for the empty one."""
    if not sha256:
        return None
    for kind in ("png", "svg"):
        name = f"{FOLDER}/{sha256}.{kind}"
        if default_storage.exists(name):
            with default_storage.open(name) as file:
                return file.read()
    raise FileNotFoundError(f"Logo {sha256} is gone")


def _check_png(content: bytes) -> None:
    reader = png.Reader(bytes=content)
    try:
        reader.preamble()
        names = [name for name, _ in png.Reader(bytes=content).chunks()]
    except (png.Error, ValueError, EOFError) as reason:
        raise Refusal(_BROKEN) from reason
    if names[-1:] != [b"IEND"]:
        raise Refusal(_BROKEN)
    if max(reader.width, reader.height) > MAX_SIDE:
        raise Refusal(f"La imagen es demasiado grande; puede medir hasta {MAX_SIDE} píxeles.")


def _check_svg(content: bytes) -> None:
    # Declarations can ask for gigabytes or for other files; a drawing needs none.
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper():
        raise Refusal(
            "El SVG trae declaraciones (DOCTYPE) que no se aceptan. Guárdalo como SVG simple."
        )
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError) as reason:
        raise Refusal(_BROKEN) from reason
    tags = {
        element.tag.rpartition("}")[2].lower() for element in root.iter() if _is_element(element)
    }
    if root.tag.rpartition("}")[2] != "svg" or tags & {"script", "foreignobject"}:
        raise Refusal("El SVG trae más que un dibujo. Guárdalo como SVG simple.")


def _is_element(element) -> bool:
    return isinstance(element.tag, str)
