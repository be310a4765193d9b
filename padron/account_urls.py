"""/cuentas/…: entering and leaving, the second factor, asking for access.

Only the views of allauth that are used here, under the names by which allauth itself looks for
them; there are no passwords, so there are no pages about passwords.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import path

from . import access_views, account_views, demo_views

urlpatterns = [
    path("entrar/", account_views.login, name="account_login"),
    path("entrar/codigo/", account_views.confirm_code, name="account_confirm_login_code"),
    path("entrar/segundo-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("entrar/llave/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("salir/", account.logout, name="account_logout"),
    path("inactiva/", account.account_inactive, name="account_inactive"),
    path("solicitar-acceso/", access_views.ask, name="access_request"),
    path("solicitar-acceso/enviada/", access_views.sent, name="access_request_sent"),
    path("demo/", demo_views.demo, name="demo"),
    path("demo/entrar/", demo_views.enter, name="demo_enter"),
    path("segundo-factor/", account_views.second_factor, name="second_factor"),
    path("seguridad/", mfa.index, name="mfa_index"),
    path("seguridad/confirmar/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "seguridad/confirmar/llave/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("seguridad/aplicacion/", account_views.activate_totp, name="mfa_activate_totp"),
    path("seguridad/aplicacion/quitar/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("seguridad/respaldo/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "seguridad/respaldo/generar/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "seguridad/respaldo/descargar/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("seguridad/llaves/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("seguridad/llaves/agregar/", account_views.add_passkey, name="mfa_add_webauthn"),
    path("seguridad/llaves/<int:pk>/quitar/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("seguridad/llaves/<int:pk>/nombre/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sesiones/", sessions.list_usersessions, name="usersessions_list"),
]
