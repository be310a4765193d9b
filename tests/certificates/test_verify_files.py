"""A PDF that somebody brings: identical, altered (and how), or not ours; nothing of it is kept."""

import zlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certificates import claims, corrections, drawing, papers
from certificates.pdf_codes import codes_in
from documentos.sealing.pdfs import MAX_BYTES
from tests.jornadas.reading import heading, words
from tests.make import make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def certificate():
    return make_certificate()


def bring(client, content: bytes, name="constancia.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post("/constancias/documento/", {"file": file})


def test_the_file_we_made_is_identical(client, certificate):
    answer = bring(client, papers.paper(certificate))
    assert heading(answer) == "Idéntico al que emitimos"
    assert certificate.facts["holder"]["name"] in words(answer)
    assert "Vigente." in words(answer)
    assert "No guardamos el archivo." in words(answer)


def test_an_identical_one_that_was_revoked_is_told_so(client, certificate):
    content = papers.paper(certificate)
    corrections.revoke(certificate=certificate, reason="No asistió.", by="prueba")
    page = words(bring(client, content))
    assert "Idéntico al que emitimos" in page
    assert "Revocada." in page
    assert "Vigente." not in page


def test_one_byte_is_enough_and_the_true_facts_are_shown(client, certificate):
    content = bytearray(papers.paper(certificate))
    # Within a drawing, far from the signature.
    content[content.index(b"stream") + 40] ^= 1
    page = words(bring(client, bytes(content)))
    assert "No es el archivo que emitimos" in page
    assert "Alterado." in page
    assert f"Dice ser la constancia {certificate.folio}" in page
    assert certificate.facts["wording"]["text"] in page


def test_something_added_after_signing_is_told_apart(client, certificate):
    content = papers.paper(certificate) + b"\n% nota\n"
    page = words(bring(client, content))
    assert "Alterado." in page
    assert "después de que lo firmó" in page


def test_the_same_drawing_without_a_signature_is_no_original(client, certificate):
    facts = certificate.facts
    bare = drawing.draw(
        facts, qr=claims.qr_text(facts), design=facts["wording"]["design"], logo=None
    )
    page = words(bring(client, bare))
    assert "No trae la firma digital de la institución." in page
    assert f"Dice ser la constancia {certificate.folio}" in page


def test_drawn_and_signed_by_us_but_not_the_file_we_keep(client, certificate):
    papers.paper(certificate)
    again = drawing.document(certificate)
    page = words(bring(client, again))
    assert "Es auténtico" in page
    assert f"No es el mismo archivo que guardamos de la constancia {certificate.folio}" in page


def test_somebody_elses_pdf_is_not_ours(client, certificate):
    answer = bring(client, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    assert heading(answer) == "No es una constancia nuestra"


def test_a_photo_is_no_pdf(client):
    answer = bring(client, b"\xff\xd8\xff\xe0foto", "foto.jpg")
    assert heading(answer) == "No es un PDF"


def test_without_a_file_it_is_asked_for(client):
    page = words(client.post("/constancias/documento/", {}))
    assert "Elige el archivo PDF de la constancia." in page


def test_what_is_too_large_is_not_even_read(client):
    answer = bring(client, b"%PDF-" + b"0" * (MAX_BYTES + 100_000))
    assert answer.status_code == 413
    assert "El archivo pesa más de 5 MB." in words(answer)
    answer = bring(client, b"%PDF-" + b"0" * (MAX_BYTES + 10))
    assert "El archivo pesa más de 5 MB." in words(answer)


def test_nothing_touches_a_disk(client, tmp_path, settings):
    """Also a file that Django would put aside while it arrives."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "no-existe")
    media = sorted(settings.MEDIA_ROOT.rglob("*"))
    answer = bring(client, b"%PDF-" + b"0" * (4 * 1024 * 1024))
    assert heading(answer) == "No es una constancia nuestra"
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == media


def test_the_form_keeps_its_token_against_other_sites(certificate):
    assert bring(Client(enforce_csrf_checks=True), b"%PDF-").status_code == 403


def test_too_many_files_from_one_address_are_stopped(client):
    for _ in range(20):
        assert bring(client, b"%PDF-1.7").status_code == 200
    assert bring(client, b"%PDF-1.7").status_code == 429


def test_a_code_is_found_also_where_it_is_packed(certificate):
    packed = zlib.compress(f"<< /URI (https://x/c/{certificate.code}/#1.a) >>".encode())
    assert codes_in(b"%PDF-1.7 stream\r\n" + packed + b"\nendstream") == [certificate.code]
    utf16 = f"/c/{certificate.code}/".encode("utf-16-be")
    assert codes_in(utf16) == [certificate.code]
    assert codes_in(b"/c/0000000000001/") == []


def test_a_file_made_to_burst_does_not():
    bomb = zlib.compress(b"\0" * 50_000_000)
    assert codes_in((b"stream\n" + bomb) * 40) == []
    assert codes_in(b"stream\n" * 500_000) == []
