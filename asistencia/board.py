"""The page of an event while it happens: who is expected, who has come, by which door.

Whoever looks after the event's doors may see it. The numbers renew themselves from two fragments.
Each is made once a second for all who look, in each process, and sent only to those who have not
yet seen what it says: twenty viewers cost little more than one.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from operator import attrgetter

from django.db.models import Count
from django.db.models.functions import TruncMinute
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from bitacora.record import record
from jornadas.models import Event
from jornadas.situation import situation
from padron.access import requires
from padron.roles import Role

from .board_bodies import by_body
from .board_chart import chart
from .models import Scan, WalkIn
from .roster import inside
from .sessions import session_at
from .shared import Shared

LATEST = 8
# What many look at at once: the fragments, with what tells them apart.
shared = Shared(seconds=1)


@dataclass(frozen=True)
class Gate:
    name: str
    entries: int
    last: datetime


@dataclass(frozen=True)
class Arrival:
    """Somebody who came; `registered` says whether they were expected."""

    at: datetime
    name: str
    body: str
    gate: str
    registered: bool


@require_safe
@requires(Role.STAFF, Role.GATE)
def live(request, slug):
    """The whole page; its numbers are those of the fragments."""
    event = get_object_or_404(_seen_by(request), slug=slug)
    board = _board(event.pk)
    if board["latest"]:
        record("people.listed", event, by=request.user, people=len(board["latest"]))
    return render(request, "asistencia/panel/live.html", {**board, **_bodies(event.pk)})


@require_safe
@requires(Role.STAFF, Role.GATE)
def live_fragment(request, slug):
    """The numbers alone. Whoever has the page open was recorded when they opened it."""
    return _answer(request, slug, "_live", _board)


@require_safe
@requires(Role.STAFF, Role.GATE)
def live_bodies(request, slug):
    """The bodies alone."""
    return _answer(request, slug, "_live_bodies", _bodies)


def _seen_by(request):
    return Event.objects.gated_by(request.user).only("pk")


def _answer(request, slug, template: str, make) -> HttpResponse:
    """A fragment; nothing but "not modified" to a browser that has it. Who asks may see it."""
    number = get_object_or_404(_seen_by(request), slug=slug).pk

    def compose() -> tuple[str, str]:
        html = render_to_string(f"asistencia/panel/{template}.html", make(number))
        return html, f'"{sha256(html.encode()).hexdigest()[:32]}"'

    html, etag = shared.get((template, number), compose)
    answer = HttpResponse(html, headers={"ETag": etag})
    patch_cache_control(answer, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=answer)


def _board(number: int, now=None) -> dict:
    """The session of the moment (or the nearest of the day), and what happened at its doors."""
    now = now or timezone.now()
    events = Event.objects.with_counts().select_related("program").prefetch_related("sessions")
    event = events.get(pk=number)
    session = session_at(list(event.sessions.all()), now)
    entries = Scan.objects.admitted().filter(event=event, session=session)
    walkins = WalkIn.objects.to_reconcile().filter(event=event, session=session)
    unregistered = _per_minute(walkins, "came_at")
    per_minute = sorted([*_per_minute(entries, "scanned_at"), *unregistered])
    return {
        "event": event,
        "session": session,
        "now": now,
        "expected": _expected(event),
        "seats": situation(event, now).seats,
        **inside(event, session, walkins=sum(n for *_, n in unregistered)),
        "gates": _gates(per_minute),
        "chart": chart(per_minute),
        "latest": _latest(entries, walkins, len(unregistered) > 0),
    }


def _bodies(number: int) -> dict:
    bodies = by_body(Event(pk=number))
    came = sum(body.entered > 0 for body in bodies)
    return {"bodies": bodies, "came": came}


def _expected(event: Event) -> int:
    """How many are expected at the doors; of an event that is only online, who is to connect."""
    online = event.modality == Event.Modality.ONLINE
    return event.confirmed_online if online else event.confirmed_in_person


def _per_minute(facts, moment: str) -> list[tuple[str, datetime, int]]:
    """Gate, minute, and how many came in there then."""
    return list(
        facts.annotate(minute=TruncMinute(moment))
        .order_by()
        .values_list("device__gate", "minute")
        .annotate(n=Count("pk"))
    )


def _latest(entries, walkins, any_walkins: bool) -> list[Arrival]:
    """Who came last, registered or not."""
    scans = entries.select_related("registration__person", "registration__body", "device")
    found = [
        Arrival(
            scan.scanned_at,
            scan.registration.person.full_name,
            scan.registration.body.name,
            scan.device.gate,
            registered=True,
        )
        for scan in scans.order_by("-scanned_at", "-received_at")[:LATEST]
    ]
    if any_walkins:
        recent = walkins.select_related("body", "device").order_by("-came_at", "-received_at")
        found += [
            Arrival(
                one.came_at,
                " ".join(filter(None, [one.given_names, one.first_surname, one.second_surname])),
                one.body.name if one.body else one.body_said,
                one.device.gate,
                registered=False,
            )
            for one in recent[:LATEST]
        ]
    return sorted(found, key=attrgetter("at"), reverse=True)[:LATEST]


def _gates(per_minute) -> list[Gate]:
    gates: dict[str, Gate] = {}
    for name, minute, n in per_minute:
        before = gates.get(name)
        gates[name] = Gate(name, n + (before.entries if before else 0), minute)
    return list(gates.values())
