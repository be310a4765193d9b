"""The signature of a PDF: other programs agree, and whatever was changed is told."""

import io
import random
import subprocess
import time
import zlib
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from documentos.models import SealingKey
from documentos.printing import press
from documentos.sealing import keys, material, pdfs
from documentos.sealing.pdfs import PdfCheck
from documentos.typesetting import typeset

pytestmark = pytest.mark.django_db

REASON = "Constancia 7K3M9QXT2WVAC"


@pytest.fixture(scope="module")
def plain() -> bytes:
    sheet = {"institution": "Instituto", "area": "", "head": "", "notice": "", "facts": []}
    about = {"title": "Lista", "subtitle": "", "foot": "", "opening": 60, "pages": []}
    return typeset("list", sheet | about)


@pytest.fixture
def signed(plain) -> bytes:
    return pdfs.sign(plain, reason=REASON)


def pdfsig(pdf: bytes, tmp_path) -> str:
    (tmp_path / "one.pdf").write_bytes(pdf)
    asked = ["pdfsig", str(tmp_path / "one.pdf")]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def with_change_after(pdf: bytes, *, text: str) -> bytes:
    """An incremental update: the signed bytes stay, and the page shows something else."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    page = writer.pages[0]
    page[NameObject("/Contents")] = writer._add_object(_drawing(text))
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    return out.getvalue()


def _drawing(text: str):
    drawn = DecodedStreamObject()
    drawn.set_data(f"BT /F1 40 Tf 50 400 Td ({text}) Tj ET".encode())
    return drawn


def signed_by(private, owner: str, pdf: bytes) -> bytes:
    """Signed as we sign, with somebody else's certificate."""
    certificate = material._self_made(private, owner, owner)
    how = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signer = {
        "private": private.private_bytes(*how).decode(),
        "certificate": certificate.public_bytes(Encoding.PEM).decode(),
        "chain": "",
    }
    order = {"pdf": b64encode(pdf).decode(), "signer": signer, "reason": REASON}
    return press().ask(order)


# ── It holds ─────────────────────────────────────────────────────────────────────────────────────


def test_what_we_signed_is_intact_and_ours(signed):
    key = SealingKey.objects.get(use="pdf")
    assert pdfs.check(signed) == PdfCheck(
        is_signed=True,
        is_intact=True,
        covers_all=True,
        changed_after=False,
        signer=key.subject,
        key_id=key.key_id,
        is_ours=True,
        sentence=(
            f"El archivo está íntegro: lo firmó «{key.subject}» y desde entonces no ha cambiado."
        ),
    )


def test_poppler_finds_the_signature_valid_and_over_the_whole_document(signed, tmp_path):
    told = pdfsig(signed, tmp_path)
    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Sello de demostración sin validez oficial" in told


def test_the_signature_is_pades_baseline_and_certifies(signed):
    fields = PdfReader(io.BytesIO(signed)).get_fields()
    signature = fields["Sello"]["/V"].get_object()
    reader = PdfReader(io.BytesIO(signed))
    certified = reader.trailer["/Root"]["/Perms"]["/DocMDP"].get_object()
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert certified["/Reference"][0]["/TransformParams"]["/P"] == 1
    assert signature["/Reason"] == REASON


def test_the_document_itself_is_not_rewritten(plain, signed):
    assert signed.startswith(plain)
    assert PdfReader(io.BytesIO(signed)).xmp_metadata.stream.get_data() in plain


def test_the_reason_can_be_read_in_a_copy_that_no_reader_opens(signed):
    assert REASON.encode() in signed[len(signed) // 2 :]


def test_no_two_signatures_are_alike_and_both_hold(plain):
    first, second = (pdfs.sign(plain, reason=REASON) for _ in range(2))
    assert first != second
    assert [pdfs.check(one).is_intact for one in (first, second)] == [True, True]


@pytest.mark.parametrize(
    "private", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 3072)]
)
def test_an_institutions_own_key_signs_too(plain, private, tmp_path, settings):
    certificate = material._self_made(private, "Instituto", "Instituto")
    how = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key").write_bytes(private.private_bytes(*how))
    (tmp_path / "cert").write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.SEAL_PDF_KEY, settings.SEAL_PDF_CERT = str(tmp_path / "key"), str(tmp_path / "cert")
    signed = pdfs.sign(plain, reason=REASON)
    found = pdfs.check(signed)
    assert (found.is_intact, found.is_ours, found.signer) == (True, True, "Instituto")
    assert "Signature is Valid" in pdfsig(signed, tmp_path)


def test_after_a_rotation_what_the_old_key_signed_is_still_ours(plain):
    old = pdfs.sign(plain, reason=REASON)
    rotated = keys.rotate("pdf", by="prueba")
    found, new = pdfs.check(old), pdfs.check(pdfs.sign(plain, reason=REASON))
    assert (found.is_intact, found.is_ours, found.covers_all) == (True, True, True)
    assert found.key_id != rotated.key_id == new.key_id


# ── It was changed ───────────────────────────────────────────────────────────────────────────────


def test_a_flipped_bit_anywhere_in_what_was_signed_is_told(signed, tmp_path):
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", start)
    outside = [place for place in range(len(signed)) if not start <= place < end]
    for place in [*random.Random(4).sample(outside, 5), outside[-1]]:
        bent = bytearray(signed)
        bent[place] ^= 1
        found = pdfs.check(bytes(bent))
        assert not (found.is_intact and found.covers_all), place
        assert found.sentence != pdfs.check(signed).sentence


def test_a_flipped_bit_of_the_signature_itself_is_told(signed):
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    length = int.from_bytes(bytes.fromhex(signed[start + 4 : start + 8].decode())) + 4
    for place in random.Random(5).sample(range(start, start + 2 * length), 3):
        bent = bytearray(signed)
        bent[place] = ord("0") if bent[place] != ord("0") else ord("1")
        assert not pdfs.check(bytes(bent)).is_intact, place


def test_a_changed_letter_is_told_in_words(plain, signed, tmp_path):
    bent = signed.replace(b"/Lang(es-MX)", b"/Lang(es-ES)")
    found = pdfs.check(bent)
    assert (found.is_signed, found.is_ours, found.is_intact) == (True, True, False)
    assert found.sentence.startswith("El archivo fue alterado: su contenido ya no es el que firmó")
    assert "Signature is Valid" not in pdfsig(bent, tmp_path)


def test_a_change_added_after_signing_is_told(signed):
    found = pdfs.check(with_change_after(signed, text="Otra persona"))
    assert (found.is_signed, found.is_ours) == (True, True)
    assert (found.covers_all, found.changed_after) == (False, True)
    assert found.sentence.startswith("Al archivo se le hicieron cambios después de que lo firmó")


def test_an_edited_change_after_signing_is_told(signed):
    """The update is rewritten itself: shown text, or where the table of objects begins."""
    changed = with_change_after(signed, text="Otra persona")
    for old, new in [(b"Otra persona", b"Otro hombre."), (b"startxref", b"startxreg")]:
        at = changed.rindex(old)
        found = pdfs.check(changed[:at] + new + changed[at + len(old) :])
        assert not (found.is_intact and found.covers_all)
        assert found.sentence != pdfs.check(signed).sentence


@pytest.mark.parametrize("tail", [b"\n", b"% nada\n"])
def test_even_what_no_reader_shows_may_not_be_added(signed, tail):
    found = pdfs.check(signed + tail)
    assert (found.is_ours, found.covers_all, found.changed_after) == (True, False, True)


def test_cut_off_it_is_no_longer_what_was_signed(signed):
    for length in (len(signed) - 1, len(signed) // 2):
        found = pdfs.check(signed[:length])
        assert not (found.is_intact and found.covers_all), length


# ── It is somebody else's ────────────────────────────────────────────────────────────────────────


def test_a_stranger_who_takes_our_name_is_told_apart(plain):
    ours = keys.standing("pdf").subject
    found = pdfs.check(signed_by(ec.generate_private_key(ec.SECP256R1()), ours, plain))
    assert (found.is_signed, found.is_intact) == (True, True)
    assert (found.is_ours, found.key_id, found.signer) == (False, "", ours)
    assert found.sentence == f"El archivo no lo firmó la institución: lo firmó «{ours}»."


def test_our_certificate_without_our_key_proves_nothing(plain, signed):
    """The signature of one document, set into another."""
    other = pdfs.sign(plain.replace(b"es-MX", b"es-ES"), reason=REASON)
    start, until = other.index(b"/Contents <"), signed.index(b"/Contents <")
    size = other.index(b">", start) - start
    forged = other[:start] + signed[until : until + size] + other[start + size :]
    assert (pdfs.check(other).is_intact, pdfs.check(forged).is_intact) == (True, False)


def test_not_signed_is_not_signed(plain):
    assert pdfs.check(plain) == PdfCheck(sentence="El archivo no trae firma digital.")


# ── It is rubbish ────────────────────────────────────────────────────────────────────────────────


def bomb() -> bytes:
    """A small file that asks for a gigabyte."""
    packed = zlib.compress(bytes(10_000_000), 9)
    for _ in range(2):
        packed = zlib.compress(packed * 20, 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/AcroForm 2 0 R/Pages 3 0 R>>\nendobj\n"
    body = b"2 0 obj\n<</Length %d/Filter[/FlateDecode/FlateDecode/FlateDecode]/Type/ObjStm/N 9"
    return head + body % len(packed) + b"/First 9>>stream\n" + packed + b"\nendstream endobj\n"


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"hola",
        b"%PDF-1.7",
        b"%PDF-1.7 /ByteRange",
        b"%PDF-1.7\n/ByteRange [0 1 2 3]\n%%EOF",
        b"%PDF-1.7\n" + b"[" * 100_000 + b"/ByteRange",
        b"%PDF-1.7\n" + b"<<" * 100_000 + b"/ByteRange\ntrailer<</Root 1 0 R>>startxref\n9\n%%EOF",
        b"%PDF-1.7\n/ByteRange\ntrailer<</Prev 9/Size 3/Root 1 0 R>>\nstartxref\n9\n%%EOF",
        random.Random(1).randbytes(50_000),
        b"%PDF-1.7\n/ByteRange" + random.Random(2).randbytes(50_000),
        bomb() + b"/ByteRange",
    ],
)
def test_rubbish_is_never_intact_and_never_a_fault(rubbish):
    started = time.monotonic()
    found = pdfs.check(rubbish)
    assert (found.is_intact, found.is_ours) == (False, False)
    assert found.sentence
    assert time.monotonic() - started < pdfs.PATIENCE


def test_what_is_too_big_is_not_even_read():
    found = pdfs.check(b"%PDF-1.7 /ByteRange" + bytes(pdfs.MAX_BYTES))
    assert found == PdfCheck(sentence=pdfs.TOO_BIG)


def test_damaged_signed_files_are_never_intact(signed):
    """Pieces left out, doubled and mixed: never a fault, never more than was signed."""
    dice = random.Random(6)
    for _ in range(2):
        a, b = sorted(dice.sample(range(len(signed)), 2))
        for bent in (signed[:a] + signed[b:], signed[:b] + signed[a:]):
            found = pdfs.check(bent)
            assert not (found.is_intact and found.covers_all)
