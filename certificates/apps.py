from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self):
        # They register a job, a chore, their words, what is told before a minimum changes, and
        # the documents of the register.
        from . import (  # noqa: F401 — they register themselves
            asking,
            jobs,
            minimum,
            notices,
            recognitions,
            seal_owner,
        )

        seal_owner.hand_down()
