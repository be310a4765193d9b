"""What `static/js/answers.js` asks of a proposal: one answer to keep, and what others wrote."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from talleres.saving import answered

from . import drafts
from .proposal_fields import answer, fields
from .proposal_views import written


@require_POST
@login_required
def save(request, pk):
    """Keep one answer: 200; 409 with theirs, where somebody changed it meanwhile; 422 with why."""
    one = written(request, pk)
    return answered(
        request,
        lambda field, value, seen: drafts.save_answer(
            proposal=one, field=field, value=value, seen=seen, by=request.user
        ),
    )


@require_safe
@never_cache
@login_required
def state(request, pk):
    """All answers as they are now, and whether they may still be changed."""
    one = written(request, pk)
    answers = {field: answer(one, field) for field in fields(one)}
    is_open = not drafts.why_closed(one)
    return JsonResponse({"revision": one.revision, "is_open": is_open, "answers": answers})
