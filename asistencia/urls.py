from django.urls import path

from . import scanner_views, views

urlpatterns = [
    path("", views.gate, name="gate"),
    path("lector/", scanner_views.scanner, name="gate_scanner"),
    path("app.webmanifest", views.manifest, name="gate_manifest"),
    path("sw.js", views.service_worker, name="gate_worker"),
]
