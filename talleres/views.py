"""Public pages of the workshops; registration itself is the engine of jornadas."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from jornadas.models import Event
from jornadas.public.calendar import listing
from jornadas.public.event import event_page
from jornadas.public.visitors import same_for_visitors


@require_safe
def index(request):
    events = Event.objects.published().workshops()
    return render(request, "talleres/index.html", listing(request, events))


@require_safe
@same_for_visitors
def event(request, slug):
    events = Event.objects.published().select_related("workshop")
    return event_page(
        request, events.prefetch_related("workshop__materials"), slug, "talleres/event.html"
    )
