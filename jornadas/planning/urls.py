"""Pages with which staff plan programmes and events."""

from django.urls import path

from . import audience_views as audience
from . import catalogue_views as catalogue
from . import change_views, import_views, list_views, minimum_views, session_views
from . import event_views as events
from . import program_views as programs
from . import publication_views as publication

event = "eventos/<slug:slug>/"
program = "programas/<slug:slug>/"
group = "grupos/<slug:slug>/"

urlpatterns = [
    path("eventos/", list_views.index, name="panel_events"),
    path("eventos/nuevo/", events.add, name="panel_event_add"),
    path(event, events.detail, name="panel_event"),
    path(f"{event}datos/", events.basics, name="panel_event_basics"),
    path(f"{event}nota/", events.details, name="panel_event_details"),
    path(f"{event}sesiones/", session_views.index, name="panel_sessions"),
    path(f"{event}sesiones/nueva/", session_views.add, name="panel_session_add"),
    path(f"{event}sesiones/<int:number>/", session_views.edit, name="panel_session"),
    path(
        f"{event}sesiones/<int:number>/quitar/", session_views.remove, name="panel_session_remove"
    ),
    path(f"{event}para-quien/", audience.audience, name="panel_event_audience"),
    path(f"{event}para-quien/agregar/", audience.body_add, name="panel_event_body_add"),
    path(
        f"{event}para-quien/<int:pk>/quitar/",
        audience.body_remove,
        name="panel_event_body_remove",
    ),
    path(f"{event}lugares/", events.seats, name="panel_event_seats"),
    path(f"{event}constancia/", minimum_views.minimum, name="panel_event_minimum"),
    path(f"{event}ventana/", events.window, name="panel_event_window"),
    path(f"{event}fecha/", events.date_status, name="panel_event_date_status"),
    path(f"{event}fecha/cambio/", change_views.change_add, name="panel_event_change_add"),
    path(f"{event}posponer/", change_views.postpone, name="panel_event_postpone"),
    path(f"{event}cancelar/", change_views.cancel, name="panel_event_cancel"),
    path(f"{event}publicar/", publication.publish, name="panel_event_publish"),
    path(f"{event}retirar/", publication.withdraw, name="panel_event_withdraw"),
    path(f"{event}duplicar/", publication.duplicate, name="panel_event_duplicate"),
    path(f"{event}eliminar/", publication.delete, name="panel_event_delete"),
    path("programas/", programs.index, name="panel_programs"),
    path("programas/nuevo/", programs.add, name="panel_program_add"),
    path("programas/importar/", import_views.upload, name="panel_program_import"),
    path("programas/importar/guardar/", import_views.save, name="panel_program_import_save"),
    path(program, programs.detail, name="panel_program"),
    path(f"{program}editar/", programs.edit, name="panel_program_edit"),
    path(f"{program}publicar/", programs.publish, name="panel_program_publish"),
    path(f"{program}grupos/nuevo/", programs.group_add, name="panel_group_add"),
    path(group, programs.group, name="panel_group"),
    path(f"{group}editar/", programs.group_edit, name="panel_group_edit"),
    path(f"{group}eliminar/", programs.group_delete, name="panel_group_delete"),
    path(f"{group}excepciones/nueva/", programs.exception_add, name="panel_exception_add"),
    path(
        f"{group}excepciones/<int:pk>/quitar/",
        programs.exception_remove,
        name="panel_exception_remove",
    ),
    path("ponentes/", catalogue.speakers, name="panel_speakers"),
    path("ponentes/nuevo/", catalogue.speaker_add, name="panel_speaker_add"),
    path("ponentes/<int:pk>/", catalogue.speaker, name="panel_speaker"),
    path("ponentes/<int:pk>/eliminar/", catalogue.speaker_delete, name="panel_speaker_delete"),
    path("sedes/", catalogue.venues, name="panel_venues"),
    path("sedes/nueva/", catalogue.venue_add, name="panel_venue_add"),
    path("sedes/<int:pk>/", catalogue.venue, name="panel_venue"),
    path("sedes/<int:pk>/eliminar/", catalogue.venue_delete, name="panel_venue_delete"),
    path("dias/", catalogue.days, name="panel_days"),
    path("dias/nuevo/", catalogue.day_add, name="panel_day_add"),
    path("dias/<int:pk>/quitar/", catalogue.day_delete, name="panel_day_delete"),
    path("dias/ley/<int:year>/", catalogue.days_of_law, name="panel_days_of_law"),
]
