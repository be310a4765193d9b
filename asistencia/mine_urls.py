from django.urls import path

from . import mine

urlpatterns = [
    path("", mine.mi_espacio, name="mi_espacio"),
    path("nombre/", mine.certificate_name, name="certificate_name"),
]
