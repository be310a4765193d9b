"""The panel's pages about who came to an event without a registration."""

from django.urls import path

from . import walkin_panel

_arrivals = "eventos/<slug:slug>/llegadas/"

urlpatterns = [
    path("eventos/<slug:slug>/puertas/mesa/llegada/", walkin_panel.add, name="panel_walkin_add"),
    path(_arrivals, walkin_panel.index, name="panel_walkins"),
    path(f"{_arrivals}<uuid:pk>/", walkin_panel.detail, name="panel_walkin"),
    path(f"{_arrivals}<uuid:pk>/es/<int:person>/", walkin_panel.choose, name="panel_walkin_choose"),
    path(f"{_arrivals}<uuid:pk>/nueva/", walkin_panel.new, name="panel_walkin_new"),
    path(f"{_arrivals}<uuid:pk>/corregir/", walkin_panel.reopen, name="panel_walkin_reopen"),
    path(f"{_arrivals}<uuid:pk>/deshacer/", walkin_panel.undo, name="panel_walkin_undo"),
]
