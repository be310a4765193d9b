"""What is sent and decided in an import of the roster."""

from django import forms
from django.utils import timezone

from documentos.spreadsheets import MAX_FILE

from ..models import Body

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class UploadForm(forms.Form):
    """A file, and from which day its changes hold."""

    file = forms.FileField(
        label="Archivo",
        help_text=(
            "Hoja de cálculo .xlsx, .xls, .ods o .csv, hasta 20 MB. Los encabezados pueden ir en "
            "cualquier orden: Nombre(s), Apellido paterno, Apellido materno, Correo, Sujeto "
            "obligado, Cargo, Área."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        error_messages={
            "required": "Elige el archivo.",
            "empty": "El archivo está vacío. Elige el que tiene las filas.",
        },
    )
    starts_on = forms.DateField(
        label="Los cambios valen desde",
        help_text="Quien cambia de cargo termina el anterior un día antes.",
        widget=DATE,
        initial=timezone.localdate,
        error_messages={"required": "Escribe una fecha.", "invalid": "Escribe una fecha válida."},
    )
    body = forms.ModelChoiceField(
        label="Sujeto obligado",
        queryset=Body.objects.none(),
        error_messages={"required": "Elige el sujeto obligado."},
    )

    def __init__(self, *args, bodies=None, **kwargs):
        super().__init__(*args, **kwargs)
        if bodies is None:
            del self.fields["body"]
            return
        self.fields["body"].queryset = bodies
        if len(bodies) == 1:
            self.fields["body"].initial = bodies[0]
            self.fields["body"].widget = forms.HiddenInput()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(
                "El archivo pesa más de 20 MB. Divídelo o quita las hojas que no hacen falta."
            )
        return file

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if abs((day - timezone.localdate()).days) > 366 * 3:
            raise forms.ValidationError("Escribe una fecha de los últimos o próximos tres años.")
        return day


class NameOrderForm(forms.Form):
    """How a single column of names is written."""

    names = forms.ChoiceField(
        label="¿En qué orden están escritos los nombres?",
        choices=[
            ("given", "Primero el nombre: María del Rosario Mejía Ayala"),
            ("surnames", "Primero los apellidos: Mejía Ayala María del Rosario"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Elige el orden."},
    )


class MovesForm(forms.Form):
    """What becomes of the post that somebody held elsewhere."""

    moves = forms.ChoiceField(
        label="¿Qué pasa con su adscripción anterior?",
        choices=[
            ("keep", "Sigue: la persona queda en los dos sujetos obligados"),
            ("end", "Termina: el archivo dice dónde está ahora"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Elige una opción."},
    )
