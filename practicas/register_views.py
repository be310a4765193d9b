"""/practicas/: the register of recognised practices, one of them, and all of it as open data."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from . import open_data, register, renewal
from .register_forms import RegisterFilter

PAGE = 20
# Every copy is asked for anew: none shows a practice before its moment, or hides it after.
fresh = cache_control(no_cache=True)


@require_safe
@fresh
def index(request):
    form = RegisterFilter(request.GET)
    page = Paginator(form.results(), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "entries": register.entries(page.object_list),
        "query": request.GET.urlencode(),
    }
    return render(request, "practicas/practices.html", context)


@require_safe
@fresh
def practice(request, slug):
    found = register.public().select_related("proposal__renews", "proposal__call__dictamen")
    one = get_object_or_404(found, slug=slug)
    (entry,) = register.entries([one])
    later = register.public().filter(proposal__renews=one)
    context = {
        "entry": entry,
        "practice": one,
        "call": one.proposal.call,
        "corrigenda": one.proposal.corrigenda.all(),
        "earlier": register.public().filter(pk=one.proposal.renews_id or 0).first(),
        "later": later.first(),
        "renewing": renewal.standing(one, request.user),
    }
    return render(request, "practicas/practice.html", context)


@require_safe
@fresh
def open_csv(request):
    return open_data.csv_response(register.entries(RegisterFilter(request.GET).results()))


@require_safe
@fresh
def open_json(request):
    return open_data.json_response(register.entries(RegisterFilter(request.GET).results()))


@require_safe
@fresh
def open_xlsx(request):
    return open_data.sheet_response(register.entries(RegisterFilter(request.GET).results()))
