from django.apps import AppConfig


class ComunicadosConfig(AppConfig):
    name = "comunicados"

    def ready(self):
        from . import letters, sending  # noqa: F401 — registers the words and the chore
