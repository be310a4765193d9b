"""The document of a constancia: drawn from its snapshot alone, signed, and kept once.

Drawing it twice would give two files, of which the institution vouches for one: so what was stored
is never drawn again, and of two who draw at once the second keeps the first one's.
"""

import os
import secrets
from base64 import b64encode
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction

from documentos.printing import press, print_all, template_order
from documentos.sealing import pdfs
from jornadas.codes import spoken
from padron import logos

from . import claims
from .designs import DESIGNS, template
from .models import Certificate
from .words import of_kind

FOLDER, DRAFTS = "constancias", "borradores"
# Files that are brought safely to the disk at the same time.
WRITERS = 4
SEAL_WORDS = (
    "El original es el archivo PDF, firmado digitalmente; de una copia impresa vale lo que diga "
    "esa página."
)


def draw(facts: dict, *, qr: str, design: str, logo: bytes | None) -> bytes:
    """The PDF of these facts in any design, unsigned: for previews. `qr` is what the code says."""
    return press().ask(_order(facts, qr, design, logo))


def document(certificate: Certificate) -> bytes:
    """The PDF of one, drawn and signed."""
    return press().ask(_signed_order(certificate))


def documents(certificates: Iterable[Certificate]) -> Iterator[tuple[Certificate, bytes]]:
    """Each with its PDF, drawn and signed, as they are done: bounded memory, every core.

    One that cannot be drawn keeps no other waiting; its TypesettingError comes after the last.
    """
    orders = ((one, _signed_order(one)) for one in certificates)
    return cast(Iterator[tuple[Certificate, bytes]], print_all(orders))


def store(certificate: Certificate, pdf: bytes) -> None:
    """Keep the document, once: the whole file first, then the row that names it and its hash."""
    store_all([(certificate, pdf)])


def store_all(documents: Iterable[tuple[Certificate, bytes]]) -> None:
    """The same of some at once: the disk takes hardly longer for ten than for one."""
    # Two who store the same ones take their rows in one order, so that neither waits for ever.
    documents = sorted(documents, key=lambda pair: pair[0].pk)
    names = [f"{FOLDER}/{one.issued_at.year}/{one.code}.pdf" for one, _ in documents]
    paths = [
        Path(one.pdf.storage.path(name)) for (one, _), name in zip(documents, names, strict=True)
    ]
    with ThreadPoolExecutor(WRITERS) as pool:
        drafts = list(pool.map(_written, paths, [pdf for _, pdf in documents]))
    try:
        with transaction.atomic():
            for (certificate, pdf), name, draft, path in zip(
                documents, names, drafts, paths, strict=True
            ):
                # Of two who draw one at once the second waits here, and finds it drawn.
                undrawn = Certificate.objects.without_document().filter(pk=certificate.pk)
                digest = sha256(pdf).hexdigest()
                if undrawn.update(pdf=name, pdf_sha256=digest):
                    # Killed from here on, the file is there and no row says so: the next one who
                    # draws it writes over it.
                    draft.rename(path)
                    certificate.pdf, certificate.pdf_sha256 = name, digest
                else:
                    certificate.refresh_from_db(fields=["pdf", "pdf_sha256"])
            for folder in {path.parent for path in paths}:
                _settle(folder)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    _tidy_up({draft.parent for draft in drafts}, {one.code for one, _ in documents})


def _tidy_up(folders: set[Path], codes: set[str]) -> None:
    """What is left of others who drew these, and lost or were killed."""
    for folder in folders:
        for left in os.listdir(folder):
            if left.partition(".")[0] in codes:
                (folder / left).unlink(missing_ok=True)


def _written(path: Path, content: bytes) -> Path:
    """The content in a file of its own beside `path`, safe on the disk."""
    draft = path.parent.parent / DRAFTS / f"{path.stem}.{secrets.token_hex(4)}"
    for folder in (path.parent, draft.parent):
        folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, settings.FILE_UPLOAD_PERMISSIONS)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _settle(folder: Path) -> None:
    """A new name is safe on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _signed_order(certificate: Certificate) -> dict:
    facts = certificate.facts
    logo = logos.read(facts["issuer"]["logo_sha256"])
    qr = claims.qr_text(facts)
    order = _order(facts, qr, facts["wording"]["design"], logo)
    return order | pdfs.signing(f"{of_kind(facts['kind']).title} {facts['code']}")


def _order(facts: dict, qr: str, design: str, logo: bytes | None) -> dict:
    wording = facts["wording"]
    layout = wording["layout"] if design == wording["design"] else DESIGNS[design].LAYOUT
    address = _address(qr)
    exact = {
        "folio": facts["folio"],
        "address": address,
        "address_words": _shown(address),
        "logo": _as_svg(logo) if logo else None,
    }
    return template_order(template(design, layout), _data(facts, address), qr=qr, exact=exact)


def _data(facts: dict, address: str) -> dict:
    """What a template prints: the facts, and the same in the words of a page."""
    event, words = facts["event"], of_kind(facts["kind"])
    about = [
        event["kind"],
        f"{words.days}{event['days_words']}",
        event["hours_words"],
        f"Modalidad {event['modality'].lower()}" if event["modality"] else "",
        f"{words.agreement} {event['agreement']}" if event["agreement"] else "",
    ]
    return facts | {
        "title": f"{facts['wording']['heading']} de {facts['holder']['name']}",
        "code_words": spoken(facts["code"]).strip(),
        "event_words": " · ".join(said for said in about if said),
        "grants": words.grants,
        "verify": words.verify,
        "seal_words": SEAL_WORDS,
        "qr_alt": f"Código QR para verificar {words.the} {facts['folio']} en {_shown(address)}",
    }


def _address(qr: str) -> str:
    """The page that a QR leads to, without what only the QR says."""
    return qr.partition("#")[0]


def _shown(address: str) -> str:
    """An address as people write it."""
    return address.split("://", 1)[-1].rstrip("/")


def _as_svg(logo: bytes) -> str:
    """A logo as the text that templates take: an SVG as it is, a PNG inside one."""
    if logos.kind_of(logo) != "png":
        return logo.decode("utf-8", errors="replace")
    width, height = (int.from_bytes(logo[at : at + 4]) for at in (16, 20))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" '
        f'xlink:href="data:image/png;base64,{b64encode(logo).decode()}"/></svg>'
    )
