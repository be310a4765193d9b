"""What may be typed about the parts of a call: requirements, criteria with levels, its jury."""

from django import forms
from django.utils import timezone

from jornadas.planning.fields import area, day_field

from .models import Criterion, Requirement, Seat, SeatHolder

# The scale that is offered; a copy of a call with other values keeps them.
VALUES = range(5)


class RequirementForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = Requirement
        fields = ["text", "legal_reference"]
        help_texts = {
            "text": "Algo que se pueda comprobar: se cumple o no se cumple.",
            "legal_reference": "Dónde se pide: base, artículo o numeral.",
        }
        widgets = {"text": area(3)}
        error_messages = {
            "text": {"required": "Escribe el requisito."},
            "legal_reference": {"max_length": "Usa hasta 250 letras."},
        }


class SeatForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = Seat
        fields = ["post"]
        help_texts = {"post": "El cargo, no la persona: «Persona Titular de…»."}
        error_messages = {
            "post": {"required": "Escribe el cargo.", "max_length": "Usa hasta 200 letras."}
        }


class CriterionForm(forms.ModelForm):
    """A criterion, and for each value what one must see to give it; an empty one is not used."""

    use_required_attribute = False

    class Meta:
        model = Criterion
        fields = ["name", "guidance", "weight"]
        help_texts = {
            "guidance": "Lo lee quien escribe la propuesta.",
            "weight": "Cuenta contra los demás: con el mismo número en todos, todos pesan igual.",
        }
        widgets = {"name": area(2), "guidance": area(3)}
        error_messages = {
            "name": {"required": "Escribe el criterio.", "max_length": "Usa hasta 200 letras."},
            "weight": {
                "required": "Escribe el peso.",
                "invalid": "Escribe un número, como 1 o 1.5.",
                "max_digits": "Es demasiado grande.",
                "max_decimal_places": "Usa hasta dos decimales.",
                "max_whole_digits": "Es demasiado grande.",
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = {}
        if self.instance.pk:
            held = {level.value: level.anchor for level in self.instance.levels.all()}
        self.values = sorted({*VALUES, *held})
        for value in self.values:
            self.fields[f"level-{value}"] = forms.CharField(
                label=f"Nivel {value}",
                required=False,
                max_length=1000,
                initial=held.get(value, ""),
                widget=area(2),
                help_text="Qué se ve para dar este nivel. Vacío: este nivel no se usa."
                if value == self.values[0]
                else "",
                error_messages={"max_length": "Usa hasta 1,000 letras."},
            )

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        if weight <= 0:
            raise forms.ValidationError("El peso es mayor que cero.")
        return weight

    @property
    def levels(self) -> dict[int, str]:
        """The levels that were written, by value."""
        typed = {value: self.cleaned_data[f"level-{value}"] for value in self.values}
        return {value: anchor for value, anchor in typed.items() if anchor}


class HolderForm(forms.ModelForm):
    """Who holds a seat, from a day to a day, and with which account they score."""

    use_required_attribute = False
    starts_on = day_field("Desde")
    ends_on = day_field("Hasta", required=False, help_text="El último día. Vacío: sigue.")

    class Meta:
        model = SeatHolder
        fields = ["name", "user", "starts_on", "ends_on"]
        labels = {"user": "Cuenta con la que califica"}
        help_texts = {
            "name": "Se muestra en la página de la convocatoria.",
            "user": "Solo cuentas con el rol de jurado. Puede quedar para después.",
        }
        error_messages = {
            "name": {"required": "Escribe el nombre.", "max_length": "Usa hasta 160 letras."},
            "user": {"invalid_choice": "Elige una cuenta de la lista."},
        }

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = accounts
        self.fields["user"].empty_label = "Ninguna todavía"
        if not self.instance.pk:
            self.fields["starts_on"].initial = timezone.localdate

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "El último día no puede ser anterior al primero.")
        return cleaned
