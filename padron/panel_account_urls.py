"""Pages of the panel about accounts, requests, institution, mail and record."""

from django.urls import path

from .access_views import panel as requests
from .panel import accounts, institution, log, messages

urlpatterns = [
    path("cuentas/", accounts.index, name="panel_accounts"),
    path("cuentas/nueva/", accounts.new, name="panel_account_new"),
    path("cuentas/<int:pk>/", accounts.detail, name="panel_account"),
    path("cuentas/<int:pk>/rol/", accounts.grant, name="panel_account_grant"),
    path("cuentas/roles/<int:pk>/quitar/", accounts.end_role, name="panel_role_end"),
    path(
        "cuentas/<int:pk>/segundo-factor/quitar/",
        accounts.reset_second_factor,
        name="panel_account_reset",
    ),
    path("cuentas/<int:pk>/cerrar/", accounts.close, name="panel_account_close"),
    path("cuentas/<int:pk>/abrir/", accounts.reopen, name="panel_account_reopen"),
    path("solicitudes/", requests.requests, name="panel_requests"),
    path("solicitudes/<int:pk>/", requests.detail, name="panel_request"),
    path("solicitudes/<int:pk>/aceptar/", requests.accept, name="panel_request_accept"),
    path("solicitudes/<int:pk>/rechazar/", requests.reject, name="panel_request_reject"),
    path("institucion/", institution.index, name="panel_institution"),
    path("institucion/<int:pk>/nueva/", institution.new_identity, name="panel_identity_new"),
    path("institucion/<int:pk>/firmantes/", institution.new_signatory, name="panel_signatory_new"),
    path(
        "institucion/firmantes/<int:pk>/terminar/",
        institution.signatory_end,
        name="panel_signatory_end",
    ),
    path(
        "institucion/identidades/<int:pk>/logotipo/",
        institution.logo,
        name="panel_identity_logo",
    ),
    path("correo/", messages.index, name="panel_messages"),
    path("correo/reintentar/", messages.retry_all, name="panel_messages_retry"),
    path("correo/<int:pk>/", messages.detail, name="panel_message"),
    path("correo/<int:pk>/html/", messages.as_sent, name="panel_message_html"),
    path("correo/<int:pk>/reintentar/", messages.retry, name="panel_message_retry"),
    path("bitacora/", log.index, name="panel_log"),
]
