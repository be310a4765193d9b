"""Constancias on the way out: the list of those issued, and their documents in one file."""

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from documentos.spreadsheets import Column

from . import papers
from .file_names import safe_name
from .models import Certificate
from .panel_forms import state_of

PIECE = 50
COLUMNS = [
    Column("Folio", 30),
    Column("Nombre", 38, wrap=True),
    Column("Sujeto obligado", 46, wrap=True),
    Column("Cargo", 34, wrap=True),
    Column("Tipo", 24),
    Column("Evento", 46, wrap=True),
    Column("Emitida", 18),
    Column("Estado", 14),
    Column("Motivo", 40, wrap=True),
    Column("Sustituye a", 30),
    Column("Código", 18),
]


def rows(certificates) -> Iterator[list]:
    """A row for each, by its snapshot: what was printed, not what the padrón says today."""
    related = certificates.select_related("replaces").only(
        "folio", "code", "kind", "snapshot", "issued_at", "revoked_at", "superseded_at", "reason",
        "replaces__folio",
    )  # fmt: skip
    for one in related.order_by("series", "number").iterator(chunk_size=PIECE):
        facts = one.facts
        yield [
            one.folio,
            facts["holder"]["name"],
            facts["holder"]["body"],
            facts["holder"]["post"],
            one.get_kind_display(),
            facts["event"]["title"],
            one.issued_at,
            state_of(one),
            one.reason,
            one.replaces.folio if one.replaces else None,
            one.code,
        ]


def zipped(certificates) -> Iterator[bytes]:
    """The documents of those of a queryset as a zip, piece by piece: one is in memory at a time."""
    keys = list(certificates.order_by("series", "number").values_list("pk", flat=True))
    out = _Pipe()
    with ZipFile(out, "w", compresslevel=1) as archive:
        for one in _in_order(keys):
            moment = timezone.localtime(one.issued_at).timetuple()[:6]
            info = ZipInfo(f"{safe_name(one)}.pdf", moment)
            # Not stored as it is, though a PDF is packed already: some programs cannot read that
            # from a file whose sizes come after the content.
            archive.writestr(info, papers.paper(one), ZIP_DEFLATED)
            yield out.taken()
    yield out.taken()


def _in_order(keys: list[int]) -> Iterable[Certificate]:
    for start in range(0, len(keys), PIECE):
        found = Certificate.objects.in_bulk(keys[start : start + PIECE])
        yield from (found[key] for key in keys[start : start + PIECE])


class _Pipe:
    """A file that is only written to, and gives away what it has."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
