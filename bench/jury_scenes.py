"""A call with many proposals before its jury, for the table of the session."""

import time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practicas.models import Call, Level, Proposal, Score, Scoresheet
from practicas.table import table
from tests.make import make_body
from tests.practicas.make import make_call, seat_user

REASON = "Se ve en el soporte que acompaña, y en la página que se consulta."


def judged(proposals: int, seats: int) -> dict:
    """`proposals` admitted ones, each with a sheet of every seat, all of them in."""
    call, body, now = make_call(), make_body(), timezone.now()
    held = [call.seats.get(number=number) for number in range(1, seats + 1)]
    for seat in held:
        seat_user(call, seat.number)
    made = Proposal.objects.bulk_create(
        Proposal(
            call=call, body=body, title=f"Práctica {n}", state="admitted", number=n, sent_at=now,
            sent_by="prueba", created_by="prueba",
        )
        for n in range(1, proposals + 1)
    )  # fmt: skip
    sheets = Scoresheet.objects.bulk_create(
        Scoresheet(proposal=one, seat=seat, holder_name=seat.post, handed_in_at=now)
        for one in made
        for seat in held
    )
    levels: dict[int, list[Level]] = {}
    for level in Level.objects.filter(criterion__call=call).order_by("value"):
        levels.setdefault(level.criterion_id, []).append(level)
    # No two proposals alike, and some that are tied.
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion_id=pk, level=given[(n * 7 + pk + n // 11) % 5], reason=REASON)
        for n, sheet in enumerate(sheets)
        for pk, given in levels.items()
    )
    return {"call": call.pk}


def reckon(call: int, runs: int) -> dict:
    """The table anew, as often: seconds of each, its queries, and what it tells."""
    one = Call.objects.get(pk=call)
    with CaptureQueriesContext(connection) as asked:
        rows = table(one)
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        table(one)
        seconds.append(time.perf_counter() - started)
    return {
        "queries": len(asked),
        "seconds": seconds,
        "rows": len(rows),
        "scored": sum(len(row.totals or ()) for row in rows),
    }
