"""Whether the devices of an event are ready, in the panel: a light for each, and the drill."""

from dataclasses import dataclass

from django.db.models import Count, Max
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from documentos.qr import qr_svg
from jornadas.models import Event
from padron.access import requires
from padron.roles import Role

from . import readiness
from .models import Device, Scan
from .practice import PASSES, PracticePass
from .readiness import Check, Light

# How a practice pass can be read; the device says which of these were tried.
WAYS = {
    "camera": "Con la cámara",
    "scanner": "Con un lector USB",
    "typed": "Escribiendo el código",
    "offline": "Sin red",
}
TAGS = {
    Light.GREEN: ("success", "circle-check", "Listo"),
    Light.YELLOW: ("warning", "triangle-alert", "Revisar"),
    Light.RED: ("danger", "circle-x", "No está listo"),
    Light.UNKNOWN: ("neutral", "circle-question-mark", "Sin datos"),
}


@dataclass(frozen=True)
class Tag:
    tone: str
    icon: str
    words: str


@dataclass(frozen=True)
class Row:
    """A device and, while it may be at work, what there is to say of it."""

    device: Device
    checks: list[Check]

    @property
    def tag(self) -> Tag:
        return Tag(*TAGS[readiness.worst(self.checks)])

    @property
    def to_do(self) -> list[Check]:
        """What somebody should look at, the worst first."""
        lights = [Light.RED, Light.YELLOW]
        found = [check for check in self.checks if check.light in lights]
        return sorted(found, key=lambda check: lights.index(check.light))

    @property
    def queue(self) -> int:
        return self.device.health.get("queue") or 0

    @property
    def lines(self) -> list[tuple[Tag, Check]]:
        return [(Tag(*TAGS[check.light]), check) for check in self.checks]


def rows(event: Event, now=None) -> list[Row]:
    """The devices of an event with their light. Two queries, however many there are."""
    now = now or timezone.now()
    people = event.registrations.aggregate(expected=Count("pk"), revision=Max("revision"))
    known = {"expected": people["expected"], "revision": people["revision"] or 0, "now": now}
    found = readiness.with_drill(event.devices.all()).order_by("gate", "-paired_at")
    return [Row(device, _checks(device, known) if _works(device, now) else []) for device in found]


@require_safe
@requires(Role.STAFF, Role.GATE)
def device_view(request, slug, pk):
    """Everything there is to say of one device; also as a fragment for `data-live`."""
    event = _event(request, slug)
    device = get_object_or_404(event.devices, pk=pk)
    [row] = [row for row in rows(event) if row.device == device]
    template = "_device" if "fragmento" in request.GET else "device"
    return render(request, f"asistencia/panel/{template}.html", {"event": event, "row": row})


@require_safe
@requires(Role.STAFF, Role.GATE)
def drill(request, slug):
    """The practice passes to show or print, and what each device tried with them."""
    event = _event(request, slug)
    tried = _tried(event)
    if "fragmento" in request.GET:
        return render(request, "asistencia/panel/_drill.html", {"event": event, "tried": tried})
    # Our own SVG of our own codes.
    passes = [(one, mark_safe(qr_svg(one.code))) for one in PASSES]
    context = {"event": event, "tried": tried, "passes": passes}
    return render(request, "asistencia/panel/drill.html", context)


@dataclass(frozen=True)
class Tried:
    """What one device did with the practice passes: (what, whether it was done)."""

    device: Device
    passes: list[tuple[PracticePass, bool]]
    ways: list[tuple[str, bool]]

    @property
    def is_done(self) -> bool:
        return all(done for _, done in self.passes)


def _tried(event: Event, now=None) -> list[Tried]:
    now = now or timezone.now()
    read = set(
        event.scans.filter(result=Scan.Result.PRACTICE).values_list("device_id", "code").distinct()
    )
    return [
        Tried(
            device,
            [(one, (device.pk, one.code) in read) for one in PASSES],
            [(words, way in device.health.get("tried", [])) for way, words in WAYS.items()],
        )
        for device in event.devices.order_by("gate", "-paired_at")
        if _works(device, now)
    ]


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.gated_by(request.user), slug=slug)


def _works(device: Device, now) -> bool:
    """Whether it is a phone or laptop that may still read passes."""
    return device.is_usable(now) and not device.is_desk and not device.is_own_phone


def _checks(device: Device, known: dict) -> list[Check]:
    return readiness.judge(readiness.facts_of(device, **known))
