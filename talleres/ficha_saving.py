"""What `static/js/ficha.js` asks: one answer to keep, and what the others of the team wrote."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from padron.refusal import Refusal

from . import fichas
from .models import Ficha


def _written(request, pk) -> Ficha:
    found = Ficha.objects.writable_by(request.user)
    return get_object_or_404(found.select_related("workshop__event", "population_group"), pk=pk)


@require_POST
@login_required
def save(request, pk):
    """Keep one answer: 200; 409 with theirs, where somebody changed it meanwhile; 422 with why."""
    one = _written(request, pk)
    try:
        saved = fichas.save_answer(
            ficha=one,
            field=request.POST.get("field", ""),
            value=request.POST.get("value", ""),
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
    except Refusal as reason:
        return JsonResponse({"sentence": str(reason)}, status=422)
    if saved.conflict is not None:
        return JsonResponse({"revision": saved.revision, "theirs": saved.conflict}, status=409)
    time = timezone.localtime().strftime("%H:%M")
    return JsonResponse({"revision": saved.revision, "time": time})


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
