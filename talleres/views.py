"""Public pages of the workshops; registration itself is the engine of jornadas."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jornadas.models import Event
from jornadas.public.calendar import listing
from jornadas.public.event import event_page
from jornadas.public.visitors import same_for_visitors

from . import materials
from .models import Material


@require_safe
def index(request):
    events = Event.objects.published().workshops()
    return render(request, "talleres/index.html", listing(request, events))


@require_safe
@same_for_visitors
def event(request, slug):
    """The page of a workshop; those who take part also see its exercises."""
    related = ["workshop__materials"]
    if request.user.is_authenticated:
        related.append("workshop__exercises__session")
    events = Event.objects.published().select_related("workshop").prefetch_related(*related)
    return event_page(request, events, slug, "talleres/event.html")


@require_safe
def material(request, slug, pk):
    """A file, to whoever may see the workshop: to be kept, never shown as a page of ours."""
    events = Event.objects.published()
    if request.user.is_authenticated:
        # Facilitators also while it is a draft.
        events = events | Event.objects.manageable_by(request.user)
    files = Material.objects.filter(workshop__event__in=events, workshop__event__slug=slug)
    return materials.serve(get_object_or_404(files.exclude(file=""), pk=pk))
