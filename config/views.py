"""Pages that belong to no room: home, panel home, help, health, errors."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from padron.access import requires
from padron.roles import Role


@require_safe
def home(request):
    return render(request, "home.html")


@require_safe
@requires(Role.STAFF, Role.GATE, Role.VERIFIER, Role.JURY)
def panel_home(request):
    return render(request, "panel/home.html")


@require_safe
def help_index(request):
    return render(request, "help/index.html")


@require_safe
def help_page(request, page):
    return render(request, "help/page.html")


@require_safe
def health(request):
    return JsonResponse({"ok": True})


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
