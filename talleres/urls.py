from django.urls import path

from jornadas.public import feeds, registering

from . import views

app_name = "talleres"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>.ics", feeds.event, name="ics"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/materiales/<int:pk>/", views.material, name="material"),
    path("<slug:slug>/inscripcion/", registering.register, name="register"),
]
