"""What staff type about a workshop beyond its event."""

from django import forms
from django.core.validators import MaxValueValidator

from .materials import KINDS, LIMIT, NotAMaterialError, look
from .models import Exercise, Material, Workshop

LONGEST_EXERCISE = 600  # minutes


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


class MaterialForm(forms.Form):
    """A title, and either a file or an address; a file that is there may stay."""

    use_required_attribute = False

    title = forms.CharField(
        label="Título",
        max_length=160,
        error_messages={"required": "Escribe el título.", "max_length": "Usa hasta 160 letras."},
    )
    url = forms.URLField(
        label="Dirección",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="La dirección completa, como https://…",
        error_messages={
            "invalid": "Escribe la dirección completa, como https://…",
            "max_length": "La dirección es demasiado larga; usa hasta 200 letras.",
        },
    )
    upload = forms.FileField(
        label="O un archivo",
        required=False,
        allow_empty_file=True,  # said in our own words
        help_text=f"{KINDS} Pesa hasta {LIMIT // 1024**2} MB.",
    )

    def __init__(self, *args, material: Material | None = None, **kwargs):
        held = {"title": material.title, "url": material.url} if material else None
        super().__init__(*args, initial=held, **kwargs)
        self.has_file = bool(material and material.file)
        if material and material.file:
            self.fields["upload"].label = "Otro archivo en su lugar"
            self.fields["url"].label = "O una dirección en lugar del archivo"

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                look(upload)
            except NotAMaterialError as reason:
                raise forms.ValidationError(str(reason)) from None
        return upload

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["url"] and cleaned["upload"]:
            self.add_error("upload", "Elige una sola cosa: la dirección o el archivo.")
        elif not (cleaned["url"] or cleaned["upload"] or self.has_file):
            self.add_error("url", "Escribe la dirección o sube un archivo.")
        return cleaned


class ExerciseForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = Exercise
        fields = ["title", "instructions", "minutes", "session"]
        help_texts = {
            "instructions": "Como lo leerá quien está en el taller.",
            "minutes": "Cuánto tiempo se le da.",
            "session": "En cuál se hace, si es de una en particular.",
        }
        labels = {"session": "Sesión"}
        widgets = {"instructions": forms.Textarea(attrs={"rows": 6})}
        error_messages = {
            "title": {"required": "Escribe el título.", "max_length": "Usa hasta 160 letras."},
            "instructions": {"required": "Escribe qué hay que hacer."},
            "minutes": {
                "invalid": "Escribe los minutos con números.",
                "min_value": "Escribe los minutos con números.",
            },
            "session": {"invalid_choice": "Elige una sesión de la lista."},
        }

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions
        self.fields["session"].empty_label = "Ninguna en particular"
        self.fields["session"].label_from_instance = session_name
        self.fields["minutes"].validators.append(
            MaxValueValidator(LONGEST_EXERCISE, "Son demasiados minutos.")
        )


def session_name(session) -> str:
    return f"{session.number}. {session.title}" if session.title else f"Sesión {session.number}"
