from django.apps import AppConfig


class JornadasConfig(AppConfig):
    name = "jornadas"

    def ready(self):
        from . import notices  # noqa: F401 — registers the words of its messages
