from django.urls import path

from .public import calendar, event, feeds, registering

app_name = "jornadas"

urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("<slug:slug>.ics", feeds.event, name="ics"),
    path("<slug:slug>/", event.event, name="event"),
    path("<slug:slug>/inscripcion/", registering.register, name="register"),
]
