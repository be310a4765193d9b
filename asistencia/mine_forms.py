"""What people may type about themselves."""

from django import forms

from jornadas.models import MailPreference
from padron.models import Person


class CertificateNameForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("certificate_name",)
        help_texts = {
            "certificate_name": (
                "Con tu grado académico si lo usas, por ejemplo «Mtra. Ana María Peña Ortiz». "
                "Si lo dejas vacío se usa tu nombre del padrón."
            )
        }

    def clean_certificate_name(self):
        return " ".join(self.cleaned_data["certificate_name"].split())


class MailForm(forms.ModelForm):
    class Meta:
        model = MailPreference
        fields = ("reminders", "follow_up")
        labels = {
            "reminders": "Recordatorios antes de cada evento",
            "follow_up": "Después del evento: gracias y lo que sigue",
        }
        help_texts = {
            "reminders": (
                "Una semana y un día antes de cada sesión en la que tienes lugar. Si participas en "
                "línea, también una hora antes, con la liga para entrar."
            ),
            "follow_up": (
                "Un solo correo al terminar: qué asistencia se registró y qué eventos siguen."
            ),
        }
