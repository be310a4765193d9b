"""In the panel: opening a room to people's own phones, and the code on its projector."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from documentos.qr import qr_svg
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import quick, rooms
from .devices import WITH_OWN_PHONE
from .sessions import session_at


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.gated_by(request.user), slug=slug)


@require_safe
@requires(Role.STAFF, Role.GATE)
def room(request, slug):
    """Whether it is open, who opened it, and how many came in that way."""
    event = _event(request, slug)
    context = {
        "event": event,
        "room": rooms.open_code(event),
        "came_so": rooms.came_so(event),
        "gate": WITH_OWN_PHONE,
        "today": session_at(quick.sessions(event.pk), timezone.now()),
    }
    return render(request, "asistencia/panel/room.html", context)


@requires(Role.STAFF, Role.GATE)
def room_open(request, slug):
    event = _event(request, slug)
    if request.method == "POST":
        try:
            rooms.open_room(event=event, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "Listo. Proyecta la pantalla con el código.")
        return redirect("panel_room", slug)
    return render(
        request,
        "components/confirm.html",
        {
            "title": "¿Abrir el registro con el propio teléfono?",
            "sentence": "Quien tenga lugar confirmado podrá registrar su llegada desde su teléfono "
            "con el código que proyectes en la sala. El código cambia cada medio minuto, pero "
            "alguien podría dictarlo a quien no está: ábrelo solo si la fila no avanza, y ciérralo "
            "en cuanto termine la entrada.",
            "action": "Sí, abrirlo",
            "kind": "primary",
            "cancel_url": reverse("panel_room", args=[slug]),
        },
    )


@requires(Role.STAFF, Role.GATE)
def room_close(request, slug):
    event = _event(request, slug)
    if request.method == "POST":
        rooms.close_room(event=event, by=request.user)
        messages.success(request, "Cerrado: ningún código de la pantalla sirve ya.")
        return redirect("panel_room", slug)
    return render(
        request,
        "components/confirm.html",
        {
            "title": "¿Cerrar el registro con el propio teléfono?",
            "sentence": "Los códigos de la pantalla dejan de servir en el momento. Las llegadas "
            "que ya se registraron se conservan. Si lo abres otra vez, los códigos son otros.",
            "action": "Sí, cerrarlo",
            "cancel_url": reverse("panel_room", args=[slug]),
        },
    )


@require_safe
@requires(Role.STAFF, Role.GATE)
def screen(request, slug):
    """What the projector shows. It names nobody."""
    return render(request, "asistencia/panel/room_screen.html", _shown(_event(request, slug)))


@require_safe
@requires(Role.STAFF, Role.GATE)
def screen_now(request, slug):
    """The code of the moment, for a page that renews itself."""
    shown = render_to_string("asistencia/panel/_room_code.html", _shown(_event(request, slug)))
    return HttpResponse(shown)


def _shown(event: Event) -> dict:
    address = f"{settings.SITE_URL}{reverse('arrival', args=[event.slug])}"
    shown = {"event": event, "address": address.split("://", 1)[-1]}
    room = rooms.open_code(event)
    if room is None:
        return shown
    code = rooms.code_at(room, timezone.now())
    # Our own SVG of our own address.
    qr = mark_safe(qr_svg(f"{address}?{urlencode({'c': code})}"))
    return shown | {"code": f"{code[:3]} {code[3:]}", "qr": qr}
