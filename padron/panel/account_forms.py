"""What administrators type about accounts and about the institution."""

from django import forms

from ..models import Organizer, OrganizerIdentity
from ..roles import SENTENCES, Role


class OpenAccountForm(forms.Form):
    email = forms.EmailField(
        label="Correo",
        help_text="El que usará para entrar: uno propio, no el de toda la oficina.",
        error_messages={
            "required": "Escribe el correo.",
            "invalid": "Escribe un correo completo, como nombre@institucion.gob.mx.",
        },
    )


class GrantRoleForm(forms.Form):
    """A role, each with its sentence; the organiser where there are two."""

    role = forms.ChoiceField(
        label="Rol",
        widget=forms.RadioSelect,
        choices=[(role.value, f"{role.label}. {SENTENCES[role]}") for role in Role],
        error_messages={"required": "Elige un rol.", "invalid_choice": "Elige un rol de la lista."},
    )
    organizer = forms.ModelChoiceField(
        label="Institución",
        queryset=Organizer.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Elige la institución.",
            "invalid_choice": "Elige una de la lista.",
        },
    )

    def __init__(self, *args, organizers, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organizer"]
        field.queryset = organizers
        field.initial = organizers.first()
        if organizers.count() == 1:
            field.widget = forms.HiddenInput()


class IdentityForm(forms.ModelForm):
    """A name, an address, a legal basis: what holds from a date on."""

    class Meta:
        model = OrganizerIdentity
        fields = [
            "starts_on",
            "name",
            "acronym",
            "area",
            "area_acronym",
            "address",
            "phone",
            "website",
            "folio_prefix",
            "legal_basis",
        ]
        labels = {"starts_on": "Vale desde", "legal_basis": "Fundamento jurídico"}
        help_texts = {
            "starts_on": "La identidad anterior termina el día antes.",
            "folio_prefix": "Con lo que empiezan los folios, como INSTITUTO/ÁREA.",
            "legal_basis": "Como debe leerse en los documentos.",
        }
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "address": forms.Textarea(attrs={"rows": 3}),
            "legal_basis": forms.Textarea(attrs={"rows": 5}),
        }
        error_messages = {
            "starts_on": {"required": "Escribe la fecha.", "invalid": "Escribe una fecha."},
        }
