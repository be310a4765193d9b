"""The panel's pages about constancias."""

from django.urls import path

from . import panel

_event = "eventos/<slug:slug>/constancias/"

urlpatterns = [
    path(_event, panel.certificates, name="panel_certificates"),
    path(f"{_event}constancias.xlsx", panel.certificates_xlsx, name="panel_certificates_xlsx"),
]
