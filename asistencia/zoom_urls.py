"""Zoom reports of an event in the panel."""

from django.urls import path

from . import zoom_reviewing, zoom_settling, zoom_views

_online = "eventos/<slug:slug>/en-linea/"
_sent = f"{_online}reporte/<slug:token>/"
_list = f"{_online}por-confirmar/"

urlpatterns = [
    path(_online, zoom_views.index, name="panel_zoom"),
    path(f"{_online}reportes/<int:pk>/retirar/", zoom_views.withdraw, name="panel_zoom_withdraw"),
    path(_sent, zoom_reviewing.review, name="panel_zoom_review"),
    path(f"{_sent}guardar/", zoom_reviewing.save, name="panel_zoom_save"),
    path(f"{_sent}descartar/", zoom_reviewing.discard, name="panel_zoom_discard"),
    path(_list, zoom_settling.start, name="panel_zoom_settle"),
    path(f"{_list}<int:pk>/", zoom_settling.attendee, name="panel_zoom_attendee"),
    path(f"{_list}<int:pk>/es/", zoom_settling.identify, name="panel_zoom_identify"),
    path(f"{_list}<int:pk>/no-cuenta/", zoom_settling.ignore, name="panel_zoom_ignore"),
    path(f"{_list}<int:pk>/corregir/", zoom_settling.reopen, name="panel_zoom_reopen"),
    path(f"{_online}decididas/", zoom_settling.settled, name="panel_zoom_settled"),
]
