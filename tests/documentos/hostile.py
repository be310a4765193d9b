"""Two hundred uploads that nobody should send, made here: what each is called, holds, and is told.

Nothing of them was taken from anywhere; the bombs are small and would swell.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

from documentos.kinds import (
    BROKEN,
    EMPTY,
    ENTITIES,
    LOCKED,
    MACROS,
    NESTED,
    NOT_UTF8,
    OLD,
    PACKED,
    SWELLS,
    TOO_LARGE,
    WEB,
)

MB = 1024 * 1024
# Of no kind that is taken: the page says which are.
OTHER = "Este tipo de archivo no se recibe."


@dataclass(frozen=True)
class Hostile:
    name: str
    content: bytes
    told: str


def uploads() -> list[Hostile]:
    return [
        *_other_kinds(),
        *_pages(),
        *_pages_behind_a_prefix(),
        *_xml(),
        *_bombs(),
        *_archives(),
        *_truncated(),
        *_empty(),
        *_locked(),
        *_two_at_once(),
        *_texts(),
        Hostile("enorme.pdf", b"%PDF-1.7" + bytes(21 * MB), TOO_LARGE.format(20)),
    ]


MAGIC = {
    "programa.exe": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(60),
    "programa": b"\x7fELF\x02\x01\x01" + bytes(60),
    "Clase.class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(20),
    "modulo.wasm": b"\x00asm\x01\x00\x00\x00",
    "dex.dex": b"dex\n035\x00" + bytes(40),
    "datos.gz": b"\x1f\x8b\x08" + bytes(20),
    "datos.bz2": b"BZh91AY&SY" + bytes(20),
    "datos.xz": b"\xfd7zXZ\x00" + bytes(20),
    "datos.7z": b"7z\xbc\xaf\x27\x1c" + bytes(20),
    "datos.rar": b"Rar!\x1a\x07\x01\x00" + bytes(20),
    "datos.zst": b"\x28\xb5\x2f\xfd" + bytes(20),
    "cinta.tar": bytes(257) + b"ustar\x0000" + bytes(200),
    "foto.gif": b"GIF89a\x01\x00\x01\x00" + bytes(20),
    "foto.bmp": b"BM" + bytes(60),
    "foto.webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20),
    "foto.tif": b"II*\x00\x08\x00\x00\x00" + bytes(20),
    "icono.ico": b"\x00\x00\x01\x00\x01\x00" + bytes(20),
    "cartel.psd": b"8BPS\x00\x01" + bytes(20),
    "cancion.mp3": b"ID3\x03\x00\x00" + bytes(20),
    "cancion.flac": b"fLaC" + bytes(20),
    "cancion.ogg": b"OggS\x00" + bytes(30),
    "cancion.wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20),
    "video.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(20),
    "video.avi": b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(20),
    "video.mkv": b"\x1a\x45\xdf\xa3" + bytes(40),
    "video.flv": b"FLV\x01\x05" + bytes(20),
    "letra.ttf": b"\x00\x01\x00\x00\x00" + bytes(20),
    "letra.woff2": b"wOF2\x00\x01\x00\x00" + bytes(20),
    "base.sqlite": b"SQLite format 3\x00" + bytes(80),
    "dibujo.swf": b"CWS\x0a" + bytes(20),
    "paquete.deb": b"!<arch>\ndebian-binary" + bytes(20),
    "basura.bin": bytes(range(256)),
}


def _other_kinds() -> Iterator[Hostile]:
    """As what they are, and under a name that lies."""
    for name, content in MAGIC.items():
        yield Hostile(name, content, OTHER)
        yield Hostile(f"{name.split('.')[0]}.pdf", content, OTHER)


PAGES = [
    "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "<?xml version='1.0'?>\n<!-- plano -->\n<svg xmlns='http://www.w3.org/2000/svg'/>",
    "<x:svg xmlns:x='http://www.w3.org/2000/svg'><x:script>alert(1)</x:script></x:svg>",
    "<g><svg xmlns='http://www.w3.org/2000/svg'/></g>",
    "<!doctype html><title>a</title><script>alert(1)</script>",
    "<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><html></html>",
    "<html><body onload=alert(1)></html>",
    "<HTML><SCRIPT SRC=//example.org/x.js></SCRIPT></HTML>",
    "  \n\t<html></html>",
    "\ufeff<html><script>alert(1)</script></html>",
    "<!-- hola --><html></html>",
    "<script>alert(document.cookie)</script>",
    "<html xmlns='http://www.w3.org/1999/xhtml'><head/></html>",
    "<datos xmlns:h='http://www.w3.org/1999/xhtml'><h:script>alert(1)</h:script></datos>",
    "<datos><script>alert(1)</script></datos>",
    "<datos><iframe src='javascript:alert(1)'/></datos>",
    "<?xml-stylesheet type='text/xsl' href='a.xsl'?><datos/>",
    "<?xml version='1.0'?><?xml-stylesheet href='javascript:alert(1)'?><datos/>",
]


def _pages() -> Iterator[Hostile]:
    for number, text in enumerate(PAGES):
        for name in (f"dibujo{number}.svg", f"datos{number}.csv", f"foto{number}.png"):
            yield Hostile(name, text.encode(), WEB)


def _pages_behind_a_prefix() -> Iterator[Hostile]:
    """Markup that is not even well-formed."""
    for number, text in enumerate(["<b>hola", "<", "<a", "<a><b></a>", "<?php system('ls'); ?>"]):
        yield Hostile(f"texto{number}.txt", text.encode(), BROKEN)


def _xml() -> Iterator[Hostile]:
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'ja'}'>" for n in range(10))
    for number, text in enumerate(
        [
            f"<?xml version='1.0'?><!DOCTYPE d [{laughs}]><d>&a9;</d>",
            "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>",
            "<!DOCTYPE d [<!ENTITY % x SYSTEM 'http://example.org/x.dtd'> %x;]><d/>",
            "<!DOCTYPE d SYSTEM 'http://example.org/d.dtd'><d/>",
        ]
    ):
        yield Hostile(f"datos{number}.xml", text.encode(), ENTITIES)
    deep = "<a>" * 5_000 + "</a>" * 5_000
    yield Hostile("hondo.xml", deep.encode(), BROKEN)
    yield Hostile("hondo.kml", deep.encode(), BROKEN)
    yield Hostile("otra.xml", b"<?xml version='1.0' encoding='no-existe'?><a/>", BROKEN)


def archive(parts: dict[str, bytes], method=ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


WORD, EXCEL, SLIDES = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"
ODT = b"application/vnd.oasis.opendocument.text"


def document(part=WORD, **more: bytes) -> bytes:
    return archive({part: b"<a/>", **more})


def _swollen(size: int) -> bytes:
    """A document with a part of so many zeros, made without holding them."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        file.writestr(WORD, b"<a/>")
        with file.open("word/media/a.bin", "w", force_zip64=False) as part:
            for _ in range(size // MB):
                part.write(bytes(MB))
    return made.getvalue()


def _says_size(content: bytes, size: int) -> bytes:
    """The same archive, whose list announces another size for its last part."""
    changed = bytearray(content)
    at = content.rfind(b"PK\x01\x02")
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


def _many_parts(count: int) -> bytes:
    """An archive that lists one part again and again."""
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    entry = b"PK\x01\x02" + struct.pack(
        "<6H3I5H2I", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    ) + b"a"  # fmt: skip
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF),
        len(entry) * count, len(local), 0,
    )  # fmt: skip
    return local + entry * count + end


def _overlapping(parts: int) -> bytes:
    """Many parts that are all the same bytes: each small, together endless."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(bytes(MB)) + packed.flush()
    check = zlib.crc32(bytes(MB))
    head = struct.pack("<5H3I2H", 20, 0, 8, 0, 0, check, len(data), MB, len(WORD), 0)
    local = b"PK\x03\x04" + head + WORD.encode() + data
    entry = b"PK\x01\x02" + struct.pack(
        "<6H3I5H2I", 20, 20, 0, 8, 0, 0, check, len(data), MB, len(WORD), 0, 0, 0, 0, 0, 0
    ) + WORD.encode()  # fmt: skip
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, parts, parts, len(entry) * parts, len(local), 0
    )
    return local + entry * parts + end


def _bombs() -> Iterator[Hostile]:
    yield Hostile("bomba.docx", _swollen(300 * MB), SWELLS)
    yield Hostile("bomba.xlsx", _swollen(100 * MB), SWELLS)
    for number, size in enumerate([2 * 1024 * MB, 2**32 - 2, 250 * MB, 50 * MB]):
        name = f"anuncia{number}.docx"
        yield Hostile(name, _says_size(document(**{"a.xml": b"hola"}), size), SWELLS)
    # Says little and holds much, and the other way round within what is allowed.
    yield Hostile("miente.docx", _says_size(_swollen(100 * MB), 10), BROKEN)
    yield Hostile("miente.pptx", _says_size(document(SLIDES, **{"a.xml": b"hola"}), 2), BROKEN)
    yield Hostile("muchas.docx", _many_parts(5_000), SWELLS)
    yield Hostile("miles.docx", _many_parts(200_000), SWELLS)
    yield Hostile("encimadas.docx", _overlapping(15), SWELLS)
    yield Hostile("encimadas.xlsx", _overlapping(300), SWELLS)


def _archives() -> Iterator[Hostile]:
    yield Hostile("fotos.zip", archive({"a.jpg": b"x"}), PACKED)
    yield Hostile("fotos.pdf", archive({"a.jpg": b"x"}), PACKED)
    yield Hostile("programa.jar", archive({"META-INF/MANIFEST.MF": b"x"}), PACKED)
    yield Hostile("libro.epub", archive({"mimetype": b"application/epub+zip"}), PACKED)
    yield Hostile("falso.odt", archive({"mimetype": b"text/html"}), PACKED)
    yield Hostile("mapa.kmz", archive({"doc.kml": b"<kml/>"}), PACKED)
    inner = archive({"b.zip": archive({"c.zip": archive({"d": bytes(MB)})})})
    yield Hostile("cajas.zip", archive({"a.zip": inner}), PACKED)
    yield Hostile("vacia.zip", archive({}), OTHER)  # begins as no document does
    for name in ("../../etc/passwd", "/etc/passwd", "a\\..\\..\\b", "word/../../x"):
        yield Hostile("sale.docx", document(**{name: b"x"}), BROKEN)
    for method in (ZIP_BZIP2, ZIP_LZMA):
        yield Hostile("raro.docx", archive({WORD: b"<a/>"}, method), BROKEN)
    for part, name in ((WORD, "a.docx"), (EXCEL, "a.xlsx"), (SLIDES, "a.pptx")):
        macros = {part.split("/")[0] + "/vbaProject.bin": b"x"}
        yield Hostile(name, document(part, **macros), MACROS)


def _truncated() -> Iterator[Hostile]:
    """Cut off at every tenth, and with a wound in the middle."""
    whole = archive({WORD: b"<a>" + b"hola" * 500 + b"</a>"}, ZIP_STORED)
    for tenth in range(1, 10):
        yield Hostile(f"cortado{tenth}.docx", whole[: len(whole) * tenth // 10], BROKEN)
    yield Hostile("casi.docx", whole[:-1], BROKEN)
    hurt = bytearray(whole)
    hurt[len(hurt) // 2] ^= 0xFF
    yield Hostile("herido.docx", bytes(hurt), BROKEN)
    yield Hostile("roto.xlsx", b"PK\x03\x04" + bytes(50), BROKEN)
    yield Hostile("doble.docx", whole + b"<html>", BROKEN)


def _empty() -> Iterator[Hostile]:
    for name in ("a.pdf", "a.csv", "a.docx", "a.png", "vacio", ".htaccess"):
        yield Hostile(name, b"", EMPTY)


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _locked() -> Iterator[Hostile]:
    package = COMPOUND + bytes(700) + "EncryptedPackage".encode("utf-16-le") + bytes(700)
    for name in ("clave.docx", "clave.xlsx", "clave.pptx"):
        yield Hostile(name, package, LOCKED)
        flagged = bytearray(document())
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            flagged[flagged.find(mark) + at] |= 1
        yield Hostile(f"otra-{name}", bytes(flagged), LOCKED)
    manifest = b"<manifest:encryption-data/>"
    parts = {"mimetype": ODT, "content.xml": b"x", "META-INF/manifest.xml": manifest}
    yield Hostile("clave.odt", archive(parts), LOCKED)
    for number, lock in enumerate([b"/Encrypt 12 0 R", b"/Encrypt<</V 4>>", b"/Encrypt\n5 0\nR"]):
        body = b"%PDF-1.7\n" + bytes(70_000) + b"trailer<<" + lock + b">>\n%%EOF"
        yield Hostile(f"clave{number}.pdf", body, LOCKED)
    # The word stands across two of the pieces that are read.
    across = b"%PDF-1.7\n" + b" " * (64 * 1024 - 15) + b"/Encrypt 12 0 R\n%%EOF"
    yield Hostile("clave-partida.pdf", across, LOCKED)
    for name in ("viejo.doc", "viejo.xls", "viejo.ppt", "viejo.pdf"):
        yield Hostile(name, COMPOUND + bytes(2_000), OLD)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def _two_at_once() -> Iterator[Hostile]:
    packed = archive({"a": b"x"})
    for name, body in (("foto.png", PNG), ("foto.jpg", JPEG), ("hoja.pdf", PDF)):
        yield Hostile(name, body + packed, NESTED)
        yield Hostile(f"programa-{name}", body + document(), NESTED)
    for page in (b"<script>alert(1)</script>", b"<SVG onload=x>", b"<?php a();", b"< html>"):
        yield Hostile("foto.png", PNG + page, NESTED)
        yield Hostile("foto.jpg", JPEG + bytes(70_000) + page, NESTED)
    yield Hostile("hoja.pdf", b"%PDF-1.7\n<html><script>alert(1)</script></html>", NESTED)


def _texts() -> Iterator[Hostile]:
    yield Hostile("latino.csv", "año,niños\n1,2".encode("latin-1"), NOT_UTF8)
    yield Hostile("latino.txt", "Información pública".encode("cp1252"), NOT_UTF8)
    yield Hostile("ancho.csv", "a,b\n1,2".encode("utf-16"), NOT_UTF8)
    yield Hostile("cortado.csv", b"a,b\n1,\xc3", NOT_UTF8)
    yield Hostile("nulo.txt", b"Hola\x00", OTHER)
    yield Hostile("escape.csv", b"a,b\n\x1b]0;x\x07", OTHER)
    yield Hostile("campana.json", b'{"a": "\x07"}', OTHER)
