"""The doors of an event in the panel."""

from django.urls import include, path

from . import conflicts_panel, panel, readiness_panel, rooms_panel

_doors = "eventos/<slug:slug>/puertas/"

urlpatterns = [
    path("", include("asistencia.board_urls")),
    path("", include("asistencia.zoom_urls")),
    path("", include("asistencia.presence_urls")),
    path("", include("asistencia.paper_urls")),
    path("", include("asistencia.walkin_urls")),
    path(_doors, panel.devices, name="panel_devices"),
    path(f"{_doors}codigo/<int:pk>/", panel.pairing, name="panel_pairing"),
    path(f"{_doors}simulacro/", readiness_panel.drill, name="panel_drill"),
    path(f"{_doors}<int:pk>/", readiness_panel.device_view, name="panel_device"),
    path(f"{_doors}<int:pk>/retirar/", panel.revoke_device, name="panel_device_revoke"),
    path(f"{_doors}mesa/", panel.desk_view, name="panel_desk"),
    path(f"{_doors}por-revisar/", conflicts_panel.cases, name="panel_conflicts"),
    path(f"{_doors}por-revisar/<uuid:pk>/", conflicts_panel.case, name="panel_conflict"),
    path(f"{_doors}sala/", rooms_panel.room, name="panel_room"),
    path(f"{_doors}sala/abrir/", rooms_panel.room_open, name="panel_room_open"),
    path(f"{_doors}sala/cerrar/", rooms_panel.room_close, name="panel_room_close"),
    path(f"{_doors}sala/pantalla/", rooms_panel.screen, name="panel_room_screen"),
    path(f"{_doors}sala/pantalla/ahora/", rooms_panel.screen_now, name="panel_room_screen_now"),
    path(f"{_doors}lecturas/", panel.scans, name="panel_scans"),
    path(f"{_doors}lecturas/<uuid:pk>/deshacer/", panel.undo_scan, name="panel_scan_undo"),
]
