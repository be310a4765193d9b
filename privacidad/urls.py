"""/privacidad/: what people are told about their data, and their own data."""

from django.urls import path

from . import views

app_name = "privacidad"

urlpatterns = [
    path("", views.index, name="index"),
    path("aviso/<slug:purpose>/<int:revision>/", views.notice, name="notice"),
    path("mis-datos/", views.mine, name="mine"),
    path("mis-datos.json", views.mine_json, name="mine_json"),
]
