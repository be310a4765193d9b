"""Fichas: private pages of those who write them."""

from django.urls import path

from . import ficha_saving as saving
from . import ficha_views as views

urlpatterns = [
    path("taller/<slug:slug>/", views.of_workshop, name="workshop_fichas"),
    path("<int:pk>/", views.ficha, name="ficha"),
    path("<int:pk>/guardar/", saving.save, name="ficha_save"),
    path("<int:pk>/estado.json", saving.state, name="ficha_state"),
    path("<int:pk>/terminar/", views.finish, name="ficha_finish"),
    path("<int:pk>/reabrir/", views.reopen, name="ficha_reopen"),
    path("<int:pk>/equipo/", views.team, name="ficha_team"),
    path("<int:pk>/equipo/salir/", views.leave, name="ficha_leave"),
    path("<int:pk>/comentar/", views.comment, name="ficha_comment"),
    path("<int:pk>/comentarios/", views.comments, name="ficha_comments"),
    path("<int:pk>/comentarios/<int:number>/atendido/", views.settle, name="ficha_settle"),
]
