"""The panel's pages of a workshop."""

from django.urls import include, path

from . import panel, panel_exercises

_workshop = "talleres/<slug:slug>/"
_exercise = f"{_workshop}ejercicios/<int:pk>/"

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
    path(f"{_workshop}ejercicios/nuevo/", panel_exercises.add, name="panel_exercise_add"),
    path(_exercise, panel_exercises.change, name="panel_exercise"),
    path(f"{_exercise}quitar/", panel_exercises.remove, name="panel_exercise_remove"),
    path(f"{_exercise}subir/", panel_exercises.up, name="panel_exercise_up"),
    path(f"{_exercise}bajar/", panel_exercises.down, name="panel_exercise_down"),
]
