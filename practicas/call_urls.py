"""Public pages of the calls."""

from django.urls import path

from . import call_views

urlpatterns = [
    path("convocatorias/", call_views.index, name="calls"),
    path("convocatorias/<slug:slug>/", call_views.detail, name="call"),
]
