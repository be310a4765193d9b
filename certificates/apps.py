from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self):
        # They register a job, a chore and their words.
        from . import asking, jobs, notices, seal_owner  # noqa: F401

        seal_owner.hand_down()
