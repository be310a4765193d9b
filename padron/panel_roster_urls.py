"""Pages of the panel about the padrón: bodies, people, imports."""

from django.urls import path

from .panel import bodies, people
from .panel.decisions import staff_decide
from .panel.imports import staff as imports

urlpatterns = [
    path("sujetos/", bodies.index, name="panel_bodies"),
    path("sujetos/exportar/", bodies.export, name="panel_bodies_export"),
    path("sujetos/nuevo/", bodies.new, name="panel_body_new"),
    path("sujetos/<int:pk>/", bodies.detail, name="panel_body"),
    path("sujetos/<int:pk>/editar/", bodies.edit, name="panel_body_edit"),
    path("sujetos/<int:pk>/enlace/", bodies.new_enlace, name="panel_enlace_new"),
    path("sujetos/<int:pk>/nombres/", bodies.new_alias, name="panel_alias_new"),
    path("sujetos/nombres/<int:pk>/quitar/", bodies.drop_alias, name="panel_alias_drop"),
    path("sujetos/enlaces/<int:pk>/terminar/", bodies.end_enlace, name="panel_enlace_end"),
    path("personas/", people.index, name="panel_people"),
    path("personas/exportar/", people.export, name="panel_people_export"),
    path("personas/nueva/", people.new, name="panel_person_new"),
    path("personas/<int:pk>/", people.detail, name="panel_person"),
    path("personas/<int:pk>/editar/", people.edit, name="panel_person_edit"),
    path("personas/<int:pk>/adscripcion/", people.new_post, name="panel_post_new"),
    path("personas/cargos/<int:pk>/cambiar/", people.change_post, name="panel_post_change"),
    path("personas/cargos/<int:pk>/terminar/", people.end_post, name="panel_post_end"),
    path("personas/cargos/<int:pk>/habilitar/", people.set_enabled, name="panel_post_enabled"),
    path("importar/", imports.index, name="panel_imports"),
    path("importar/nueva/", imports.upload, name="panel_import_new"),
    path("importar/plantilla/", imports.blank, name="panel_import_blank"),
    path("importar/<int:pk>/", imports.detail, name="panel_import"),
    path("importar/<int:pk>/avance/", imports.progress, name="panel_import_progress"),
    path("importar/<int:pk>/decidir/<slug:matter>/", staff_decide, name="panel_import_decide"),
    path("importar/<int:pk>/confirmar/", imports.confirm, name="panel_import_confirm"),
    path("importar/<int:pk>/cancelar/", imports.cancel, name="panel_import_cancel"),
    path("importar/<int:pk>/no-importadas/", imports.rejected, name="panel_import_rejected"),
]
