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
# Documents that are kept at once.
TOGETHER = 10
# Drawn between two writings: as many as the presses set while the next ones are written.
SHARE = 40
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
    certificates: Iterable[Certificate], *, progress: Callable[[int], None] = lambda count: None
) -> int:
    """Draw and keep them, some at a time; return how many. Memory stays bounded."""
    done = 0
    drawn: list[tuple[Certificate, bytes]] = []

    def keep() -> None:
        nonlocal done
        some = drawn.copy()
        drawn.clear()
        drawing.store_all(some)
        done += len(some)
        progress(len(some))

    # One that could not be drawn is told after the last, and those are kept all the same.
    try:
        for one in drawing.documents(certificates):
            drawn.append(one)
            if len(drawn) == TOGETHER:
                keep()
    finally:
        if drawn:
            keep()
    return done


def undrawn(
    certificates, *, writing: Iterable = (), until: float = float("inf")
) -> Iterator[Certificate]:
    """Those of a queryset that have no document, a few at a time, without holding a cursor.

    `writing` writes more of them, some at each step, and is asked to go on while the presses are
    busy with what was written before; to its end, whatever the time. `until`: a moment of
    `time.monotonic()` after which no other one is given.
    """
    after = 0

    def some(count: int) -> Iterator[Certificate]:
        nonlocal after
        if time.monotonic() >= until:
            return
        for one in certificates.without_document().filter(pk__gt=after).order_by("pk")[:count]:
            if time.monotonic() >= until:
                return
            after = one.pk
            yield one

    for _ in writing:
        yield from some(SHARE)
    last = None
    while last != after:
        last = after
        yield from some(BATCH)


def draw_left_over(now=None) -> int:
    """What was issued a while ago and has no document: whoever was drawing it was interrupted."""
    now = now or timezone.now()
    old = Certificate.objects.without_document().filter(issued_at__lt=now - PAUSE)
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:PER_TURN])
    return draw(undrawn(Certificate.objects.filter(pk__in=keys))) if keys else 0
