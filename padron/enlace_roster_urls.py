"""The roster of an enlace's own body, and its import."""

from django.urls import path

from . import enlace_views as views
from .panel.decisions import enlace_decide
from .panel.imports import enlace as imports

urlpatterns = [
    path("", views.index, name="enlace"),
    path("exportar/", views.export, name="enlace_export"),
    path("personas/nueva/", views.new, name="enlace_person_new"),
    path("personas/<int:pk>/", views.detail, name="enlace_person"),
    path("personas/<int:pk>/editar/", views.edit, name="enlace_person_edit"),
    path("cargos/<int:pk>/cambiar/", views.change_post, name="enlace_post_change"),
    path("cargos/<int:pk>/terminar/", views.end_post, name="enlace_post_end"),
    path("cargos/<int:pk>/habilitar/", views.set_enabled, name="enlace_post_enabled"),
    path("importar/", imports.index, name="enlace_imports"),
    path("importar/nueva/", imports.upload, name="enlace_import_new"),
    path("importar/plantilla/", imports.blank, name="enlace_import_blank"),
    path("importar/<int:pk>/", imports.detail, name="enlace_import"),
    path("importar/<int:pk>/avance/", imports.progress, name="enlace_import_progress"),
    path("importar/<int:pk>/decidir/<slug:matter>/", enlace_decide, name="enlace_import_decide"),
    path("importar/<int:pk>/confirmar/", imports.confirm, name="enlace_import_confirm"),
    path("importar/<int:pk>/cancelar/", imports.cancel, name="enlace_import_cancel"),
    path("importar/<int:pk>/no-importadas/", imports.rejected, name="enlace_import_rejected"),
]
