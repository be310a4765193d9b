"""What people may type about themselves."""

from django import forms

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
