from django.apps import AppConfig


class PracticasConfig(AppConfig):
    name = "practicas"

    def ready(self):
        from trabajos.registry import chore

        from . import (  # noqa: F401 — they register their words
            conflicts,
            move_notices,
            receipts,
            renewal,
            result_notices,
            verify_mail,
        )

        chore("practicas.results", every=10)(result_notices.tell_due)
        chore("practicas.ending", every=600)(renewal.remind_ending)
        chore("practicas.conflicts", every=600)(conflicts.recompute_open)
