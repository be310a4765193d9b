"""The bitácora: who did what, and who opened whose data. For administrators."""

from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from bitacora.models import Entry
from bitacora.record import record

from ..access import requires
from ..roles import Role

PER_PAGE = 50


@require_safe
@requires(Role.ADMINISTRATOR)
def index(request):
    # First, so that the count of pages and the page itself see the same entries.
    record("log.opened", by=request.user)
    asked = {
        name: request.GET.get(name, "").strip() for name in ("accion", "quien", "desde", "hasta")
    }
    entries = Entry.objects.order_by("-id")
    if asked["accion"]:
        entries = entries.filter(action=asked["accion"])
    if asked["quien"]:
        entries = entries.filter(actor_label__icontains=asked["quien"])
    if day := _day(asked["desde"]):
        entries = entries.filter(at__date__gte=day)
    if day := _day(asked["hasta"]):
        entries = entries.filter(at__date__lte=day)
    if request.GET.get("personas"):
        entries = entries.looks()
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "asked": asked,
        "only_looks": bool(request.GET.get("personas")),
        "actions": Entry.objects.order_by("action").values_list("action", flat=True).distinct(),
    }
    return render(request, "bitacora/panel/list.html", context)


def _day(text: str) -> date | None:
    """What a date box sends; nonsense typed into the address filters nothing."""
    try:
        return parse_date(text)
    except ValueError:
        return None
