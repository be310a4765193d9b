"""A draft that is published, withdrawn, taken as a model for another, or thrown away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from padron.access import requires
from padron.roles import Role

from ..models import Event
from ..refusal import Refusal
from . import actions, conflicts
from .asking import FORM, find_event


def _question(request, slug, *, act, title, sentence, action, done, gone=False):
    """A question before something that cannot be undone; POST does it."""
    event = find_event(request, slug)
    cancel_url = reverse("panel_event", args=[event.slug])
    if request.method == "POST":
        try:
            act(event=event, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(cancel_url)
        messages.success(request, done)
        return redirect("panel_events") if gone else redirect(cancel_url)
    page = {"title": title, "sentence": sentence, "action": action, "cancel_url": cancel_url}
    return render(request, "components/confirm.html", page)


@FORM
@requires(Role.STAFF)
def publish(request, slug):
    event = find_event(request, slug)
    told = conflicts.of_event(event)
    if request.method == "POST":
        try:
            actions.publish(event=event, by=request.user, conflicts=told)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _published(event))
        return redirect("panel_event", event.slug)
    return render(request, "jornadas/planning/publish.html", {"event": event, "conflicts": told})


def _published(event: Event) -> str:
    if event.program.is_published:
        return "El evento ya está en el calendario público."
    return "El evento se publicó. Se verá en cuanto publiques también su programa."


@FORM
@requires(Role.STAFF)
def withdraw(request, slug):
    return _question(
        request,
        slug,
        act=actions.withdraw,
        title="¿Pasar a borrador?",
        sentence="El evento dejará de verse en el calendario público hasta que lo publiques.",
        action="Pasar a borrador",
        done="El evento es un borrador: nadie más lo ve.",
    )


@FORM
@requires(Role.STAFF)
def delete(request, slug):
    return _question(
        request,
        slug,
        act=actions.delete,
        title="¿Eliminar este borrador?",
        sentence="Se eliminan el evento, sus sesiones y su historial. No se puede deshacer.",
        action="Eliminar borrador",
        done="Borrador eliminado.",
        gone=True,
    )


@require_POST
@requires(Role.STAFF)
def duplicate(request, slug):
    event = find_event(request, slug)
    copy = actions.duplicate(event=event, by=request.user)
    messages.success(request, "Este es un borrador nuevo, sin fechas ni inscripciones.")
    return redirect("panel_event", copy.slug)
