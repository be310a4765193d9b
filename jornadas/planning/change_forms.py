"""What staff type about a change: how the date stands, who asked and why."""

from django import forms

from ..changes import Why
from ..models import Change, Event
from .fields import area, day_field


class DateStatusForm(forms.ModelForm):
    class Meta:
        model = Event
        fields = ["date_status"]
        widgets = {"date_status": forms.RadioSelect}
        labels = {"date_status": "Cómo está la fecha"}


class WhyForm(forms.ModelForm):
    """Who asked for a change that is about to be made, and why: what the history will say."""

    asked_on = day_field("Cuándo se pidió")
    effective_on = day_field(
        "Desde cuándo vale", required=False, help_text="Vacío: desde este momento."
    )

    class Meta:
        model = Change
        fields = ["asked_by", "asked_on", "reason", "agreement", "effective_on"]
        labels = {"reason": "Motivo"}
        help_texts = {
            "asked_by": "Cargo y nombre. Se ve en la página pública.",
            "reason": "En una frase, como la leerán las personas inscritas. Puede quedar vacío.",
            "agreement": "Si un acuerdo lo aprobó.",
        }
        widgets = {"reason": area(2)}
        error_messages = {"asked_by": {"required": "Escribe quién lo pidió."}}

    @property
    def why(self) -> Why:
        return Why(**{name: self.cleaned_data[name] for name in self.fields})


class ChangeForm(forms.ModelForm):
    """Who asked to change a date or an hour, and what became of it."""

    asked_on = day_field("Cuándo se pidió")

    class Meta:
        model = Change
        fields = ["asked_by", "asked_on", "what", "reason", "agreement", "state"]
        help_texts = {
            "asked_by": "Cargo y nombre.",
            "what": "De qué día u hora a cuál.",
            "agreement": "Si un acuerdo lo aprobó.",
        }
        widgets = {"what": area(2), "reason": area(2), "state": forms.RadioSelect}
        error_messages = {
            "asked_by": {"required": "Escribe quién lo pidió."},
            "what": {"required": "Escribe qué cambia."},
        }
