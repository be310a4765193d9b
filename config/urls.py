"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

from . import brand, health, style, views
from .api import api

panel = [
    path("", views.panel_home, name="panel"),
    path("estilo/", style.gallery, name="panel_style"),
    path("", include("padron.panel_urls")),
    path("", include("jornadas.panel_urls")),
    path("", include("talleres.panel_urls")),
    path("", include("practicas.panel_urls")),
    path("", include("comunicados.panel_urls")),
    path("", include("asistencia.panel_urls")),
    path("", include("certificates.panel_urls")),
    path("", include("config.notice_urls")),
]

urlpatterns = [
    # First: every reading at the door comes here, and to be asked last cost it a tenth of its time.
    path("api/v1/", api.urls),
    path("", views.home, name="home"),
    path("jornadas/", include("jornadas.urls")),
    path("talleres/ficha/", include("talleres.ficha_urls")),
    path("talleres/", include("talleres.urls")),
    path("pase/", include("jornadas.pass_urls")),
    path("avisos/", include("jornadas.mail_urls")),
    path("calendario/", include("jornadas.feed_urls")),
    path("mi-espacio/", include("asistencia.mine_urls")),
    path("mi-espacio/", include("talleres.mine_urls")),
    path("enlace/", include("padron.enlace_urls")),
    path("control/", include("asistencia.urls")),
    path("llegada/", include("asistencia.arrival_urls")),
    path("panel/", include(panel)),
    path("", include("certificates.urls")),
    path("", include("practicas.urls")),
    path("privacidad/", include("privacidad.urls")),
    path("cuentas/", include("padron.account_urls")),
    path("ayuda/", views.help_index, name="help"),
    path("ayuda/<slug:page>/", views.help_page, name="help_page"),
    path("marca.css", brand.stylesheet, name="brand_css"),
    path("marca/logo/", brand.logo, name="brand_logo"),
    path("salud/", health.health, name="health"),
    path("admin/", admin.site.urls),
]
