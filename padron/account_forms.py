"""What is typed to enter: the mailbox, the mailed code, the second factor."""

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

TOO_MANY = "Demasiados intentos. Espera unos minutos y vuelve a probar."


def code_widget(length: int) -> forms.TextInput:
    """A box for digits: the number keyboard of a phone, and the code offered from the message."""
    return forms.TextInput(
        attrs={
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "autocapitalize": "off",
            "spellcheck": "false",
            "data-code-length": length,
        }
    )


class MailboxForm(forms.Form):
    """The one question of the first screen."""

    email = forms.EmailField(
        label="Correo",
        help_text="El que tu institución registró. Te enviaremos un código para entrar.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
        error_messages={
            "required": "Escribe tu correo.",
            "invalid": "Escribe un correo completo, como nombre@institucion.gob.mx.",
            "max_length": "Escribe un correo completo, como nombre@institucion.gob.mx.",
        },
    )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise forms.ValidationError(TOO_MANY, code="too_many")
        return email


class LoginCodeForm(ConfirmLoginCodeForm):
    code = forms.CharField(
        label="Código",
        max_length=40,
        widget=code_widget(6),
        error_messages={"required": "Escribe el código de 6 cifras que te enviamos."},
    )


class AuthenticateForm(mfa.AuthenticateForm):
    code = forms.CharField(
        label="Código de tu aplicación",
        help_text="6 cifras de tu aplicación, o uno de tus códigos de respaldo.",
        max_length=40,
        widget=code_widget(6),
        error_messages={"required": "Escribe el código que muestra tu aplicación."},
    )


class ReauthenticateForm(mfa.ReauthenticateForm):
    code = AuthenticateForm.base_fields["code"]


class ActivateTOTPForm(totp.ActivateTOTPForm):
    code = forms.CharField(
        label="Código que muestra la aplicación",
        max_length=40,
        widget=code_widget(6),
        error_messages={"required": "Escribe las 6 cifras que muestra tu aplicación."},
    )


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    name = forms.CharField(
        label="Nombre para reconocerla",
        help_text="Por ejemplo: teléfono, computadora de la oficina, llave azul.",
        max_length=60,
        required=False,
    )
    passwordless = forms.BooleanField(
        label="Entrar sólo con esta llave, sin código por correo",
        help_text="Tu dispositivo te pedirá huella, rostro o PIN.",
        required=False,
        initial=True,
    )


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(
        label="Nombre", max_length=60, error_messages={"required": "Escribe un nombre."}
    )
