"""Requests for access, answered by the enlace of the body."""

from django.urls import path

from .access_views import enlace as requests

urlpatterns = [
    path("solicitudes/", requests.requests, name="enlace_requests"),
    path("solicitudes/<int:pk>/", requests.detail, name="enlace_request"),
    path("solicitudes/<int:pk>/aceptar/", requests.accept, name="enlace_request_accept"),
    path("solicitudes/<int:pk>/rechazar/", requests.reject, name="enlace_request_reject"),
]
