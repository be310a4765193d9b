"""The gate as an app: what a phone keeps of the page to open it without network, and its manifest.

Nothing here is about an event or a person: the list of people comes through the API and is kept
sealed by the page itself (static/js/gate/vault.js).
"""

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

# The background colour of the page's top, and of the page (static/css/tokens.css).
THEME, GROUND = "#163845", "#f5f5f5"
ICONS = [
    ("icons/app-192.png", "192x192", "any"),
    ("icons/app-512.png", "512x512", "any"),
    ("icons/app-maskable-512.png", "512x512", "maskable"),
]
# The page of the scanner's test asks for a network, and the service worker has its own part.
_SCRIPTS, _STYLES = "js/gate/", "css/"
_ALWAYS = ["css/site.css", "css/gate.css", "icons/favicon.svg", "icons/sprite.svg"]
_IMPORT = re.compile(r'^(?:import|export)[^;"]*"\./([\w-]+\.js)";', re.MULTILINE)
_DECODER = "vendor/qr-0.7.0/decode.js"


def manifest(institution) -> dict:
    """What a browser needs to put the gate among the phone's apps."""
    return {
        "id": reverse("gate"),
        "start_url": reverse("gate"),
        "scope": reverse("gate"),
        "name": "Control de acceso" + (f" · {institution.acronym}" if institution else ""),
        "short_name": "Control",
        "description": "Lee los pases en la puerta de un evento, también sin red.",
        "lang": "es-MX",
        "dir": "ltr",
        "display": "standalone",
        "orientation": "any",
        "theme_color": THEME,
        "background_color": GROUND,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }


def files() -> list[str]:
    """Addresses of everything the page needs, by the names that tell their content."""
    found = [path for finder in finders.get_finders() for path, _ in finder.list([])]
    scripts = sorted(path for path in found if path.startswith(_SCRIPTS) and path.endswith(".js"))
    # While developing, the stylesheet is loaded in parts (config/staticfiles.py).
    is_bundled = hasattr(staticfiles_storage, "hashed_files")
    parts = [] if is_bundled else [path for path in found if path.startswith(_STYLES)]
    names = dict.fromkeys([*_ALWAYS, *sorted(parts), *scripts, _DECODER])
    return [static(name) for name in names]


@cache
def modules() -> list[str]:
    """Addresses of what main.js imports, and what that imports: a browser that is told loads them
    all at once, instead of one floor after the other."""
    found, fresh = {}, ["main.js"]
    while fresh:
        name = fresh.pop()
        if name not in found:
            found[name] = static(_SCRIPTS + name)
            source = Path(finders.find(_SCRIPTS + name)).read_text()
            fresh += _IMPORT.findall(source)
    return sorted(found.values())


def service_worker(request, *, in_background: bool) -> str:
    """The script that keeps one version of the page; another version is another script."""
    addresses = files()
    page = render_to_string("asistencia/gate.html", request=request)
    version = sha256("\n".join([page, *addresses]).encode()).hexdigest()[:12]
    return render_to_string(
        "asistencia/gate/sw.js",
        {
            "version": version,
            "page": reverse("gate"),
            "files": json.dumps(addresses, indent=2),
            "background": static("js/gate/background.js") if in_background else "",
        },
    )
