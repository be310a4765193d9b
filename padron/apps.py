from django.apps import AppConfig


class PadronConfig(AppConfig):
    name = "padron"

    def ready(self):
        from . import notices  # noqa: F401 — registers the words of its messages
