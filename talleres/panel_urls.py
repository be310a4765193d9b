"""The panel's pages of a workshop."""

from django.urls import include, path

from . import panel

_workshop = "talleres/<slug:slug>/"

urlpatterns = [
    path("", include("talleres.ficha_panel_urls")),
    path(_workshop, panel.detail, name="panel_workshop"),
    path(f"{_workshop}editar/", panel.edit, name="panel_workshop_edit"),
    path(f"{_workshop}materiales/nuevo/", panel.material_add, name="panel_material_add"),
    path(f"{_workshop}materiales/<int:pk>/", panel.material, name="panel_material"),
    path(
        f"{_workshop}materiales/<int:pk>/quitar/",
        panel.material_remove,
        name="panel_material_remove",
    ),
]
