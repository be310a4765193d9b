"""A mark in a month of the plan."""

from django import forms

from .models import PlanMonth


class MarkForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = PlanMonth
        fields = ("state", "note")
        widgets = {
            "state": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 3, "maxlength": 250}),
        }
        labels = {"note": "Nota"}
        help_texts = {"note": "Qué se hizo, o con qué documento se sabe. Hasta 250 letras."}
        error_messages = {"state": {"required": "Elige si está programada o si ya se realizó."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = PlanMonth.State.choices
