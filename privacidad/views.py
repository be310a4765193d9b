"""What people are told: notices, what is kept and why, and their own data."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bitacora.record import record

from .declarations import data_of, declared
from .models import Notice


@require_safe
def index(request):
    notices = list(Notice.objects.published())
    current = {}
    for notice in notices:  # newest revision first within each purpose
        current.setdefault(notice.purpose, notice)
    context = {
        "current": current.values(),
        "older": [notice for notice in notices if notice not in current.values()],
        "declared": declared(),
    }
    return render(request, "privacidad/index.html", context)


@require_safe
def notice(request, purpose, revision):
    published = Notice.objects.published().filter(purpose=purpose)
    shown = get_object_or_404(published, revision=revision)
    newest = published.order_by("-revision").first()
    return render(request, "privacidad/notice.html", {"notice": shown, "newest": newest})


@require_safe
@login_required
@never_cache
def mine(request):
    return render(request, "privacidad/mine.html", {"tables": data_of(request.user)})


@require_safe
@login_required
@never_cache
def mine_json(request):
    """The same, to keep or to take elsewhere."""
    record("own_data.downloaded", request.user, by=request.user)
    tables = [
        {
            "tabla": table["title"],
            "conservacion": table["keep"],
            "registros": [{cell["label"]: cell["value"] for cell in row} for row in table["rows"]],
        }
        for table in data_of(request.user)
    ]
    made = {
        "correo": request.user.email,
        "hecho": timezone.localtime().isoformat(),
        "datos": tables,
    }
    answer = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="mis-datos.json"'
    return answer
