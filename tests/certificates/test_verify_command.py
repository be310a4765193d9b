"""manage.py verify_certificate: a PDF, signed data or a QR's text; with keys given, no database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from certificates import claims, corrections, papers
from certificates.api import told
from certificates.published_keys import published
from certificates.verification import find
from tests.make import make_certificate


def verify(*arguments) -> dict:
    out = StringIO()
    call_command("verify_certificate", *map(str, arguments), stdout=out)
    return json.loads(out.getvalue())


def refused(*arguments) -> str:
    with pytest.raises(CommandError) as reason:
        call_command("verify_certificate", *map(str, arguments), stdout=StringIO())
    return str(reason.value)


@pytest.fixture
def made(db, tmp_path):
    """A constancia in every form, and the keys, as files."""
    certificate = make_certificate()
    (tmp_path / "c.pdf").write_bytes(papers.paper(certificate))
    (tmp_path / "c.json").write_text(json.dumps(told(find(certificate.code)), default=str))
    (tmp_path / "llaves.json").write_text(json.dumps(published()))
    certificate.qr = claims.qr_text(certificate.facts)
    return certificate


def test_each_form_is_true_and_says_whether_it_stands(made, tmp_path):
    for what in (tmp_path / "c.json", made.qr, made.qr.partition("#")[2]):
        found = verify(what)
        assert (found["outcome"], found["state"], found["folio"]) == ("true", "vigente", made.folio)
    assert verify(tmp_path / "c.pdf")["outcome"] == "identical"
    corrections.revoke(certificate=made, reason="No asistió.", by="prueba")
    assert verify(tmp_path / "c.pdf")["state"] == "revocada"


def test_with_keys_given_no_database_is_asked(made, tmp_path, django_assert_num_queries):
    keys = tmp_path / "llaves.json"
    with django_assert_num_queries(0, connection=connection):
        for what in (tmp_path / "c.json", made.qr, tmp_path / "c.pdf"):
            assert verify(what, "--keys", keys)["outcome"] == "true"
        assert verify(tmp_path / "c.pdf", "--keys", keys)["codes"] == [made.code]


def test_a_byte_that_was_changed_ends_with_an_error_in_words(made, tmp_path):
    keys = tmp_path / "llaves.json"
    content = bytearray((tmp_path / "c.pdf").read_bytes())
    content[len(content) // 3] ^= 1
    (tmp_path / "c.pdf").write_bytes(content)
    for more in ([], ["--keys", keys]):
        assert refused(tmp_path / "c.pdf", *more)
    text = (tmp_path / "c.json").read_text().replace("Prueba", "Pruebas")
    (tmp_path / "c.json").write_text(text)
    assert refused(tmp_path / "c.json", "--keys", keys).startswith("La firma no corresponde")


def test_keys_of_somebody_else_prove_nothing(made, tmp_path):
    keys = tmp_path / "otras.json"
    keys.write_text('{"keys": []}')
    assert refused(made.qr, "--keys", keys).startswith("Está firmado con una llave que no está")
    text = (tmp_path / "llaves.json").read_text().replace("BEGIN", "BEGUN")
    keys.write_text(text)
    assert "no corresponde a su identificador" in refused(made.qr, "--keys", keys)


@pytest.mark.django_db
def test_what_cannot_be_read_is_said(tmp_path):
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert refused(tmp_path / "foto.jpg") == "El archivo no es un PDF ni un texto."
    assert "código QR" in refused("hola")
    assert "datos firmados" in refused('{"a": 1}')
    (tmp_path / "mal.json").write_text("[]")
    assert "llaves.json" in refused("hola", "--keys", tmp_path / "mal.json")
