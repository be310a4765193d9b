"""The page of an event while it happens: who is expected, who has come, by which door.

Whoever looks after the event's doors may see it. The numbers renew themselves from a fragment that
costs five queries, however many people there are.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, Q
from django.db.models.functions import TruncMinute
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.record import record
from jornadas.models import Event, Session
from jornadas.situation import situation
from padron.access import requires
from padron.models import Body
from padron.roles import Role

from .models import Scan
from .roster import inside
from .sessions import session_at

LATEST = 8
BARS = 36


@dataclass(frozen=True)
class Gate:
    name: str
    entries: int
    last: datetime


@dataclass(frozen=True)
class Bar:
    """Entries in an interval; `x`, `y` and `height` place it in a drawing 100 high."""

    start: datetime
    entries: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    minutes: int
    highest: int
    width: int


@require_safe
@requires(Role.STAFF, Role.GATE)
def live(request, slug):
    """The whole page, with bodies; its numbers are those of the fragment."""
    event = _event(request, slug)
    board = _board(event)
    if board["latest"]:
        record("people.listed", event, by=request.user, people=len(board["latest"]))
    bodies = list(_bodies(event))
    came = sum(body.entered > 0 for body in bodies)
    return render(request, "asistencia/panel/live.html", {**board, "bodies": bodies, "came": came})


@require_safe
@requires(Role.STAFF, Role.GATE)
def live_fragment(request, slug):
    """The numbers alone. Whoever has the page open was recorded when they opened it."""
    board = _board(_event(request, slug))
    return HttpResponse(render_to_string("asistencia/panel/_live.html", board))


def _event(request, slug) -> Event:
    events = Event.objects.gated_by(request.user).with_counts().select_related("program")
    return get_object_or_404(events.prefetch_related("sessions"), slug=slug)


def _board(event: Event, now=None) -> dict:
    """The session of the moment (or the nearest of the day), and what happened at its doors."""
    now = now or timezone.now()
    session = session_at(list(event.sessions.all()), now)
    entries = _entries(event, session)
    per_minute = list(
        entries.annotate(minute=TruncMinute("scanned_at"))
        .values_list("device__gate", "minute")
        .annotate(n=Count("pk"))
        .order_by("device__gate", "minute")
    )
    latest = entries.select_related("registration__person", "registration__body", "device")
    seats = situation(event, now).seats
    return {
        "event": event,
        "session": session,
        "now": now,
        "expected": _expected(event),
        "seats": seats,
        **inside(event, session),
        "gates": _gates(per_minute),
        "chart": _chart(per_minute),
        "latest": list(latest.order_by("-scanned_at", "-received_at")[:LATEST]),
    }


def _expected(event: Event) -> int:
    """How many are expected at the doors; of an event that is only online, who is to connect."""
    online = event.modality == Event.Modality.ONLINE
    return event.confirmed_online if online else event.confirmed_in_person


def _entries(event: Event, session: Session | None):
    return Scan.objects.admitted().filter(event=event, session=session)


def _gates(per_minute) -> list[Gate]:
    gates: dict[str, Gate] = {}
    for name, minute, n in per_minute:
        before = gates.get(name)
        gates[name] = Gate(name, n + (before.entries if before else 0), minute)
    return list(gates.values())


def _chart(per_minute) -> Chart | None:
    """Entries by interval: as many minutes each as make at most 36 bars."""
    if not per_minute:
        return None
    moments = [minute for _, minute, _ in per_minute]
    first, last = min(moments), max(moments)
    span = (last - first) / timedelta(minutes=1) + 1
    step = next((m for m in (5, 15, 60) if span / m <= BARS - 1), 5 * ceil(span / 5 / (BARS - 1)))
    first -= timedelta(minutes=first.minute % step if step <= 60 else 0)
    counts = [0] * (int((last - first) / timedelta(minutes=step)) + 1)
    for _, minute, n in per_minute:
        counts[int((minute - first) / timedelta(minutes=step))] += n
    highest = max(counts)
    bars = []
    for number, n in enumerate(counts):
        height = round(100 * n / highest)
        start = first + timedelta(minutes=step * number)
        bars.append(Bar(start, n, number * 20, 100 - height, height))
    return Chart(bars, step, highest, 20 * len(counts))


def _bodies(event: Event):
    """The bodies with people registered: how many are expected and how many have come."""
    confirmed = Q(registrations__event=event, registrations__status="confirmed")
    entered = Q(
        registrations__event=event,
        registrations__scans__result=Scan.Result.ADMITTED,
        registrations__scans__undone_at=None,
    )
    return (
        Body.objects.filter(registrations__event=event)
        .annotate(
            expected=Count("registrations", filter=confirmed, distinct=True),
            entered=Count("registrations", filter=entered, distinct=True),
        )
        .filter(Q(expected__gt=0) | Q(entered__gt=0))
        .order_by("sort_key")
    )
