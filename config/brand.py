"""The institution's colours and logo, where settings give any: COLOR_PRIMARY, COLOR_ACCENT, LOGO.

A small stylesheet of custom properties, loaded after the site's own only where there is something
to change, so that the Content-Security-Policy stays without exceptions.
"""

import mimetypes
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .colours import mix

YEAR = 60 * 60 * 24 * 365


def css() -> str:
    """The custom properties that differ from tokens.css; empty where none does."""
    lines = []
    if primary := settings.COLOR_PRIMARY:
        lines += [
            f"--color-primary: {primary};",
            f"--color-primary-dark: {mix(primary, 0, 0.28)};",
            f"--tint-primary: {mix(primary, 255, 0.9)};",
        ]
    if settings.COLOR_ACCENT:
        lines.append(f"--color-accent: {settings.COLOR_ACCENT};")
    return f":root {{ {' '.join(lines)} }}\n" if lines else ""


def addresses() -> dict:
    """For the base template: stylesheet and logo, where there are any."""
    text = css()
    version = sha256(text.encode()).hexdigest()[:12]
    return {
        "brand_css": f"{reverse('brand_css')}?v={version}" if text else "",
        "logo": reverse("brand_logo") if settings.LOGO else "",
        "theme_color": settings.COLOR_PRIMARY or "#1f4e5f",
    }


@require_safe
@cache_control(max_age=YEAR, public=True, immutable=True)
def stylesheet(request):
    return HttpResponse(css(), content_type="text/css; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def logo(request):
    path = Path(settings.LOGO)
    if not settings.LOGO or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=mimetypes.guess_type(path.name)[0])
