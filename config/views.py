"""Pages that belong to no room: home, panel home, help, health, errors."""

from django.http import Http404
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from padron.access import requires
from padron.roles import Role

from . import attention, front, manual


@require_safe
def home(request):
    return render(request, "home.html", front.ahead())


@require_safe
@requires(Role.STAFF, Role.GATE, Role.VERIFIER, Role.JURY)
def panel_home(request):
    user = request.user
    context = {
        "matters": attention.matters(user),
        "rows": attention.days_ahead(user),
        "sentences": attention.sentences(user),
    }
    return render(request, "panel/home.html", context)


@require_safe
def help_index(request):
    roles = request.user.roles if request.user.is_authenticated else set()
    pages = [
        {"help": page, "is_mine": bool(manual.PAGES[page.name] & roles)} for page in manual.pages()
    ]
    return render(request, "help/index.html", {"pages": pages})


@require_safe
def help_page(request, page):
    found = manual.page(page)
    if found is None:
        raise Http404
    return render(request, "help/page.html", {"page": found})


def csrf_failure(request, reason=""):
    """A form that came back too late, or from another site: nothing was done."""
    again = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(again, {request.get_host()}):
        again = ""
    return render(request, "403_csrf.html", {"again": again}, status=403)
