from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self):
        # They register a job, a chore, their words and what is told before a minimum changes.
        from . import asking, jobs, minimum, notices, seal_owner  # noqa: F401 — they register themselves

        seal_owner.hand_down()
