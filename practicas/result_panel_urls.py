"""Results in the panel: their moment, and what each body will read."""

from django.urls import path

from . import result_panel

urlpatterns = [
    path("convocatorias/<slug:slug>/resultados/", result_panel.index, name="panel_results"),
    path("propuestas/<int:pk>/resultado/", result_panel.feedback, name="panel_feedback"),
]
