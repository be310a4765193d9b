"""The materials of a workshop: an address, or a file that is kept here."""

from django.core.files import File
from django.db import transaction
from django.http import FileResponse, Http404

from bitacora.record import record
from documentos import evidence
from documentos.evidence import NotEvidenceError as NotAMaterialError

from .models import Material, Workshop

__all__ = ["KINDS", "LIMIT", "NotAMaterialError", "add", "change", "look", "remove", "serve"]

LIMIT = 20 * 1024 * 1024
KINDS = "PDF, imagen JPEG o PNG, Word, Excel, PowerPoint, OpenDocument, o texto y CSV en UTF-8."


def look(upload: File) -> evidence.Kind:
    """What an upload is, by its content. Raises NotAMaterialError with a sentence that says why."""
    if not upload.size:
        raise NotAMaterialError("El archivo está vacío.")
    return evidence.check(
        upload,
        allowed=evidence.DOCUMENTS,
        limit=LIMIT,
        sentence=f"Sube un archivo de estos: {KINDS}",
    )


@transaction.atomic
def add(*, workshop: Workshop, title: str, url: str, upload: File | None, by) -> Material:
    """Add an address or a file. The details of the workshop begin to be kept where none were."""
    if workshop.pk is None:
        workshop = Workshop.objects.get_or_create(event=workshop.event)[0]
    material = Material(workshop=workshop, title=title)
    _put(material, url, upload)
    material.save()
    record("workshop.material_added", material, by=by)
    return material


@transaction.atomic
def change(*, material: Material, title: str, url: str, upload: File | None, by) -> Material:
    """Say it anew; without an address or another file, the file stays."""
    material.title = title
    if url or upload:
        _forget_file(material)
        _put(material, url, upload)
    material.save()
    record("workshop.material_changed", material, by=by)
    return material


@transaction.atomic
def remove(*, material: Material, by) -> None:
    record("workshop.material_removed", material, by=by)
    _forget_file(material)
    material.delete()


def serve(material: Material) -> FileResponse:
    """Its file; 404 where the disk does not have it."""
    try:
        file = material.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return evidence.serve(file, material.file_name, material.mime)


def _put(material: Material, url: str, upload: File | None) -> None:
    material.url, material.file = url, ""
    material.file_name, material.mime, material.size = "", "", 0
    if upload:
        kind = look(upload)
        material.file = evidence.kept(upload, kind)
        material.file_name = evidence.called(upload.name or "", kind)
        material.mime, material.size = kind.media_type, upload.size


def _forget_file(material: Material) -> None:
    """Take its file from the disk once the change is sure."""
    if material.file:
        storage, name = material.file.storage, material.file.name
        transaction.on_commit(lambda: storage.delete(name))
