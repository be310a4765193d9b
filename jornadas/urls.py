from django.urls import path

from .public import calendar, event, registering

app_name = "jornadas"

urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("<slug:slug>.ics", calendar.event_ics, name="ics"),
    path("<slug:slug>/", event.event, name="event"),
    path("<slug:slug>/inscripcion/", registering.register, name="register"),
]
