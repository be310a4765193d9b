"""Constancias that are issued and not drawn yet, and how long their documents take."""

import time
from statistics import median

from bench.issuing_scenes import ended
from certificates import candidates, claims, drawing, issuing
from certificates.models import Certificate
from jornadas.models import Event


def written(people: int) -> dict:
    """`people` constancias, each with its folio and its seal, none with a document."""
    event = Event.objects.get(slug=ended(people)["slug"])
    due = candidates.candidates(event)
    frame = issuing._frame(issuing._whole(event.pk), due[0], None)
    return {"written": issuing.write(due, frame, by="prueba")}


def one() -> dict:
    """Seconds of one document while somebody waits: the first, then unsigned and signed."""
    certificate = Certificate.objects.first()
    facts = certificate.facts
    look = {"qr": claims.qr_text(facts), "design": facts["wording"]["design"], "logo": None}
    return {
        "first": _seconds(lambda: drawing.document(certificate)),
        "unsigned": median(_seconds(lambda: drawing.draw(facts, **look)) for _ in range(20)),
        "signed": median(_seconds(lambda: drawing.document(certificate)) for _ in range(20)),
    }


def many() -> dict:
    """All of them drawn, signed and kept."""
    start, bytes_kept = time.perf_counter(), 0
    for certificate, pdf in drawing.documents(Certificate.objects.without_document()):
        drawing.store(certificate, pdf)
        bytes_kept += len(pdf)
    seconds = time.perf_counter() - start
    undrawn = Certificate.objects.without_document().count()
    return {"seconds": seconds, "undrawn": undrawn, "bytes": bytes_kept}


def _seconds(what) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start
