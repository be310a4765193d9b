from django.apps import AppConfig


class AsistenciaConfig(AppConfig):
    name = "asistencia"

    def ready(self):
        from trabajos.registry import chore

        from . import follow_up, zoom_uploads
        from .paper import reading  # noqa: F401 — registers its job

        chore("asistencia.follow_up", every=30)(follow_up.follow_up_due)
        chore("asistencia.forget_zoom_uploads", every=600)(zoom_uploads.forget_old)
