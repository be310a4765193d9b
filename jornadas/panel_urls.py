"""The panel's pages of this room: planning, and what is seen of an event as it fills."""

from django.urls import include, path

urlpatterns = [
    path("", include("jornadas.planning.urls")),
    path("", include("jornadas.lists_urls")),
]
