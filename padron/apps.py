from django.apps import AppConfig


class PadronConfig(AppConfig):
    name = "padron"

    def ready(self):
        from . import letters  # noqa: F401 — registers the words of its messages
        from .importing import jobs  # noqa: F401 — registers the importer's jobs
