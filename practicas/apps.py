from django.apps import AppConfig


class PracticasConfig(AppConfig):
    name = "practicas"

    def ready(self):
        from trabajos.registry import chore

        from . import conflicts, verify_mail  # noqa: F401 — verify_mail registers its words

        chore("practicas.conflicts", every=600)(conflicts.recompute_open)
