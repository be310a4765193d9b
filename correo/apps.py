from django.apps import AppConfig


class CorreoConfig(AppConfig):
    name = "correo"

    def ready(self):
        from trabajos.registry import chore

        from . import sending

        chore("correo.send_due")(sending.send_due)
