from django.urls import path

from . import views

app_name = "talleres"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/inscripcion/", views.register, name="register"),
]
