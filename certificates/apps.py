from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self):
        from . import jobs, notices  # noqa: F401 — they register a job, a chore and their words
