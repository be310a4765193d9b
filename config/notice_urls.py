"""Privacy notices in the panel. Here because neither of privacidad and padron imports the other."""

from django.urls import path

from . import notices

urlpatterns = [
    path("avisos/", notices.index, name="panel_notices"),
    path("avisos/nuevo/", notices.new, name="panel_notice_new"),
]
