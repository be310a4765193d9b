"""What administrators type about the logo and the signatories of an institution."""

from django import forms

from .. import logos
from ..models import Signatory
from ..refusal import Refusal

DATE = {"required": "Escribe la fecha.", "invalid": "Escribe una fecha."}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LogoForm(forms.Form):
    """A picture, checked by its content; none takes the logo away."""

    logo = forms.FileField(
        label="Logotipo",
        required=False,
        help_text="PNG o SVG, de hasta 1 MB. Sin archivo, los documentos llevan solo el nombre.",
        error_messages={"empty": "El archivo está vacío.", "invalid": "Elige un archivo."},
    )

    def clean_logo(self) -> bytes | None:
        file = self.cleaned_data["logo"]
        if not file:
            return None
        if file.size > logos.MAX_BYTES:
            raise forms.ValidationError("La imagen pesa demasiado; puede pesar hasta 1 MB.")
        content = file.read()
        try:
            logos.check(content)
        except Refusal as reason:
            raise forms.ValidationError(str(reason)) from reason
        return content


class SignatoryForm(forms.ModelForm):
    class Meta:
        model = Signatory
        fields = ["name", "post", "order", "starts_on", "ends_on"]
        labels = {"starts_on": "Firma desde", "ends_on": "Firma hasta"}
        help_texts = {
            "name": "Con su grado académico, como debe imprimirse.",
            "order": "1 es quien va primero.",
            "starts_on": "Firma las constancias de los eventos que terminen desde ese día.",
            "ends_on": "Vacío: sigue firmando.",
        }
        widgets = {"starts_on": _day(), "ends_on": _day()}
        error_messages = {
            "name": {"required": "Escribe el nombre."},
            "post": {"required": "Escribe el cargo."},
            "order": {"required": "Escribe el orden."},
            "starts_on": DATE,
            "ends_on": DATE,
        }

    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "No puede terminar antes de empezar.")


class EndSignatoryForm(forms.Form):
    last_day = forms.DateField(label="Último día", widget=_day(), error_messages=DATE)
