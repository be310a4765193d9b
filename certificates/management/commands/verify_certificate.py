"""`verify_certificate FILE|TEXT [--keys FILE]`: is it ours? With keys given, without a database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from certificates import files, offline
from certificates.pdf_codes import codes_in
from certificates.published_keys import public_pems
from certificates.verification import find
from documentos.sealing import pdfs

# Longer than any text that is a path.
LONGEST_PATH = 255


class Command(BaseCommand):
    help = (
        "Comprueba una constancia: su PDF, sus datos firmados (JSON) o el texto de su código QR. "
        "Con --keys solo comprueba la firma, sin base de datos; sin él, también dice si está "
        "vigente. Escribe lo que encontró en JSON; termina con 1 si no es auténtica."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", metavar="FILE|TEXT", help="archivo, o texto del código QR")
        parser.add_argument("--keys", default="", help="llaves.json, de la institución")

    def handle(self, *, what, keys, **options):
        content = _content(what)
        try:
            given = offline.read_keys(_read(keys).decode()) if keys else None
            if b"%PDF-" in content[:1024]:
                told, is_true = _pdf(content, given)
            else:
                told, is_true = _text(content.decode(), given)
        except UnicodeDecodeError as reason:
            raise CommandError("El archivo no es un PDF ni un texto.") from reason
        except offline.UnreadableError as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(json.dumps(told, ensure_ascii=False))
        if not is_true:
            raise CommandError(told["sentence"])


def _content(what: str) -> bytes:
    is_path = len(what) <= LONGEST_PATH and Path(what).is_file()
    return _read(what) if is_path else what.encode()


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as reason:
        raise CommandError(f"No se puede leer el archivo {path}.") from reason


def _text(text: str, given: offline.Keys | None) -> tuple[dict, bool]:
    found = offline.check(text, given.snapshot if given else public_pems())
    told = {
        "outcome": found.outcome,
        "sentence": found.sentence,
        "key_id": found.key_id,
        "facts": found.facts,
    }
    is_true = found.outcome == offline.TRUE
    if given is None and is_true:
        told |= _state(find(found.facts["code"]))
    return told, is_true


def _pdf(content: bytes, given: offline.Keys | None) -> tuple[dict, bool]:
    if given is None:
        answer = files.examine(content)
        is_true = answer.outcome in (files.Outcome.IDENTICAL, files.Outcome.SIGNED)
        told = {"outcome": str(answer.outcome), "sentence": answer.sentence}
        return told | _state(answer.found), is_true
    seal = pdfs.check(content, given.pdf)
    is_true = seal.is_ours and seal.is_intact and seal.covers_all and not seal.changed_after
    outcome = offline.TRUE if is_true else offline.FALSE
    told = {"outcome": outcome, "sentence": seal.sentence, "key_id": seal.key_id}
    return told | {"codes": codes_in(content)}, is_true


def _state(found) -> dict:
    """What only the database knows: whether it still stands."""
    if found is None:
        return {"state": None}
    return {"folio": found.certificate.folio, "state": found.state, "facts": found.facts}
