"""How allauth behaves here: no passwords, no sign-up, mail through the outbox, our words."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls import reverse

from bitacora.record import record

from . import notices
from .access import has_second_factor
from .roles import NEED_SECOND_FACTOR, Role

# What allauth writes about a change of the second factor, in our words.
SECURITY_NEWS = {
    "mfa/email/totp_activated": "Activaste una aplicación de códigos como segundo factor.",
    "mfa/email/totp_deactivated": "Quitaste la aplicación de códigos de tu cuenta.",
    "mfa/email/recovery_codes_generated": "Generaste códigos de respaldo nuevos.",
    "mfa/email/webauthn_added": "Agregaste una llave de acceso.",
    "mfa/email/webauthn_removed": "Quitaste una llave de acceso.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "El código no es correcto. Revísalo o pide otro.",
        "too_many_login_attempts": "Demasiados intentos. Espera unos minutos y vuelve a empezar.",
        "rate_limited": "Demasiados intentos. Espera unos minutos y vuelve a probar.",
    }

    def is_open_for_signup(self, request) -> bool:
        """Nobody signs up: accounts come from the padrón or from an accepted request."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Everything goes through the outbox, in the transaction of its cause."""
        if template_prefix == "account/email/login_code":
            notices.login_code(email, context["code"])
        else:
            notices.security_news(email, SECURITY_NEWS[template_prefix])

    def get_login_redirect_url(self, request) -> str:
        """Where one goes who asked for no page: the room of one's role."""
        user = request.user
        if user.needs_second_factor and not has_second_factor(request):
            return reverse("second_factor")
        if user.held_roles & {*NEED_SECOND_FACTOR, Role.GATE}:
            return reverse("panel")
        return reverse(settings.LOGIN_REDIRECT_URL)

    def post_login(self, request, user, **kwargs):
        record("account.signed_in", user, by=user, second_factor=has_second_factor(request, user))
        return super().post_login(request, user, **kwargs)


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"second-factor:{key!s}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "El código no es correcto. Escribe el que se ve ahora en tu aplicación.",
        "cannot_generate_recovery_codes": "Activa primero una aplicación o una llave de acceso.",
    }

    def encrypt(self, text: str) -> str:
        """Secrets of the second factor are not readable in a stolen copy of the database."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return "Jornadas (demostración)" if settings.DEMO else "Jornadas"

    def generate_authenticator_name(self, user, type) -> str:
        return "Llave de acceso"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}
