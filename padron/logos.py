"""The logo of an institution, kept by its fingerprint: no later one takes its place."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "identidad"
# The content decides, not the name: what each begins with.
_PNG = b"\x89PNG\r\n\x1a\n"
MAX_BYTES = 1_000_000


def kind_of(content: bytes) -> str:
    """ "png" or "svg" by what it is; empty for anything else."""
    if content.startswith(_PNG):
        return "png"
    head = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return "svg" if head.startswith((b"<svg", b"<?xml")) and b"<svg" in content[:4000] else ""


def keep(content: bytes) -> str:
    """Keep the picture and return its name; the same picture is kept once."""
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
