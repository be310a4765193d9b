"""Pages of the panel about the padrón; accounts, mail and record have a list of their own."""

from django.urls import include, path

urlpatterns: list = [
    path("", include("padron.panel_roster_urls")),
    path("", include("padron.panel_account_urls")),
]
