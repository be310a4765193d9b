"""What `static/js/answers.js` asks: one answer to keep, and what the others of the team wrote."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import fichas
from .models import Ficha
from .saving import answered


def _written(request, pk) -> Ficha:
    found = Ficha.objects.writable_by(request.user)
    return get_object_or_404(found.select_related("workshop__event", "population_group"), pk=pk)


@require_POST
@login_required
def save(request, pk):
    """Keep one answer: 200; 409 with theirs, where somebody changed it meanwhile; 422 with why."""
    one = _written(request, pk)
    return answered(
        request,
        lambda field, value, seen: fichas.save_answer(
            ficha=one, field=field, value=value, seen=seen, by=request.user
        ),
    )


@require_safe
@never_cache
@login_required
def state(request, pk):
    """All answers as they are now, and whether they may still be changed."""
    one = _written(request, pk)
    answers = {field: one.answer(field) for field in Ficha.ASKED}
    return JsonResponse(
        {"revision": one.revision, "is_open": not one.why_closed(), "answers": answers}
    )
