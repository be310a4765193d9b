"""The document of a constancia: what it prints is what was certified, and it is kept as it is."""

import hashlib
import io
import re
import subprocess
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader

from certificates import claims, drawing, papers, snapshots, wordings
from certificates.designs import DEFAULT, DESIGNS, template
from certificates.models import Certificate
from documentos.models import SealingKey
from documentos.sealing import keys, pdfs
from documentos.typesetting import TEMPLATES, TypesettingError
from jornadas.codes import spoken
from padron import logos
from tests.certificates.pictures import PNG, SVG
from tests.make import make_certificate, make_event, make_person, make_registration
from tests.qr_reader import qr_texts

pytestmark = pytest.mark.django_db


def told(command: list[str], pdf: bytes) -> str:
    """What a program of poppler says of a PDF."""
    done = subprocess.run([*command, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def info(pdf: bytes) -> dict[str, str]:
    done = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    lines = [line.split(":", 1) for line in done.stdout.decode().splitlines() if ":" in line]
    return {name: said.strip() for name, said in lines}


def bare(text: str) -> str:
    """Without what typesetting may change: where lines and words are broken."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def rendered(pdf: bytes, dots: int = 150) -> Image.Image:
    asked = ["pdftoppm", "-r", str(dots), "-gray", "-singlefile", "-"]
    done = subprocess.run(asked, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def texts(value) -> list[str]:
    """Every text in a snapshot, however deep."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) and value else []


def example(**parts) -> dict:
    """Facts of nobody, with parts exchanged: `holder={"name": …}`."""
    facts = snapshots.example()
    return facts | {
        key: facts[key] | value if isinstance(value, dict) else value
        for key, value in parts.items()
    }


def drawn(facts: dict, design: str = DEFAULT, logo: bytes | None = None) -> bytes:
    return drawing.draw(facts, qr=claims.qr_text(facts), design=design, logo=logo)


@pytest.fixture
def certificate():
    person = make_person(given_names="Íñigo", first_surname="Ñáñez", second_surname="O'Farrill")
    event = make_event(title="Jornada de «Transparencia» & más", agreement="AC/1/2026")
    certificate = make_certificate(make_registration(event, person))
    drawing.store(certificate, drawing.document(certificate))
    return certificate


def kept(certificate) -> bytes:
    with certificate.pdf.open("rb") as file:
        return file.read()


# ── What it says ─────────────────────────────────────────────────────────────────────────────────

# What the page does not print as it is: how it is drawn and kept, and what it says in other words.
UNPRINTED = {"kind", "code", "issued_on", "design", "logo_sha256", "acronym", "days", "modality"}


def printed_facts(facts: dict) -> list[str]:
    kept_ones = {key: value for key, value in facts.items() if key not in UNPRINTED}
    parts = {
        key: {k: v for k, v in value.items() if k not in UNPRINTED}
        if isinstance(value, dict)
        else value
        for key, value in kept_ones.items()
    }
    return texts(parts)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_fact_is_printed_and_another_program_reads_it(design):
    facts = example()
    text = told(["pdftotext", "-layout"], drawn(facts, design))
    missing = [fact for fact in printed_facts(facts) if bare(fact) not in bare(text)]
    # The title and the programme stand in the text, as it was worded.
    assert missing == []
    assert spoken(facts["code"]).strip() in text
    assert "Modalidad híbrida" in text


def test_a_long_folio_can_be_copied_from_the_page():
    folio = "INSTITUTO/DIRECCIÓN/JORNADAS/0001/2026"
    assert folio in told(["pdftotext", "-layout"], drawn(example(folio=folio)))


def test_the_kept_document_says_what_the_snapshot_says(certificate):
    facts = certificate.facts
    text = bare(PdfReader(io.BytesIO(kept(certificate))).pages[0].extract_text())
    important = [
        facts["holder"]["name"],
        facts["holder"]["body"],
        facts["holder"]["post"],
        facts["wording"]["heading"],
        facts["wording"]["text"],
        facts["folio"],
        facts["event"]["days_words"],
        facts["event"]["agreement"],
        facts["issuer"]["name"],
        facts["place_and_date"],
        spoken(certificate.code),
    ]
    assert [fact for fact in important if not fact or bare(fact) not in text] == []


@pytest.mark.parametrize("name", ["#panic()", "*hola* _a_", "$x$ \\ \"'`<b>", "https://x.mx//a"])
def test_what_looks_like_code_is_a_name(name):
    text = told(["pdftotext", "-layout"], drawn(example(holder={"name": name})))
    assert bare(name) in bare(text)


def test_the_qr_on_the_rendered_page_holds_the_signed_claim(certificate):
    (text,) = qr_texts(rendered(kept(certificate)))
    assert text == claims.qr_text(certificate.facts)
    assert text.startswith(f"http://testserver/c/{certificate.code}/#1.")
    publics = dict(SealingKey.objects.values_list("key_id", "public"))
    checked = claims.check(text, publics)
    assert (checked.is_true, checked.claim.name) == (True, certificate.facts["holder"]["name"])


def test_a_damaged_copy_still_says_which_one_it_is(certificate):
    content = kept(certificate)
    address = f"http://testserver/c/{certificate.code}/".encode()
    # Unpacked in what was drawn, and once more beside the signature.
    assert address in content[: -len(content) // 4]
    assert f"Constancia {certificate.code}".encode() in content[-8_000:]


# ── How it is made ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("design", DESIGNS)
def test_it_is_one_page_of_carta_tagged_with_its_fonts_inside(design):
    pdf = drawn(example(), design)
    about = info(pdf)
    assert (about["Pages"], about["Tagged"]) == ("1", "yes")
    assert about["Page size"] == "792 x 612 pts (letter)"
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    rows = [line.split() for line in fonts.stdout.decode().splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"SourceSans3-Bold", "SourceSans3-Regular"}
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}


@pytest.mark.parametrize("design", DESIGNS)
def test_it_says_it_is_for_everybody_and_for_long(design):
    pdf = drawn(example(), design)
    reader = PdfReader(io.BytesIO(pdf))
    said = reader.xmp_metadata.stream.get_data()
    for part in (b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>A<"):
        assert part in said
    assert reader.trailer["/Root"]["/Lang"] == "es-MX"
    assert reader.metadata.title == "CONSTANCIA de Lic. María Fernanda Núñez de la O (EJEMPLO)"


def test_signing_leaves_what_it_says_of_itself(certificate):
    said = PdfReader(io.BytesIO(kept(certificate))).xmp_metadata.stream.get_data()
    assert b"<pdfuaid:part>1<" in said
    assert b"<pdfaExtension:schemas>" in said


def test_pictures_are_told_in_words():
    pdf = drawn(example(), logo=PNG)
    kinds, stack = {}, [PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]]
    while stack:
        node = stack.pop().get_object()
        inner = node.get("/K", []) if hasattr(node, "get") else []
        stack += [one for one in (inner if isinstance(inner, list) else [inner]) if one != 0]
        if hasattr(node, "get") and node.get("/S") == "/Figure":
            kinds[str(node["/Alt"]).split()[0]] = str(node["/Alt"])
    assert kinds == {
        "Logotipo": "Logotipo de Instituto de Ejemplo",
        "Código": (
            "Código QR para verificar la constancia EJEMPLO/0000/2026 en testserver/c/EJEMPLO"
        ),
    }


def test_the_same_facts_are_drawn_the_same():
    facts = example()
    assert drawn(facts) == drawn(facts)


@pytest.mark.parametrize("logo", [PNG, SVG], ids=["png", "svg"])
@pytest.mark.parametrize("design", DESIGNS)
def test_a_logo_has_its_place(design, logo):
    without, pdf = rendered(drawn(example(), design), 40), drawn(example(), design, logo)
    assert info(pdf)["Pages"] == "1"
    # The picture is black: there is more ink than without.
    ink = [sum(value < 60 for value in page.tobytes()) for page in (rendered(pdf, 40), without)]
    assert ink[0] > ink[1] + 300


# ── It fits ──────────────────────────────────────────────────────────────────────────────────────

LONG_NAME = (
    "Mtra. María de los Ángeles Guadalupe Hernández-Villavicencio y Fernández de Córdoba " * 2
)
LONG_TITLE = (
    "Foro Regional sobre Transparencia Proactiva, Gobierno Abierto y Rendición de Cuentas " * 3
)
LONG_BODY = (
    "Organismo Público Descentralizado para la Prestación de los Servicios de Agua Potable, "
    "Alcantarillado y Saneamiento del Municipio de Ixtapan de la Sal y sus Localidades"
)
EXTREMES = {
    "as little as there can be": example(
        holder={"name": "Eva", "body": "", "post": ""},
        issuer={"name": "I", "area": "", "legal_basis": "", "address": "", "website": ""},
        event={"agreement": "", "hours_words": "", "modality": ""},
        signatories=[],
    ),
    "everything as long as it can be": example(
        holder={"name": LONG_NAME[:160], "body": LONG_BODY, "post": LONG_BODY},
        event={"title": LONG_TITLE[:250]},
        wording={"text": f"Por haber asistido a «{LONG_TITLE}», del programa «{LONG_TITLE}». " * 3},
        issuer={"name": LONG_BODY * 2, "area": LONG_BODY, "legal_basis": LONG_BODY * 6},
        signatories=[{"name": LONG_NAME[:160], "post": LONG_BODY}] * 4,
    ),
    "one word without end": example(holder={"name": "W" * 160, "body": "ñ" * 200}),
    "one who signs": example(signatories=[{"name": "Ana Solís", "post": "Directora"}]),
    "three who sign": example(signatories=[{"name": "Ana Solís", "post": ""}] * 3),
}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("facts", EXTREMES.values(), ids=EXTREMES)
def test_everything_fits_on_one_page_and_its_code_is_read(facts, design):
    pdf = drawn(facts, design, PNG)
    assert info(pdf)["Pages"] == "1"
    page = rendered(pdf)
    assert qr_texts(page) == [claims.qr_text(facts)]
    text = bare(told(["pdftotext", "-layout"], pdf))
    assert bare(facts["holder"]["name"]) in text
    # Nothing reaches the edge that printers leave white; the band is meant to.
    if design != "banda":
        edge = int(7 / 25.4 * 150)
        right = page.crop((page.width - edge, 0, page.width, page.height))
        assert min(right.tobytes()) == 255


def test_what_cannot_fit_at_all_is_refused_and_not_cut():
    with pytest.raises(TypesettingError, match="does not fit"):
        drawn(example(wording={"text": "palabra " * 2_500}))


def test_a_letter_that_the_font_lacks_stops_no_constancia():
    pdf = drawn(example(holder={"name": "李 Ana"}))
    assert "Ana" in told(["pdftotext"], pdf)


# ── Designs ──────────────────────────────────────────────────────────────────────────────────────


def test_designs_are_alike_shaped():
    assert DEFAULT in DESIGNS
    for slug, design in DESIGNS.items():
        assert (slug, template(slug, design.LAYOUT)) == (design.SLUG, design.TEMPLATE)
        assert design.NAME
        assert design.DESCRIPTION.endswith(".")


def test_every_layout_there_ever_was_can_still_be_drawn():
    """A constancia that was issued is drawn as it was promised, also after its design changed."""
    for slug, design in DESIGNS.items():
        assert sorted(design.LAYOUTS) == list(range(1, design.LAYOUT + 1))
        for layout in design.LAYOUTS:
            assert (TEMPLATES / f"{template(slug, layout)}.typ").exists()


def test_layouts_that_were_given_away_are_not_changed():
    """Change one? Copy it under the next number instead, and write the new one's hash here."""
    folder = TEMPLATES / "certificates"
    hashes = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(folder.glob("*.typ"))
    }
    assert hashes == LAYOUTS_GIVEN_AWAY


LAYOUTS_GIVEN_AWAY = {
    "banda": "0aedbad591aa",
    "banda2": "a2e4a78cb057",
    "marco": "5626632ab23a",
    "marco2": "cf520b618489",
    "parts1": "533956dcde30",
    "parts2": "3a86cc2bc725",
    "sobrio": "5e37e66fd4ce",
    "sobrio2": "dce93c222920",
}


def test_the_layout_of_the_snapshot_is_drawn_not_todays(monkeypatch):
    facts = example()
    newer = DESIGNS[DEFAULT].LAYOUTS | {3: "certificates/marco2"}
    before, other = drawn(facts), drawn(facts, "marco")
    monkeypatch.setattr(DESIGNS[DEFAULT], "LAYOUTS", newer)
    monkeypatch.setattr(DESIGNS[DEFAULT], "LAYOUT", 3)
    assert drawn(facts) == before
    assert drawn(facts | {"wording": facts["wording"] | {"layout": 3}}) == other


# ── It is kept ───────────────────────────────────────────────────────────────────────────────────


def test_the_kept_document_is_signed_intact_and_ours(certificate):
    content = kept(certificate)
    found = pdfs.check(content)
    assert (found.is_intact, found.is_ours, found.covers_all) == (True, True, True)
    assert found.key_id == keys.standing("pdf").key_id
    assert certificate.pdf_sha256 == hashlib.sha256(content).hexdigest()


def test_nothing_that_changes_later_changes_a_kept_document(certificate):
    before, digest = kept(certificate), certificate.pdf_sha256
    identity = certificate.organizer.identity()
    certificate.person.given_names = "Otro"
    certificate.person.certificate_name = "Otro Nombre"
    certificate.person.save()
    identity.name, identity.logo = "Otro Instituto", ContentFile(PNG, "otro.png")
    identity.save()
    certificate.event.title = "Otro título"
    certificate.event.save()
    wordings.rewrite(
        organizer=certificate.organizer,
        kind=certificate.kind,
        heading="OTRA",
        text="Otro texto.",
        design="marco",
        by="prueba",
    )
    keys.rotate("pdf", by="prueba")
    keys.rotate("snapshot", by="prueba")
    certificate = Certificate.objects.get()
    assert (kept(certificate), certificate.pdf_sha256) == (before, digest)
    # Nor does whoever draws it once more write over it.
    drawing.store(certificate, drawing.document(certificate))
    certificate.refresh_from_db()
    assert (kept(certificate), certificate.pdf_sha256) == (before, digest)
    assert pdfs.check(before).is_intact


def test_the_logo_is_the_one_it_was_issued_with():
    organizer = make_event().program.organizer
    identity = organizer.identity()
    identity.logo = logos.keep(PNG)
    identity.save()
    certificate = make_certificate(make_registration(make_event()))
    assert certificate.facts["issuer"]["logo_sha256"] == hashlib.sha256(PNG).hexdigest()
    first = rendered(drawing.document(certificate), 40)
    identity.logo = logos.keep(SVG)
    identity.save()
    again = rendered(drawing.document(Certificate.objects.get()), 40)
    assert first.tobytes() == again.tobytes()


def test_of_two_who_draw_one_at_once_the_first_is_kept():
    certificate = make_certificate()
    same = Certificate.objects.get()
    drawing.store(certificate, drawing.document(certificate))
    drawing.store(same, drawing.document(same))
    assert same.pdf_sha256 == certificate.pdf_sha256
    folder = certificate.pdf.storage.path(drawing.FOLDER)
    files = subprocess.run(
        ["find", folder, "-type", "f"], capture_output=True, text=True, check=True
    )
    assert files.stdout.count(certificate.code) == 1


def test_of_some_that_are_kept_at_once_one_may_have_been_drawn_by_another():
    event = make_event(seats_in_person=20)
    some = [make_certificate(make_registration(event)) for _ in range(3)]
    drawing.store(Certificate.objects.get(pk=some[1].pk), b"%PDF-1.7 before")
    drawing.store_all([(one, b"%PDF-1.7 after") for one in reversed(some)])
    assert [kept(one)[9:] for one in some] == [b"after", b"before", b"after"]
    for one in some:
        assert one.pdf_sha256 == hashlib.sha256(kept(one)).hexdigest()
        assert Certificate.objects.get(pk=one.pk).pdf_sha256 == one.pdf_sha256
    folder = Path(some[0].pdf.storage.path(drawing.FOLDER))
    drafts = [draft.name for draft in (folder / drawing.DRAFTS).iterdir()]
    assert [name for name in drafts if any(one.code in name for one in some)] == []


def test_a_file_that_cannot_take_its_place_leaves_no_row_that_names_it(monkeypatch):
    event = make_event(seats_in_person=20)
    some = [make_certificate(make_registration(event)) for _ in range(2)]
    monkeypatch.setattr(drawing, "_settle", lambda folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        drawing.store_all([(one, b"%PDF-1.7") for one in some])
    assert Certificate.objects.without_document().count() == 2


def test_those_beside_one_that_cannot_be_drawn_are_kept(monkeypatch):
    event = make_event(seats_in_person=20)
    some = [make_certificate(make_registration(event)) for _ in range(3)]

    def documents(ones):
        yield from ((one, b"%PDF-1.7") for one in ones[1:])
        raise TypesettingError("no")

    monkeypatch.setattr(drawing, "documents", documents)
    with pytest.raises(TypesettingError):
        papers.draw(some)
    assert list(Certificate.objects.without_document()) == some[:1]


def test_what_an_interrupted_one_left_is_written_over_and_tidied_up():
    certificate = make_certificate()
    year = certificate.issued_at.year
    folder = Path(certificate.pdf.storage.path(drawing.FOLDER))
    for left in (
        folder / str(year) / f"{certificate.code}.pdf",
        folder / drawing.DRAFTS / f"{certificate.code}.0a1b2c3d",
    ):
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_bytes(b"%PDF-1.7 a medias")
    pdf = drawing.document(certificate)
    drawing.store(certificate, pdf)
    assert kept(certificate) == pdf
    assert list(folder.rglob(f"{certificate.code}*")) == [
        folder / str(year) / f"{certificate.code}.pdf"
    ]


def test_many_are_drawn_each_with_its_own():
    event = make_event(seats_in_person=20)
    some = [make_certificate(make_registration(event)) for _ in range(9)]
    for certificate, pdf in drawing.documents(
        Certificate.objects.without_document().order_by("pk")
    ):
        drawing.store(certificate, pdf)
    for certificate in Certificate.objects.all():
        text = PdfReader(io.BytesIO(kept(certificate))).pages[0].extract_text()
        assert certificate.folio in text
        assert bare(certificate.facts["holder"]["name"]) in bare(text)
    assert Certificate.objects.exclude(pdf_sha256="").count() == len(some)


def test_one_that_cannot_be_drawn_keeps_no_other_waiting():
    event = make_event(seats_in_person=20)
    some = [make_certificate(make_registration(event)) for _ in range(4)]
    facts = some[1].facts
    facts["wording"]["text"] = "palabra " * 2_500
    some[1].snapshot = snapshots.canonical(facts)
    done = []

    def draw_all():
        for certificate, _ in drawing.documents(some):
            done.append(certificate.pk)

    with pytest.raises(TypesettingError, match=some[1].folio):
        draw_all()
    assert done == [some[0].pk, some[2].pk, some[3].pk]
