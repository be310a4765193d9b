from django.apps import AppConfig


class DocumentosConfig(AppConfig):
    name = "documentos"

    def ready(self):
        from trabajos.registry import chore

        from . import orphans

        chore("documentos.sweep_uploads", every=24 * 60 * 60)(orphans.sweep)
