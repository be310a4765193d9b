"""Cancelling and postponing a published event: each with its preview and its reason."""

from django import forms
from django.views.decorators.http import require_http_methods

from padron.access import requires
from padron.roles import Role

from .. import changes
from .asking import find_event
from .changing import ask_change


def nothing(request) -> forms.Form:
    """Where nothing is typed before the reason."""
    return forms.Form(request.POST if request.method == "POST" else None)


def _straight(request, slug, *, act, title, intro, action):
    event = find_event(request, slug)
    return ask_change(
        request,
        nothing(request),
        event=event,
        act=lambda told: act(event=event, by=request.user),
        title=title,
        intro=intro,
        action=action,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def cancel(request, slug):
    return _straight(
        request,
        slug,
        act=changes.cancel_event,
        title="Cancelar el evento",
        intro=(
            "Se cancela para todas las personas y queda visible como cancelado. No se puede "
            "deshacer. Antes de hacerlo verás a cuántas personas se les escribe y qué."
        ),
        action="Ver a quién se le avisa",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def postpone(request, slug):
    return _straight(
        request,
        slug,
        act=changes.postpone,
        title="Posponer sin fecha",
        intro=(
            "Las sesiones quedan con «fecha por confirmar» y salen del calendario de las personas, "
            "que conservan su lugar. Cuando haya fecha, escríbela en la sesión. Si ya la sabes, "
            "mejor cambia la sesión."
        ),
        action="Ver a quién se le avisa",
    )
