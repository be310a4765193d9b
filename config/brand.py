"""The institution's colours and logo, where settings give any: COLOR_PRIMARY, COLOR_ACCENT, LOGO.

A small stylesheet of custom properties, loaded after the site's own only where there is something
to change, so that the Content-Security-Policy stays without exceptions.
"""

import mimetypes
import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# WCAG 2.2, 1.4.3: white words on the colour, and words of the colour on white, are read.
CONTRAST = 4.5
DRAWINGS = {".svg", ".png"}
YEAR = 60 * 60 * 24 * 365


def css() -> str:
    """The custom properties that differ from tokens.css; empty where none does."""
    lines = []
    if primary := settings.COLOR_PRIMARY:
        lines += [
            f"--color-primary: {primary};",
            f"--color-primary-dark: {_mix(primary, 0, 0.28)};",
            f"--tint-primary: {_mix(primary, 255, 0.9)};",
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


@register()
def check(app_configs, **options) -> list[Error]:
    """Said at the start, not found out by somebody who cannot read the page."""
    found = []
    for name in ("COLOR_PRIMARY", "COLOR_ACCENT"):
        value = getattr(settings, name)
        if value and not COLOUR.fullmatch(value):
            found.append(Error(f"{name} debe escribirse como #1F4E5F.", id="config.E001"))
        elif value and contrast_with_white(value) < CONTRAST:
            found.append(
                Error(f"{name} es muy claro: no se leería sobre blanco.", id="config.E002")
            )
    if settings.LOGO and Path(settings.LOGO).suffix.lower() not in DRAWINGS:
        found.append(Error("LOGO debe ser un archivo .svg o .png.", id="config.E003"))
    return found


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def light(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(light, _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _mix(colour: str, other: int, share: float) -> str:
    """`colour` with `share` of black (0) or white (255)."""
    parts = (round(part * (1 - share) + other * share) for part in _parts(colour))
    return "#{:02x}{:02x}{:02x}".format(*parts)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
