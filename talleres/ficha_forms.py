"""The questions of a ficha in plain words, and what may be typed beside them."""

from dataclasses import dataclass

from django import forms

from .fichas import GROUP, LONGEST, LONGEST_COMMENT
from .models import Ficha, PopulationGroup


@dataclass(frozen=True)
class Question:
    field: str
    label: str
    help: str


QUESTIONS = [
    Question(
        "title",
        "¿Cómo se llama tu idea?",
        "Un nombre corto que la distinga, como «Horarios y requisitos de los comedores».",
    ),
    Question(
        "population_group",
        "¿Para qué grupo de la población es?",
        "El grupo al que más le serviría.",
    ),
    Question(
        "need",
        "¿Qué necesita ese grupo?",
        "Un problema de todos los días que no puede resolver por falta de información.",
    ),
    Question(
        "information",
        "¿Qué información existe?",
        "La que tu institución ya tiene y ayudaría con eso.",
    ),
    Question("location", "¿Dónde está?", "El área que la guarda, y en qué archivo o sistema."),
    Question(
        "form",
        "¿En qué forma está?",
        "Papel, PDF, hoja de cálculo, base de datos, mapa…, y cada cuánto se actualiza.",
    ),
    Question(
        "reach",
        "¿Cómo llegaría a las personas?",
        "El medio que ese grupo usa: la radio, un cartel, un mensaje, una página, una persona.",
    ),
    Question(
        "reuse",
        "¿Quién la reutilizaría?",
        "Escuelas, medios, organizaciones, otras áreas… y para qué.",
    ),
]
LABELS = {question.field: question.label for question in QUESTIONS}


class FichaForm(forms.Form):
    """All answers of a ficha, none of them compulsory until it is finished."""

    use_required_attribute = False

    title = forms.CharField(
        required=False,
        strip=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Usa hasta 160 letras."},
    )
    population_group = forms.ModelChoiceField(
        PopulationGroup.objects.none(),
        required=False,
        empty_label="Elige un grupo",
        error_messages={"invalid_choice": "Elige un grupo de la lista."},
    )

    def __init__(self, *args, ficha: Ficha, **kwargs):
        held = {field: ficha.answer(field) for field in Ficha.ASKED}
        super().__init__(*args, initial=held, auto_id="pregunta-%s", **kwargs)
        for question in QUESTIONS[2:]:
            self.fields[question.field] = forms.CharField(
                required=False,
                strip=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 6}),
                error_messages={"max_length": f"Usa hasta {LONGEST:,} letras."},
            )
        for question in QUESTIONS:
            self.fields[question.field].label = question.label
            self.fields[question.field].help_text = question.help
        groups = PopulationGroup.objects.filter(is_active=True)
        # One that is no longer offered stays where it was chosen.
        self.fields[GROUP].queryset = groups | PopulationGroup.objects.filter(
            pk=ficha.population_group_id
        )


class CommentForm(forms.Form):
    use_required_attribute = False

    about = forms.ChoiceField(
        label="Sobre",
        required=False,
        choices=[("", "Toda la ficha"), *LABELS.items()],
        error_messages={"invalid_choice": "Elige una pregunta de la lista."},
    )
    text = forms.CharField(
        label="Comentario",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Escribe el comentario.",
            "max_length": f"Usa hasta {LONGEST_COMMENT:,} letras.",
        },
    )


class ColleagueForm(forms.Form):
    """Whom to add to a team: among those with a seat for the same body."""

    use_required_attribute = False

    person = forms.ChoiceField(
        label="¿A quién sumas?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elige a una persona.",
            "invalid_choice": "Elige a una persona de la lista.",
        },
    )

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.person_id): seat.person for seat in seats}
        self.fields["person"].choices = [
            (key, person.full_name) for key, person in self.seats.items()
        ]

    @property
    def chosen(self):
        return self.seats[self.cleaned_data["person"]]
