"""Fichas in the panel."""

from django.urls import path

from . import ficha_panel as panel

_fichas = "talleres/<slug:slug>/fichas/"

urlpatterns = [
    path(_fichas, panel.listing, name="panel_fichas"),
    path(f"{_fichas}avance/", panel.fragment, name="panel_fichas_fragment"),
    path(f"{_fichas}cerrar/", panel.close, name="panel_fichas_close"),
    path(f"{_fichas}abrir/", panel.open_again, name="panel_fichas_open"),
    path(f"{_fichas}<int:pk>/", panel.one, name="panel_fichas_one"),
    path(f"{_fichas}<int:pk>/avance/", panel.one_fragment, name="panel_fichas_one_fragment"),
]
