"""Calls, their parts and their juries in the panel."""

from django.urls import path

from . import call_panel as panel
from . import call_part_panel as parts
from . import call_seat_panel as seats

_call = "convocatorias/<slug:slug>/"

urlpatterns = [
    path("convocatorias/", panel.index, name="panel_calls"),
    path("convocatorias/nueva/", panel.add, name="panel_call_add"),
    path(_call, panel.detail, name="panel_call"),
    path(f"{_call}vista/", panel.preview, name="panel_call_preview"),
    path(f"{_call}copiar/", panel.copy, name="panel_call_copy"),
    path(f"{_call}textos/", panel.texts, name="panel_call_texts"),
    path(f"{_call}reglas/", panel.rules, name="panel_call_rules"),
    path(f"{_call}publicar/", panel.publish, name="panel_call_publish"),
    path(f"{_call}retirar/", panel.withdraw, name="panel_call_withdraw"),
    path(f"{_call}eliminar/", panel.discard, name="panel_call_discard"),
    path(f"{_call}fechas/", panel.move, name="panel_call_move"),
    path(f"{_call}asientos/", seats.index, name="panel_call_seats"),
    path(f"{_call}asientos/<int:pk>/titular/", seats.add, name="panel_holder_add"),
    path(f"{_call}titulares/<int:pk>/", seats.change, name="panel_holder"),
    path(f"{_call}titulares/<int:pk>/quitar/", seats.remove, name="panel_holder_remove"),
]
for folder, name, kind in (
    ("requisitos", "panel_call_requirement", parts.REQUIREMENT),
    ("criterios", "panel_call_criterion", parts.CRITERION),
    ("asientos", "panel_call_seat", parts.SEAT),
):
    urlpatterns += [
        path(f"{_call}{folder}/nuevo/", parts.add, {"kind": kind}, name=f"{name}_add"),
        path(f"{_call}{folder}/<int:pk>/", parts.change, {"kind": kind}, name=name),
        path(f"{_call}{folder}/<int:pk>/quitar/", parts.remove, {"kind": kind}, f"{name}_remove"),
    ]
