from django.urls import path

from . import mine, mine_calendar, mine_mail, mine_name, mine_presence

urlpatterns = [
    path("", mine.mi_espacio, name="mi_espacio"),
    path("nombre/", mine_name.certificate_name, name="certificate_name"),
    path("nombre/confirmar/", mine_name.confirm_name, name="certificate_name_confirm"),
    path("asistencia/<str:code>/", mine_presence.mine_presence, name="mine_presence"),
    path("avisos/", mine_mail.mine_mail, name="mine_mail"),
    path("calendario/", mine_calendar.mine_calendar, name="mine_calendar"),
    path("calendario/crear/", mine_calendar.mine_calendar_create, name="mine_calendar_create"),
    path("calendario/cambiar/", mine_calendar.mine_calendar_change, name="mine_calendar_change"),
    path("calendario/quitar/", mine_calendar.mine_calendar_remove, name="mine_calendar_remove"),
]
