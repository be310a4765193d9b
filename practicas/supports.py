"""The files that support a proposal: looked at by their content, and kept whole or not at all.

A file is on the disk before its row, and goes from there again where the row is not kept; so there
is no row without its file, and what the refusal of a rule leaves behind is nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files import File
from django.db.models import Sum
from django.http import FileResponse, Http404
from django.utils import timezone

from documentos import evidence as files
from padron.refusal import Refusal

from .models import Evidence, Proposal

MB = 1024 * 1024
LIMIT, TOTAL, MOST = 20 * MB, 60 * MB, 30
KINDS = (
    "CSV, JSON, XML, hoja o texto OpenDocument y otros formatos abiertos; también PDF, imagen JPEG "
    "o PNG, Word, Excel y PowerPoint."
)
SENTENCE = f"Este tipo de archivo no se recibe. Sube uno de estos: {KINDS}"


@dataclass(frozen=True)
class Looked:
    """An upload that passed: what it is, and what the acuse will say of it."""

    upload: File
    kind: files.Kind
    sha256: str

    @property
    def name(self) -> str:
        return files.called(self.upload.name or "", self.kind)


def look(upload: File) -> Looked:
    """What an upload is. Raises Refusal with a sentence that says what to do."""
    try:
        kind = files.check(upload, allowed=files.SUPPORT, limit=LIMIT, sentence=SENTENCE)
    except files.NotEvidenceError as error:
        raise Refusal(str(error)) from error
    return Looked(upload, kind, files.hash_of(upload))


def look_at_all(uploads: Sequence[File]) -> list[Looked]:
    """The same of several; whichever is refused is named."""
    looked = []
    for upload in uploads:
        try:
            looked.append(look(upload))
        except Refusal as reason:
            raise Refusal(f"«{short_name(upload)}»: {reason}") from reason
    return looked


def short_name(upload: File) -> str:
    """What a file was called, without the folders of somebody's computer."""
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable())[:80] or "archivo"


@contextmanager
def on_disk(looked: Sequence[Looked]) -> Iterator[list[str]]:
    """Their files on the disk, by name; gone again where what is done with them fails."""
    storage = Evidence._meta.get_field("file").storage
    folder = f"propuestas/{timezone.localdate().year}"
    names: list[str] = []
    try:
        for one in looked:
            file = files.kept(one.upload, one.kind)
            file.seek(0)
            names.append(storage.save(f"{folder}/{file.name}", file))
        yield names
    except BaseException:
        for name in names:
            storage.delete(name)
        raise


def write_rows(proposal: Proposal, looked: Sequence[Looked], names, by, now, **more) -> None:
    """The rows of files that `on_disk` holds, in the transaction of what they come with."""
    for one, name in zip(looked, names, strict=True):
        write_row(proposal, one, name, by, now, **more)


def write_row(proposal: Proposal, looked: Looked, name: str, by, now, **more) -> Evidence:
    _refuse_beyond(proposal, looked.upload.size or 0)
    return Evidence.objects.create(
        proposal=proposal,
        file=name,
        name=looked.name,
        mime=looked.kind.media_type,
        size=looked.upload.size,
        sha256=looked.sha256,
        is_open=looked.kind.is_open,
        added_at=now or timezone.now(),
        added_by=str(by)[:200],
        **more,
    )


def _refuse_beyond(proposal: Proposal, size: int) -> None:
    """The limits of all files together. The caller holds the proposal."""
    standing = proposal.evidence.standing()
    if standing.count() >= MOST:
        raise Refusal(f"Una propuesta lleva hasta {MOST} archivos. Quita alguno antes.")
    if (standing.aggregate(sum=Sum("size"))["sum"] or 0) + size > TOTAL:
        raise Refusal(
            f"Todos los archivos juntos pesan hasta {TOTAL // MB} MB. Quita alguno antes."
        )


def serve(one: Evidence) -> FileResponse:
    """Its file, to be kept; 404 where the disk does not have it."""
    return files.serve(opened(one), one.name, one.mime)


def opened(one: Evidence) -> File:
    try:
        return one.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
