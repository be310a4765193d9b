"""What must be true before the site runs: tables, static files, the demo on an empty database."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

# What `prepare` answers when the database holds what is not the demo's.
REAL_DATA = 10


def prepare() -> int:
    """Make ready. Costs little where everything is. Returns 0, or REAL_DATA."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    _collect_static()
    if _is_empty():
        if settings.DEMO:
            print("Cargando la demostración…", flush=True)
            call_command("load_demo", verbosity=0)
        is_ours = True
    else:
        is_ours = _is_demo()
    _settle_keys()
    _load_population_groups()
    return 0 if is_ours else REAL_DATA


def _settle_keys() -> None:
    """A key that the settings name anew takes the place of the one before."""
    from documentos.sealing import keys

    keys.settle()


def _load_population_groups() -> None:
    """What a ficha may be for: a new site has the groups that the tríptico names."""
    from talleres.loading import load_population_groups
    from talleres.models import PopulationGroup

    if not PopulationGroup.objects.exists():
        load_population_groups()


def _is_empty() -> bool:
    from padron.models import Organizer, Person, User

    return not any(model.objects.exists() for model in (Organizer, Person, User))


def _is_demo() -> bool:
    from bitacora.models import Entry

    return Entry.objects.filter(action="demo.loaded").exists()


def _collect_static() -> None:
    """Collect and compress the static files, where one is newer than the last time."""
    made = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [
        *(settings.BASE_DIR / "static").rglob("*"),
        *(settings.BASE_DIR / "config").glob("*.py"),  # the storage, which rewrites them
        *Path(sys.prefix).glob("installed-*"),  # Django's own come with its version
    ]
    newest = max(path.stat().st_mtime for path in sources)
    if not made.exists() or made.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)
