"""What staff type about a workshop beyond its event."""

from django import forms

from .models import Material, Workshop


class WorkshopForm(forms.ModelForm):
    class Meta:
        model = Workshop
        fields = ["objective", "what_to_bring"]
        help_texts = {
            "objective": "Lo que cada quien sabrá hacer al terminar.",
            "what_to_bring": "Equipo, documentos o datos con los que se trabajará.",
        }
        widgets = {
            "objective": forms.Textarea(attrs={"rows": 4}),
            "what_to_bring": forms.Textarea(attrs={"rows": 3}),
        }


class MaterialForm(forms.ModelForm):
    url = forms.URLField(
        label="Dirección",
        max_length=200,
        assume_scheme="https",
        help_text="La dirección completa, como https://…",
        error_messages={
            "required": "Escribe la dirección.",
            "invalid": "Escribe la dirección completa, como https://…",
            "max_length": "La dirección es demasiado larga; usa hasta 200 letras.",
        },
    )

    class Meta:
        model = Material
        fields = ["title", "url"]
        error_messages = {
            "title": {"required": "Escribe el título.", "max_length": "Usa hasta 160 letras."},
        }
