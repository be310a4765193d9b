from django.urls import path

from jornadas.public import calendar, registering

from . import views

app_name = "talleres"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>.ics", calendar.event_ics, name="ics"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/inscripcion/", registering.register, name="register"),
]
