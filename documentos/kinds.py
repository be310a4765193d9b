"""The kinds of files that are accepted, and what is said of those that are not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`is_open`: anybody may read it with any program (Lineamientos: datos abiertos)."""

    extension: str
    media_type: str
    name: str = ""
    is_open: bool = False


class NotEvidenceError(ValueError):
    """The file is none that is accepted; its text says why and what to do."""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

PDF = Kind("pdf", "application/pdf", "PDF")
JPEG = Kind("jpg", "image/jpeg", "imagen JPEG")
PNG = Kind("png", "image/png", "imagen PNG")
TEXT = Kind("txt", "text/plain", "texto", is_open=True)
CSV = Kind("csv", "text/csv", "CSV", is_open=True)
JSON = Kind("json", "application/json", "JSON", is_open=True)
GEOJSON = Kind("geojson", "application/geo+json", "GeoJSON", is_open=True)
XML = Kind("xml", "application/xml", "XML", is_open=True)
KML = Kind("kml", "application/vnd.google-earth.kml+xml", "KML", is_open=True)
# By the part that only they have.
WITHIN = {
    "word/document.xml": Kind("docx", f"{_OFFICE}.wordprocessingml.document", "Word"),
    "xl/workbook.xml": Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel"),
    "ppt/presentation.xml": Kind("pptx", f"{_OFFICE}.presentationml.presentation", "PowerPoint"),
}
OPEN_DOCUMENTS = {
    f"{_OPEN}.text": Kind("odt", f"{_OPEN}.text", "texto OpenDocument", is_open=True),
    f"{_OPEN}.spreadsheet": Kind("ods", f"{_OPEN}.spreadsheet", "hoja OpenDocument", is_open=True),
    f"{_OPEN}.presentation": Kind(
        "odp", f"{_OPEN}.presentation", "presentación OpenDocument", is_open=True
    ),
}

PROOF = frozenset([PDF, JPEG, PNG])
DOCUMENTS = PROOF | {TEXT, *WITHIN.values(), *OPEN_DOCUMENTS.values()}
# What goes with a proposal: documents, and data preferably in open formats.
SUPPORT = DOCUMENTS | {CSV, JSON, GEOJSON, XML, KML}

ONLY_THESE = "Sube un PDF o una imagen JPEG o PNG."
TOO_LARGE = "El archivo pesa más de {} MB. Sube uno más ligero."
EMPTY = "El archivo está vacío."
BROKEN = "El archivo está incompleto o dañado. Ábrelo, guárdalo otra vez y súbelo de nuevo."
LOCKED = "El archivo tiene contraseña. Quítasela y súbelo otra vez."
MACROS = "El documento lleva macros. Guárdalo sin ellas y súbelo otra vez."
NESTED = (
    "El archivo esconde otro dentro. Guárdalo otra vez desde el programa con que lo hiciste y "
    "súbelo de nuevo."
)
OLD = (
    "Es de una versión antigua de Office. Guárdalo como PDF, o con la terminación .docx, .xlsx o "
    ".pptx, y súbelo otra vez."
)
PACKED = "Es una carpeta comprimida. Sube sus archivos uno por uno."
SWELLS = "Al abrirlo, este archivo ocuparía demasiado espacio. Sube uno más ligero."
WEB = (
    "Es una página web o un dibujo SVG, que pueden llevar instrucciones escondidas. Guárdalo como "
    "PDF o como imagen PNG."
)
ENTITIES = "El XML trae definiciones propias (DOCTYPE). Quítaselas y súbelo otra vez."
NOT_UTF8 = (
    "El texto no está en UTF-8. En tu programa elige «Guardar como» y la codificación UTF-8; en "
    "Excel, «CSV UTF-8»."
)
