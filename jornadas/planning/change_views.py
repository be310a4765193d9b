"""Cancelling and postponing a published event, with preview and reason; a change told by hand."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect

from padron.access import requires
from padron.roles import Role

from .. import changes
from ..models import Change
from . import actions
from .asking import FORM, ask, find_event, frame
from .change_forms import ChangeForm
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


@FORM
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


@FORM
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


@FORM
@requires(Role.STAFF)
def change_add(request, slug):
    event = find_event(request, slug)
    form = ChangeForm(
        request.POST or None,
        instance=Change(event=event),
        initial={"what": request.GET.get("que", "")[:500]},
    )

    def save(told):
        actions.ask_for_change(change=form.save(commit=False), by=request.user)
        messages.success(request, "El cambio quedó en el historial y se ve en la página pública.")
        return redirect("panel_event", event.slug)

    return ask(
        request,
        form,
        save=save,
        title="Registrar un cambio de fecha",
        intro="Queda en el historial del evento y no se borra. Las fechas se cambian en la sesión.",
        **frame(request, event, ""),
    )
