from django.urls import path

from . import views

app_name = "jornadas"

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/inscripcion/", views.register, name="register"),
]
