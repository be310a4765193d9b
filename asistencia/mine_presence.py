"""«Mi asistencia»: what counts of one registration, what is missing, and asking for a review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jornadas.minimum import minimum_in_words
from jornadas.models import Registration
from jornadas.refusal import Refusal

from .presence import presences_of
from .presence_forms import ReviewForm
from .presence_lines import facts, lines, minutes_in_words
from .reviews import ask_review, last_day, why_not_now
from .standing import YOU, may_still, why_not


def _mine(request, code) -> Registration:
    """One's own registration, cancelled or not; of somebody else's nobody learns."""
    mine = Registration.objects.filter(person=request.user.person_or_none, person__isnull=False)
    return get_object_or_404(mine.select_related("event", "person"), code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine_presence(request, code):
    """The page; POST asks for a review."""
    registration = _mine(request, code)
    event = registration.event
    prefetch_related_objects([event], "sessions")
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_review(registration=registration, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Recibimos tu solicitud. Te escribimos cuando se conteste.")
            return redirect("mine_presence", code)
    presence = presences_of([registration])[registration.pk]
    reviews = list(registration.presence_reviews.order_by("-asked_at"))
    waits = any(review.state == review.State.OPEN for review in reviews)
    context = {
        "registration": registration,
        "event": event,
        "presence": presence,
        "minimum": minimum_in_words(event),
        "reason": why_not(presence, voice=YOU),
        "is_open": may_still(presence),
        "lines": lines(presence),
        "total": minutes_in_words(presence.seconds, presence.official),
        "facts": facts(registration),
        "reviews": reviews,
        "form": None if waits else form,
        "why_no_review": why_not_now(registration),
        "last_day": last_day(event),
    }
    return render(request, "asistencia/mine_presence.html", context)
