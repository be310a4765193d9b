"""What may be typed about a call: its texts, its dates and rules, and when it is published."""

from datetime import datetime

from django import forms
from django.utils import timezone

from jornadas.planning.fields import area, day_field
from padron.models import Organizer

from .models import Call

BAD_MOMENT = "Escribe día y hora, como 04/11/2026 12:00."
WHOLE = {"invalid": "Escribe un número entero.", "min_value": "Escribe un número entero."}


def moment_field(label: str, **more) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        error_messages={"required": "Escribe día y hora.", "invalid": BAD_MOMENT},
        **more,
    )


class TextsForm(forms.ModelForm):
    """What the call says. In the order in which it is read."""

    use_required_attribute = False

    class Meta:
        model = Call
        fields = [
            "title",
            "year",
            "purpose",
            "who_may",
            "bases",
            "legal_basis",
            "contact",
            "silences",
        ]
        labels = {"contact": "Dudas y entrega en papel o por correo"}
        help_texts = {
            "purpose": "Qué se reconoce, en una o dos frases.",
            "bases": "El texto completo. Deja un renglón vacío entre párrafos.",
            "contact": "Domicilio y correos, cada uno en su renglón.",
            "silences": "Un renglón por asunto: qué no dicen las bases y cómo se resuelve. Se "
            "muestra en la página.",
        }
        widgets = {
            "purpose": area(3),
            "who_may": area(2),
            "bases": area(16),
            "legal_basis": area(4),
            "contact": area(4),
            "silences": area(6),
        }
        error_messages = {
            "title": {"required": "Escribe el título.", "max_length": "Usa hasta 200 letras."},
            "year": {"required": "Escribe el año.", **WHOLE},
            "purpose": {"required": "Escribe qué se reconoce."},
            "who_may": {"required": "Escribe quién puede participar."},
            "bases": {"required": "Escribe las bases."},
        }

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError("Revisa el año: debe estar entre 2000 y 2100.")
        return year


class NewCallForm(TextsForm):
    """A call begins with its texts and its last day."""

    closes_on = day_field(
        "Último día para enviar", help_text="El plazo termina al acabar ese día, hora del centro."
    )

    class Meta(TextsForm.Meta):
        fields = ["organizer", *TextsForm.Meta.fields, "closes_on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organizer.objects.filter(pk__in=user.organizer_ids("staff", "verifier"))
        field = self.fields["organizer"]
        field.queryset, field.empty_label = mine, None
        field.error_messages |= {
            "required": "Elige la institución.",
            "invalid_choice": "Elige una institución de la lista.",
        }
        if len(mine) == 1:
            # Asked only where one works for several.
            field.initial, field.widget = mine[0], forms.HiddenInput()


class CopyForm(forms.ModelForm):
    """What differs from the earlier call whose texts, criteria, requirements and seats it takes."""

    use_required_attribute = False
    closes_on = day_field(
        "Último día para enviar", help_text="El plazo termina al acabar ese día, hora del centro."
    )

    class Meta:
        model = Call
        fields = ["title", "year", "closes_on"]
        error_messages = TextsForm.Meta.error_messages

    clean_year = TextsForm.clean_year


class RulesForm(forms.ModelForm):
    """Dates, and how it is decided."""

    use_required_attribute = False
    closes_on = NewCallForm.base_fields["closes_on"]
    scores_due_at = moment_field(
        "El jurado califica hasta",
        required=False,
        help_text="Las calificaciones se abren cuando están todas o cuando llega este momento. "
        "Vacío: solo cuando están todas.",
    )
    results_at = moment_field(
        "Los resultados se dan a conocer",
        required=False,
        help_text="Antes de ese momento nadie los ve. Hace falta para publicar.",
    )
    minimum_score = forms.DecimalField(
        label="Puntaje mínimo, de 100",
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text="Vacío: no se pide un mínimo.",
        error_messages={
            "invalid": "Escribe un número de 0 a 100.",
            "min_value": "Escribe un número de 0 a 100.",
            "max_value": "Escribe un número de 0 a 100.",
            "max_decimal_places": "Usa hasta dos decimales.",
        },
    )
    quorum = forms.IntegerField(
        label="Quórum del jurado",
        min_value=1,
        max_value=100,
        help_text="Cuántos asientos hacen falta para decidir.",
        error_messages={
            "required": "Escribe cuántos asientos.",
            "invalid": "Escribe un número entero.",
            "min_value": "Hace falta al menos uno.",
            "max_value": "Son demasiados.",
        },
    )
    validity_day = day_field(
        "Día en que empieza la vigencia",
        required=False,
        help_text="Solo si corre desde un día que se indica.",
    )

    class Meta:
        model = Call
        fields = [
            "closes_on",
            "prevention_days",
            "scores_due_at",
            "results_at",
            "quorum",
            "minimum_score",
            "tie_rule",
            "validity_months",
            "validity_from",
            "validity_day",
        ]
        labels = {"tie_rule": "Si hay empate"}
        widgets = {"tie_rule": forms.RadioSelect, "validity_from": forms.RadioSelect}
        error_messages = {
            "prevention_days": {"required": "Escribe cuántos días.", **WHOLE},
            "validity_months": {"required": "Escribe cuántos meses.", **WHOLE},
        }

    def clean_validity_months(self):
        months = self.cleaned_data["validity_months"]
        if not 1 <= months <= 120:
            raise forms.ValidationError("Escribe de 1 a 120 meses.")
        return months

    def clean_prevention_days(self):
        days = self.cleaned_data["prevention_days"]
        if not 1 <= days <= 60:
            raise forms.ValidationError("Escribe de 1 a 60 días hábiles.")
        return days

    def clean(self):
        cleaned = super().clean()
        lacks_day = not (cleaned.get("validity_day") or "validity_day" in self.errors)
        if cleaned.get("validity_from") == Call.Validity.DAY and lacks_day:
            self.add_error("validity_day", "Escribe el día.")
        return cleaned


class MoveForm(forms.ModelForm):
    """The dates that may be moved after publication, and why."""

    use_required_attribute = False
    closes_on = NewCallForm.base_fields["closes_on"]
    scores_due_at = moment_field("El jurado califica hasta", required=False)
    results_at = moment_field("Los resultados se dan a conocer", required=False)
    reason = forms.CharField(
        label="Motivo",
        widget=area(3),
        max_length=2000,
        help_text="Se muestra en la página de la convocatoria, junto a lo que decía antes.",
        error_messages={
            "required": "Escribe el motivo.",
            "max_length": "Usa hasta 2,000 letras.",
        },
    )

    class Meta:
        model = Call
        fields = ["closes_on", "scores_due_at", "results_at"]


class PublishForm(forms.Form):
    """At once, or at a moment."""

    at = moment_field(
        "Publicar en este momento",
        required=False,
        help_text="Hora del centro. Vacío: se publica ahora.",
    )

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(
                "Ese momento ya pasó. Elige uno que esté por venir o deja el campo vacío."
            )
        return at
