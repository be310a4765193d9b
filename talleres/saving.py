"""Answers that are saved as one types: what pages of fichas, and of proposals, do alike.

`keep(field, value, seen)` is the action that keeps one answer and returns `fichas.Saved`.
"""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from padron.refusal import Refusal

from .fichas import Saved, plain

Keep = Callable[[str, str, str], Saved]


def answered(request: HttpRequest, keep: Keep) -> JsonResponse:
    """What `static/js/answers.js` asks: 200; 409 with theirs, where somebody changed the answer
    meanwhile; 422 with why it is refused."""
    asked = (request.POST.get(name, "") for name in ("field", "value", "seen"))
    try:
        saved = keep(*asked)
    except Refusal as reason:
        return JsonResponse({"sentence": str(reason)}, status=422)
    if saved.conflict is not None:
        return JsonResponse({"revision": saved.revision, "theirs": saved.conflict}, status=409)
    time = timezone.localtime().strftime("%H:%M")
    return JsonResponse({"revision": saved.revision, "time": time})


def save_posted(request: HttpRequest, form, held: Iterable[tuple[str, str]], keep: Keep) -> dict:
    """Keep what changed of a whole form, where no script saves each answer as it is typed.

    `held` are its fields with what they say now. Returns the conflicts; refusals are told in the
    form.
    """
    form.is_valid()
    conflicts = {}
    for field, now in held:
        value = request.POST.get(field, "")
        seen = request.POST.get(f"seen-{field}", now)
        if field in form.errors or field not in request.POST or plain(value) == plain(seen):
            continue
        try:
            saved = keep(field, value, seen)
        except Refusal as reason:
            form.add_error(field if field in form.fields else None, str(reason))
            continue
        if saved.conflict is not None:
            conflicts[field] = saved.conflict
    return conflicts
