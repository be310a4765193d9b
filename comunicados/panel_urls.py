"""The panel's pages of this room: announcements and oficios of an event."""

from django.urls import path

from . import oficio_panel, panel

_all = "eventos/<slug:slug>/comunicados/"
_one = f"{_all}<int:pk>/"
_oficios = f"{_one}oficios/"

urlpatterns = [
    path(_all, panel.index, name="panel_announcements"),
    path(f"{_all}nuevo/", panel.add, name="panel_announcement_add"),
    path(f"{_all}oficio/", panel.add_oficio, name="panel_oficio_add"),
    path(_one, panel.detail, name="panel_announcement"),
    path(f"{_one}editar/", panel.edit, name="panel_announcement_edit"),
    path(f"{_one}datos/", panel.letterhead, name="panel_letterhead"),
    path(f"{_one}sin-correo/", panel.without_mailbox, name="panel_announcement_without_mailbox"),
    path(f"{_one}prueba/", panel.send_test, name="panel_announcement_test"),
    path(f"{_one}enviar/", panel.send, name="panel_announcement_send"),
    path(f"{_one}avance/", panel.progress, name="panel_announcement_progress"),
    path(f"{_one}pausar/", panel.pause, name="panel_announcement_pause"),
    path(f"{_one}seguir/", panel.resume, name="panel_announcement_resume"),
    path(f"{_one}detener/", panel.stop, name="panel_announcement_stop"),
    path(f"{_one}eliminar/", panel.delete, name="panel_announcement_delete"),
    path(f"{_one}duplicar/", panel.duplicate, name="panel_announcement_duplicate"),
    path(f"{_one}borrador/", oficio_panel.draft, name="panel_oficio_draft"),
    path(_oficios, oficio_panel.index, name="panel_oficios"),
    path(f"{_oficios}imprimir/", oficio_panel.to_print, name="panel_oficios_print"),
    path(f"{_oficios}<int:number>/", oficio_panel.download, name="panel_oficio"),
]
