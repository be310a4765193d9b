"""The calls as everybody reads them."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .call_page import content, state
from .models import Call


@require_safe
def index(request):
    now = timezone.now()
    calls = Call.objects.published(now).select_related("dictamen").order_by("-closes_on", "-pk")
    rows = [(call, state(call, now)) for call in calls]
    # Those that take proposals first, the one that closes soonest before the others.
    is_open = [row for row in reversed(rows) if row[1].key == "open"]
    rest = [row for row in rows if row[1].key != "open"]
    return render(request, "practicas/calls.html", {"rows": is_open + rest})


@require_safe
def detail(request, slug):
    now = timezone.now()
    calls = Call.objects.published(now).select_related("dictamen")
    return render(request, "practicas/call.html", content(get_object_or_404(calls, slug=slug), now))
