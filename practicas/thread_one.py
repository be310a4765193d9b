"""The thread of one body: for staff, and for its enlace in their own room."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from padron.access import requires
from padron.models import Body
from padron.roles import Role

from .thread import STEPS, Step
from .thread_forms import institutions
from .thread_story import stories

# What an enlace may do to take the next step, and where.
NEXT = {
    Step.ATTENDED: (
        "Inscribe a tu gente en una jornada.",
        "jornadas:calendar",
        "Ver el calendario",
    ),
    Step.WORKSHOP: ("Inscribe a tu gente en un taller.", "talleres:index", "Ver los talleres"),
    Step.FICHA: (
        "Quien estuvo en el taller puede terminar su ficha.",
        "talleres:index",
        "Ver los talleres",
    ),
    Step.PROPOSAL: ("Propón tu práctica en una convocatoria.", "calls", "Ver las convocatorias"),
    Step.RECOGNITION: (
        "Falta que se den a conocer los resultados, o participar en la convocatoria que sigue.",
        "calls",
        "Ver las convocatorias",
    ),
}


@require_safe
@requires(Role.STAFF)
def body(request, pk):
    """What counts for this body with the institutions this user works for."""
    found = get_object_or_404(Body.objects.select_related("sector", "municipality"), pk=pk)
    organizers, organizer = institutions(request)
    [story] = stories([found], organizer=organizer)
    context = {
        "body": found,
        "story": story,
        "organizer": organizer if len(organizers) > 1 else None,
        "for_staff": True,
    }
    return render(request, "practicas/thread_body.html", context)


@require_safe
@requires("enlace")
def own(request):
    """What counts for the bodies this enlace answers for, with every institution."""
    bodies = Body.objects.represented_by(request.user).order_by("sort_key")
    told = stories(bodies)
    context = {
        "stories": [(story, *NEXT.get(story.following, ("", "", ""))) for story in told],
        "steps": STEPS,
    }
    return render(request, "practicas/thread_own.html", context)
