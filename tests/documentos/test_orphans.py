"""What a killed process leaves of an upload goes away; what a row names never does."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documentos import orphans
from practicas import drafts
from practicas.models import Evidence, Proposal
from tests.practicas.make import make_proposal
from trabajos.registry import CHORES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def put(name: str, *, hours: int) -> str:
    """A file on the disk since so many hours."""
    name = default_storage.save(name, ContentFile(b"a,b\n1,2\n"))
    then = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(default_storage.path(name), (then, then))
    return name


def exists(*names):
    return [default_storage.exists(name) for name in names]


def test_what_no_row_names_is_deleted_after_a_day_and_not_before():
    left = put(f"propuestas/2026/{uuid4().hex}.csv", hours=25)
    other = put(f"presencia/2025/{uuid4().hex}.pdf", hours=900)
    under_way = put(f"propuestas/2026/{uuid4().hex}.csv", hours=23)
    assert orphans.sweep() == 2
    assert exists(left, other, under_way) == [False, False, True]
    assert orphans.sweep() == 0
    assert orphans.sweep(now=timezone.now() + timedelta(hours=2)) == 1


def test_what_a_row_names_stays_however_old():
    proposal = make_proposal(state=Proposal.State.DRAFT)
    upload = SimpleUploadedFile("datos.csv", b"lugar,personas\nToluca,12\n")
    kept = drafts.add_evidence(proposal=proposal, upload=upload, by="prueba")
    assert orphans.sweep(now=timezone.now() + timedelta(days=400)) == 0
    assert exists(kept.file.name) == [True]
    # A process that is killed before its row is written leaves what this one leaves.
    Evidence.objects.all().delete()
    assert orphans.sweep(now=timezone.now() + timedelta(hours=25)) == 1
    assert exists(kept.file.name) == [False]


def test_what_is_not_an_upload_is_left_to_its_own_room():
    others = [
        put(name, hours=900)
        for name in ["identidad/logo.svg", "constancias/ab.pdf", f"otra/{uuid4().hex}.pdf"]
    ]
    assert orphans.sweep() == 0
    assert exists(*others) == [True, True, True]


def test_the_worker_looks_once_a_day():
    assert "documentos.sweep_uploads" in CHORES
    CHORES["documentos.sweep_uploads"]()
    left = put(f"propuestas/2026/{uuid4().hex}.csv", hours=25)
    assert CHORES["documentos.sweep_uploads"]() == 0
    assert exists(left) == [True]
