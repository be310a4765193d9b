"""Which bodies have come to an event: how many of each are expected and how many have entered."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from jornadas.models import Event, Registration
from padron.models import Body

from .models import Scan, WalkIn

UNKNOWN = "Sin sujeto obligado del catálogo"


@dataclass(frozen=True)
class BodyLine:
    name: str
    expected: int
    entered: int


def by_body(event: Event) -> list[BodyLine]:
    """In the order of the catalogue, whoever has a seat or has come; in all sessions.

    Who came without a registration counts for the body they named, until they are reconciled.
    """
    came = Exists(Scan.objects.admitted().filter(registration=OuterRef("pk")))
    registered = (
        Registration.objects.filter(event=event)
        .order_by()
        .values_list("body")
        .annotate(
            expected=Count("pk", filter=Q(status=Registration.Status.CONFIRMED)),
            entered=Count("pk", filter=came),
        )
    )
    counts = {body: (expected, entered) for body, expected, entered in registered}
    waiting = WalkIn.objects.to_reconcile().filter(event=event).order_by()
    walkins = Counter(dict(waiting.values_list("body").annotate(n=Count("pk"))))
    names = Body.objects.filter(pk__in={*counts, *walkins} - {None}).order_by("sort_key")
    lines = []
    for pk, name in [*names.values_list("pk", "name"), (None, UNKNOWN)]:
        expected, entered = counts.get(pk, (0, 0))
        if expected or entered or walkins[pk]:
            lines.append(BodyLine(name, expected, entered + walkins[pk]))
    return lines
