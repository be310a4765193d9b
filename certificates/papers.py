"""The documents of constancias: drawn once, after the row is written, and never anew.

What an interrupted issuing left undrawn is drawn when somebody asks for it, or by a chore.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from django.utils import timezone

from . import drawing
from .models import Certificate

BATCH = 50
# The chore leaves alone what was issued just now: whoever issued it is drawing it.
PAUSE = timedelta(minutes=2)
PER_TURN = 100


def paper(certificate: Certificate) -> bytes:
    """The PDF that was kept, drawn now where it was not yet."""
    if not certificate.pdf_sha256:
        drawing.store(certificate, drawing.document(certificate))
        certificate.refresh_from_db()
    with certificate.pdf.open("rb") as file:
        return file.read()


def draw(
    certificates: Iterable[Certificate],
    *,
    progress: Callable[[int], None] = lambda count: None,
    until: float = float("inf"),
) -> int:
    """Draw and keep them one after another; return how many. Memory stays bounded.

    `until`: a moment of `time.monotonic()` after which no other one is begun.
    """
    done = 0
    for certificate, pdf in drawing.documents(_while(certificates, until)):
        drawing.store(certificate, pdf)
        progress(1)
        done += 1
    return done


def undrawn(certificates) -> Iterator[Certificate]:
    """Those of a queryset that have no document, a few at a time, without holding a cursor."""
    keys = list(certificates.without_document().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        found = Certificate.objects.without_document().filter(pk__in=keys[start : start + BATCH])
        yield from found.order_by("pk")


def draw_left_over(now=None) -> int:
    """What was issued a while ago and has no document: whoever was drawing it was interrupted."""
    now = now or timezone.now()
    old = Certificate.objects.without_document().filter(issued_at__lt=now - PAUSE)
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:PER_TURN])
    return draw(undrawn(Certificate.objects.filter(pk__in=keys))) if keys else 0


def _while(certificates: Iterable[Certificate], until: float) -> Iterator[Certificate]:
    for certificate in certificates:
        if time.monotonic() >= until:
            return
        yield certificate
