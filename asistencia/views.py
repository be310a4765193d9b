"""The gate's page and app. They ask for nothing: what a device may do is in its token."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from padron.models import Organizer

from . import app


@require_safe
# Safe: the page is the same for everybody, and holds no secret.
@gzip_page
def gate(request):
    return render(request, "asistencia/gate.html", {"modules": app.modules()})


@require_safe
@cache_control(max_age=3600, public=True)
def manifest(request):
    organizer = Organizer.objects.prefetch_related("identities").order_by("pk").first()
    return JsonResponse(
        app.manifest(organizer and organizer.identity()),
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """Browsers that can send in the background get the part that does so."""
    in_background = "en-segundo-plano" in request.GET
    return HttpResponse(
        app.service_worker(request, in_background=in_background),
        content_type="text/javascript; charset=utf-8",
    )
