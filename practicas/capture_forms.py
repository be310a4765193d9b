"""What staff type of a proposal that arrived on paper or by mail."""

from datetime import datetime

from django import forms
from django.utils import timezone

from jornadas.planning.fields import area, day_field, hour_field
from padron.models import Body
from talleres.fichas import LONGEST

from .models import Call, Proposal
from .proposal_fields import CRITERION
from .proposal_forms import TOO_LONG, SeveralFiles

CHANNELS = [Proposal.Channel.PAPER, Proposal.Channel.MAIL]


class CaptureForm(forms.Form):
    use_required_attribute = False

    body = forms.ModelChoiceField(
        Body.objects.active(),
        label="Sujeto obligado",
        empty_label="Elige el sujeto obligado",
        error_messages={
            "required": "Elige el sujeto obligado.",
            "invalid_choice": "Elige uno de la lista.",
        },
    )
    channel = forms.ChoiceField(
        label="¿Cómo llegó?",
        choices=[(one.value, one.label) for one in CHANNELS],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Di si llegó en papel o por correo.",
            "invalid_choice": "Elige una de las dos.",
        },
    )
    day = day_field("¿Qué día llegó?", help_text="El del sello de recibido o el del correo.")
    hour = hour_field("¿A qué hora?")
    title = forms.CharField(
        label="Nombre de la práctica",
        max_length=200,
        error_messages={
            "required": "Escribe el nombre de la práctica.",
            "max_length": "Usa hasta 200 letras.",
        },
    )
    summary = forms.CharField(
        label="De qué se trata",
        required=False,
        max_length=LONGEST,
        widget=area(),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, call: Call, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hour"].required = True
        self.fields["hour"].error_messages["required"] = "Escribe la hora."
        self.numbers = []
        for one in call.criteria.all():
            self.numbers.append(one.number)
            self.fields[f"{CRITERION}{one.number}"] = forms.CharField(
                label=f"Criterio {one.number}: {one.name}",
                required=False,
                max_length=LONGEST,
                widget=area(),
                error_messages={"max_length": TOO_LONG},
            )
        self.fields["uploads"] = SeveralFiles(label="Lo que llegó, digitalizado")

    def details(self) -> dict:
        """What the action asks for."""
        told = self.cleaned_data
        return {
            "body": told["body"],
            "channel": told["channel"],
            "received_at": timezone.make_aware(datetime.combine(told["day"], told["hour"])),
            "title": told["title"],
            "summary": told["summary"],
            "answers": {number: told[f"{CRITERION}{number}"] for number in self.numbers},
            "uploads": told["uploads"],
        }
