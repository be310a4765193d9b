from django.apps import AppConfig


class AsistenciaConfig(AppConfig):
    name = "asistencia"

    def ready(self):
        from trabajos.registry import chore

        from . import follow_up

        chore("asistencia.follow_up", every=30)(follow_up.follow_up_due)
