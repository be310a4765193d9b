"""What may be typed or brought to be checked."""

import re

from django import forms

from documentos.sealing.pdfs import MAX_BYTES
from jornadas.codes import LENGTH, is_valid, normalise

# The address of a QR, or of the page, whole.
_ADDRESS = re.compile(r"/c/([^/?#\s]+)")
# How folios look: INPRU/DP/0012/2026.
_FOLIO = re.compile(r"\w/\w")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Código de la constancia",
        help_text="13 letras y números; está junto al código QR. También sirve su dirección.",
        max_length=3000,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Escribe el código de la constancia."},
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        address = _ADDRESS.search(typed)
        code = normalise(address[1] if address else typed)
        if is_valid(code):
            return code
        if not address and _FOLIO.search(typed):
            raise forms.ValidationError(
                "Eso parece el folio. El código son las 13 letras y números junto al código QR."
            )
        if len(code) != LENGTH:
            raise forms.ValidationError(
                f"El código tiene {LENGTH} letras y números, y escribiste {len(code)}."
            )
        raise forms.ValidationError(
            "Hay una letra o un número equivocado. Compáralo con el de la constancia."
        )


class FileForm(forms.Form):
    """The bytes are in `content` once it is valid."""

    file = forms.FileField(
        label="Archivo PDF de la constancia",
        help_text="Hasta 5 MB. Lo comparamos en el momento y no lo guardamos.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": "Elige el archivo PDF de la constancia.",
            "empty": "El archivo está vacío. Elige el PDF de la constancia.",
            "invalid": "Elige un archivo.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_BIG)
        self.content = file.read()
        return file


TOO_BIG = "El archivo pesa más de 5 MB. Una constancia nuestra pesa mucho menos."
