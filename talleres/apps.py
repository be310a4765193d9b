from django.apps import AppConfig


class TalleresConfig(AppConfig):
    name = "talleres"
