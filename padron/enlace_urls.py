"""/enlace/…: what the enlace of a body does for their own people."""

from django.urls import include, path

urlpatterns: list = [
    path("", include("padron.enlace_roster_urls")),
    path("", include("padron.enlace_request_urls")),
]
