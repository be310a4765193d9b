"""The round of every planning page: show the form, tell what stands against it, save."""

import hashlib

from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..models import Event
from ..refusal import Refusal

# Pages that show a form and take it.
FORM = require_http_methods(["GET", "HEAD", "POST"])

STEPS = [
    ("Datos", "panel_event_basics"),
    ("Sesiones", "panel_sessions"),
    ("Para quién", "panel_event_audience"),
    ("Lugares", "panel_event_seats"),
    ("Inscripción", "panel_event_window"),
    ("Constancia", "panel_event_minimum"),
    ("Revisar y publicar", "panel_event"),
]


def ask(request: HttpRequest, form, *, save, conflicts=None, **context):
    """Show `form`; when it is right, `save(conflicts)` answers.

    `conflicts()` gives sentences: the first time they are shown instead of saving; saved is only
    what somebody has read, so that a change of mind that brings others shows those first.
    """
    told: list[str] = []
    if request.method == "POST" and form.is_valid():
        told = conflicts() if conflicts else []
        if not told or request.POST.get("accepted") == digest(told):
            try:
                return save(told)
            except Refusal as reason:
                form.add_error(None, str(reason))
    page = {"form": form, "conflicts": told, "accepted": digest(told)}
    return render(request, "jornadas/planning/form.html", {**page, **context})


def digest(conflicts: list[str]) -> str:
    return hashlib.sha256("\n".join(conflicts).encode()).hexdigest()[:16]


def find_event(request: HttpRequest, slug: str) -> Event:
    """The event that this user plans; nobody else learns that it exists."""
    events = Event.objects.manageable_by(request.user).select_related("program__organizer")
    return get_object_or_404(events, slug=slug)


def is_new(request: HttpRequest) -> bool:
    """Whether the event is being planned for the first time, step by step."""
    return "alta" in request.GET


def steps(request: HttpRequest, here: str) -> list[tuple[str, bool]]:
    """The steps of a new event and which one this is; none when one thing is being changed."""
    return [(label, name == here) for label, name in STEPS] if is_new(request) else []


def following(request: HttpRequest, event: Event, here: str):
    """Where to go once `here` is done: the next step, or back to the event."""
    if not is_new(request):
        return redirect("panel_event", event.slug)
    names = [name for _, name in STEPS]
    return redirect(step_url(names[names.index(here) + 1], event))


def step_url(name: str, event: Event) -> str:
    return f"{reverse(name, args=[event.slug])}?alta=1"


def frame(request, event: Event, here: str) -> dict:
    """What every form of an event shows around itself."""
    return {
        "event": event,
        "steps": steps(request, here),
        "action": "Guardar y seguir" if is_new(request) else "Guardar",
        "cancel_url": reverse("panel_event", args=[event.slug]),
    }
