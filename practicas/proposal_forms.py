"""What enlaces and authors type in a proposal."""

from django import forms

from padron.refusal import Refusal
from talleres.fichas import LONGEST
from talleres.models import PopulationGroup

from . import supports
from .models import Proposal
from .proposal_fields import CRITERION, GROUP, URL, answer, fields

LABELS = {
    "title": "¿Cómo se llama la práctica?",
    "summary": "¿De qué se trata?",
    GROUP: "¿A qué grupo de la población sirve más?",
    URL: "¿Dónde se consulta?",
}
HELPS = {
    "title": "Un nombre que la distinga, como «Mapa de comedores comunitarios».",
    "summary": "Qué información publicaron, para quién y desde cuándo, en pocas líneas.",
    GROUP: "El grupo para el que la información es más útil.",
    URL: "La dirección completa de la página, como https://… Si no está en internet, déjala vacía.",
}
TOO_LONG = f"Usa hasta {LONGEST:,} letras."


def _long_text(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"max_length": TOO_LONG},
    )


class ProposalForm(forms.Form):
    """Everything a proposal is asked, none of it compulsory until it is sent."""

    use_required_attribute = False

    title = forms.CharField(
        label=LABELS["title"],
        help_text=HELPS["title"],
        required=False,
        strip=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Usa hasta 200 letras."},
    )
    population_group = forms.ModelChoiceField(
        PopulationGroup.objects.none(),
        label=LABELS[GROUP],
        help_text=HELPS[GROUP],
        required=False,
        empty_label="Elige un grupo",
        error_messages={"invalid_choice": "Elige un grupo de la lista."},
    )
    url = forms.CharField(
        label=LABELS[URL],
        help_text=HELPS[URL],
        required=False,
        strip=False,
        max_length=200,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Usa hasta 200 letras."},
    )

    def __init__(self, *args, proposal: Proposal, **kwargs):
        held = {field: answer(proposal, field) for field in fields(proposal)}
        super().__init__(*args, initial=held, auto_id="pregunta-%s", **kwargs)
        self.fields["summary"] = _long_text(LABELS["summary"], HELPS["summary"])
        for one in proposal.call.criteria.all():
            label = f"Criterio {one.number}: {one.name}"
            self.fields[f"{CRITERION}{one.number}"] = _long_text(label, one.guidance)
        groups = PopulationGroup.objects.filter(is_active=True)
        # One that is no longer offered stays where it was chosen.
        self.fields[GROUP].queryset = groups | PopulationGroup.objects.filter(
            pk=proposal.population_group_id
        )


class BodyForm(forms.Form):
    """For which of their bodies somebody proposes, where they are the enlace of several."""

    use_required_attribute = False

    body = forms.ModelChoiceField(
        queryset=None,
        label="¿De qué sujeto obligado es la práctica?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elige el sujeto obligado.",
            "invalid_choice": "Elige uno de la lista.",
        },
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies


class AuthorForm(forms.Form):
    use_required_attribute = False

    person = forms.ModelChoiceField(
        queryset=None,
        label="¿A quién sumas?",
        help_text="Aparece quien está en el padrón de tu sujeto obligado.",
        empty_label="Elige a una persona",
        error_messages={
            "required": "Elige a una persona.",
            "invalid_choice": "Elige a una persona de la lista.",
        },
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda person: person.list_name


class EvidenceForm(forms.Form):
    use_required_attribute = False

    upload = forms.FileField(
        label="Archivo",
        allow_empty_file=True,  # said in our own words
        widget=forms.FileInput,
        help_text=(
            f"De preferencia en formato abierto: {supports.KINDS} Pesa hasta "
            f"{supports.LIMIT // supports.MB} MB; todos juntos, hasta "
            f"{supports.TOTAL // supports.MB} MB."
        ),
        error_messages={"required": "Elige el archivo.", "max_length": "Acorta su nombre."},
    )
    criterion = forms.ModelChoiceField(
        queryset=None,
        label="¿Qué criterio apoya?",
        required=False,
        empty_label="Toda la práctica",
        error_messages={"invalid_choice": "Elige un criterio de la lista."},
    )
    note = forms.CharField(
        label="¿Qué es?",
        required=False,
        max_length=200,
        help_text="Por ejemplo: «Consultas a la página en 2025».",
        error_messages={"max_length": "Usa hasta 200 letras."},
    )

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = proposal.call.criteria.all()


class _SeveralInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files; each is looked at, and whichever is refused is named."""

    widget = _SeveralInput

    def __init__(self, **kwargs):
        words = (
            f"Puedes elegir varios. {supports.KINDS} Cada uno pesa hasta "
            f"{supports.LIMIT // supports.MB} MB."
        )
        super().__init__(required=False, allow_empty_file=True, help_text=words, **kwargs)

    def clean(self, data, initial=None):
        uploads = [super(SeveralFiles, self).clean(one, initial) for one in data or [] if one]
        for one in uploads:
            try:
                supports.look(one)
            except Refusal as reason:
                told = f"«{supports.short_name(one)}»: {reason}"
                raise forms.ValidationError(told) from None
        return uploads


class PreventionForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label="Tu respuesta",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Escribe tu respuesta, aunque adjuntes archivos.",
            "max_length": TOO_LONG,
        },
    )
    uploads = SeveralFiles(label="Archivos")
