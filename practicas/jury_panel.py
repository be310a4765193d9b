"""The table of the session in the panel: on the screen, on paper, and as a spreadsheet.

While scores are sealed it tells who has handed in, and no score at all.
"""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response
from padron.access import requires
from padron.roles import Role

from . import ruling, scoring
from .dictamen import corrections
from .models import Call, Dictamen, Seat
from .table import ROUNDING, Row, seats_of, table


def call_of(request, slug) -> Call:
    found = Call.objects.manageable_by(request.user).select_related("organizer")
    return get_object_or_404(found, slug=slug)


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def table_page(request, slug):
    call = call_of(request, slug)
    rows, seats = table(call), seats_of(call)
    for row in rows:
        row.cells = [_cell(row, seat) for seat in seats]
    holders = sum(seat.holder is not None for seat in seats)
    if holders:
        record("people.listed", call, by=request.user, people=holders)
    dictamen = Dictamen.objects.filter(call=call).first()
    sessions = list(call.jury_sessions.all())
    context = {
        "call": call,
        "rows": rows,
        "seats": seats,
        "is_sealed": bool(rows) and rows[0].totals is None,
        "is_over": scoring.is_over(call),
        "missing": sum(len(row.due - row.given) for row in rows),
        "owed": sum(len(row.due) for row in rows),
        "ruled": sum(row.ruling is not None for row in rows),
        "rounding": ROUNDING,
        "sessions": sessions,
        "open": next((one for one in sessions if one.closed_at is None), None),
        "dictamen": dictamen,
        "why_not": "" if dictamen else ruling.why_not_yet(call),
        "corrigenda": corrections(dictamen) if dictamen else [],
    }
    return render(request, "practicas/jury_table.html", context)


def _cell(row: Row, seat: Seat) -> tuple[str, str]:
    """What a seat's column says of a proposal, and its tone."""
    if seat.pk in row.recused:
        return "Excusado", "muted"
    if seat.pk in row.given:
        return (str(row.totals[seat.pk]), "") if row.totals is not None else ("Entregada", "")
    return ("Falta", "muted") if seat.pk in row.due else ("", "")


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def table_xlsx(request, slug):
    """The same, one row for each proposal."""
    call = call_of(request, slug)
    rows, seats = table(call), seats_of(call)
    record("jury.table_downloaded", call, by=request.user, people=len(seats))
    columns = [
        Column("Lugar", 8),
        Column("Número", 9),
        Column("Práctica", 46, wrap=True),
        Column("Sujeto obligado", 40, wrap=True),
        *(Column(seat.post, 16) for seat in seats),
        Column("Puntaje (mediana)", 12),
        Column("Dispersión", 12),
        Column("Cédulas entregadas", 12),
        Column("Cédulas que tocan", 12),
        Column("Quórum de cédulas", 12),
        Column("Alcanza el mínimo", 12),
        Column("Empate", 40, wrap=True),
        Column("Resolución", 16),
        Column("Motivos", 60, wrap=True),
        Column("Cómo se desempató", 40, wrap=True),
    ]
    lines = (_line(row, seats) for row in rows)
    return xlsx_response(f"jurado-{call.slug}", columns, lines, title="Jurado")


def _line(row: Row, seats: list[Seat]) -> list:
    one, made = row.proposal, row.ruling
    result = ""
    if made:
        result = "Procedente" if made.is_recognised else "No procedente"
    return [
        row.place,
        one.number,
        one.title,
        one.body.name,
        *(_number(row, seat) for seat in seats),
        None if row.median is None else float(row.median),
        None if row.spread is None else float(row.spread),
        row.sheets_in,
        len(row.due),
        "Sí" if row.has_quorum else "No",
        {None: "", True: "Sí", False: "No"}[row.meets_minimum],
        row.tie_words,
        result,
        made.reasons if made else "",
        made.tie_broken if made else "",
    ]


def _number(row: Row, seat: Seat):
    if row.totals is not None and seat.pk in row.totals:
        return float(row.totals[seat.pk])
    return _cell(row, seat)[0]
