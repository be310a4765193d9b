"""Calls, proposals and the public register."""

from django.urls import include, path

urlpatterns = [
    path("", include("practicas.call_urls")),
    path("", include("practicas.proposal_urls")),
    path("", include("practicas.verify_urls")),
    path("", include("practicas.jury_urls")),
    path("", include("practicas.result_urls")),
    path("", include("practicas.thread_urls")),
]
