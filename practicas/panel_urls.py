"""Calls, verification, the jury and the thread in the panel."""

from django.urls import include, path

urlpatterns = [
    path("", include("practicas.call_panel_urls")),
    path("", include("practicas.proposal_panel_urls")),
    path("", include("practicas.verify_panel_urls")),
    path("", include("practicas.jury_panel_urls")),
    path("", include("practicas.result_panel_urls")),
    path("", include("practicas.thread_panel_urls")),
]
