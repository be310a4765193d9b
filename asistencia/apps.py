from django.apps import AppConfig


class AsistenciaConfig(AppConfig):
    name = "asistencia"
