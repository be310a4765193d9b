"""For whom an event is: groups, sectors, and bodies one by one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from bitacora.record import record
from padron.access import requires
from padron.models import Body
from padron.roles import Role

from ..models import Event
from .asking import FORM, ask, find_event, following, frame, is_new, step_url
from .event_forms import AudienceForm, BodyForm


@FORM
@requires(Role.STAFF)
def audience(request, slug):
    event = find_event(request, slug)
    form = AudienceForm(request.POST or None, instance=event)

    def save(told):
        form.save(commit=False)
        form.save_m2m()
        record("event.audience_changed", event, by=request.user)
        messages.success(request, "Cambios guardados.")
        return following(request, event, "panel_event_audience")

    page = {
        "title": "Para quién es",
        "intro": (
            "Sin grupos, sectores ni sujetos obligados, el evento es para todos los del padrón."
        ),
        "after": "jornadas/planning/_audience_bodies.html",
        "chosen": event.bodies.all(),
    }
    page |= frame(request, event, "panel_event_audience")
    return ask(request, form, save=save, **page)


@FORM
@requires(Role.STAFF)
def body_add(request, slug):
    event = find_event(request, slug)
    form = BodyForm(request.POST or None)

    def save(told):
        body = form.cleaned_data["body"]
        event.bodies.add(body)
        record("event.audience_changed", event, by=request.user, added=body.key)
        messages.success(request, f"«{body}» está entre los invitados.")
        return redirect(_with_step(request, "panel_event_audience", event))

    return ask(
        request,
        form,
        save=save,
        title="Agregar un sujeto obligado",
        event=event,
        all_bodies=Body.objects.active(),
        action="Agregar",
        cancel_url=_with_step(request, "panel_event_audience", event),
    )


@require_POST
@requires(Role.STAFF)
def body_remove(request, slug, pk):
    event = find_event(request, slug)
    body = get_object_or_404(event.bodies, pk=pk)
    event.bodies.remove(body)
    record("event.audience_changed", event, by=request.user, removed=body.key)
    messages.success(request, f"«{body}» ya no está entre los invitados uno por uno.")
    return redirect(_with_step(request, "panel_event_audience", event))


def _with_step(request, name: str, event: Event) -> str:
    return step_url(name, event) if is_new(request) else reverse(name, args=[event.slug])
