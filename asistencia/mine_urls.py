from django.urls import path

from . import mine, mine_mail

urlpatterns = [
    path("", mine.mi_espacio, name="mi_espacio"),
    path("nombre/", mine.certificate_name, name="certificate_name"),
    path("avisos/", mine_mail.mine_mail, name="mine_mail"),
]
