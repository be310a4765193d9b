from django.apps import AppConfig


class JornadasConfig(AppConfig):
    name = "jornadas"

    def ready(self):
        from trabajos.registry import chore

        from . import notices, reminders  # noqa: F401 — notices registers its words

        chore("jornadas.remind", every=30)(reminders.remind_due)
