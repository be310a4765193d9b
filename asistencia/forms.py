"""What may be typed about doors."""

from django import forms

from .models import Scan


class GateForm(forms.Form):
    gate = forms.CharField(
        label="Nombre de la puerta",
        help_text="Como la conoce quien la atiende: «Puerta norte», «Planta baja».",
        max_length=60,
        error_messages={"required": "Escribe el nombre de la puerta."},
    )


class DeskForm(forms.Form):
    code = forms.CharField(
        label="Código del pase",
        help_text="Trece letras y números. No importan mayúsculas ni espacios.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": "Escribe o lee el código del pase."},
    )
    direction = forms.ChoiceField(
        label="Qué se registra", choices=Scan.Direction, widget=forms.RadioSelect, initial="entry"
    )


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="Por qué se deshace",
        help_text="Queda en la bitácora.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe por qué se deshace la lectura."},
    )


class ScanFilter(forms.Form):
    result = forms.ChoiceField(
        label="Respuesta", choices=[("", "Todas"), *Scan.Result.choices], required=False
    )
    gate = forms.ChoiceField(label="Puerta", required=False)
    q = forms.CharField(label="Nombre o código", max_length=80, required=False)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        gates = event.devices.order_by("gate").values_list("gate", flat=True).distinct()
        self.fields["gate"].choices = [("", "Todas"), *((gate, gate) for gate in gates)]
