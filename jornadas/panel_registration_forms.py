"""What staff type when they see to somebody's registration."""

from django import forms

from .forms import RegistrationForm


class ReasonForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label="Motivo",
        help_text="Queda en la bitácora, con tu nombre y la hora.",
        max_length=300,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe el motivo."},
    )


class PersonSearch(forms.Form):
    use_required_attribute = False

    q = forms.CharField(
        label="Nombre, sujeto obligado o correo de la persona",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class StaffRegistrationForm(RegistrationForm):
    """The questions of registering, asked about somebody else; their notice comes with the mail."""

    def __init__(self, *args, seats, posts, **kwargs):
        super().__init__(*args, seats=seats, posts=posts, notice=None, **kwargs)
        words = {"mode": "¿Cómo va a asistir?", "post": "¿Con qué adscripción se inscribe?"}
        for name, label in words.items():
            if name in self.fields:
                self.fields[name].label = label
