"""Presence by hand and reviews of presence in the panel."""

from django.urls import path

from . import presence_views as views

_mine = "eventos/<slug:slug>/inscripciones/<int:pk>/asistencia/"

urlpatterns = [
    path(_mine, views.presence, name="panel_presence"),
    path(f"{_mine}agregar/", views.presence_add, name="panel_presence_add"),
    path(f"{_mine}<int:number>/retirar/", views.presence_withdraw, name="panel_presence_withdraw"),
    path(
        f"{_mine}<int:number>/evidencia/", views.presence_evidence, name="panel_presence_evidence"
    ),
    path("eventos/<slug:slug>/revisiones/", views.reviews, name="panel_event_reviews"),
    path("revisiones/", views.reviews, name="panel_reviews"),
    path("revisiones/<int:pk>/", views.review, name="panel_review"),
]
