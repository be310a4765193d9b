"""What staff type about constancias: filters, a name, a reason, a text."""

from django import forms
from django.db.models import Q
from django.templatetags.static import static
from django.utils.html import format_html

from jornadas.codes import normalise
from padron.names import match_key

from . import wordings
from .candidates import Candidate
from .designs import DEFAULT, DESIGNS
from .models import Certificate, Kind, Wording

DUE, NOT_DUE, TO_ISSUE, ISSUED = "si", "no", "faltan", "emitidas"
STANDING, REPLACED, REVOKED = "vigente", "sustituida", "revocada"


class CandidateFilter(forms.Form):
    """Filters in the query string. What is not understood filters nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Nombre o sujeto obligado"}),
    )
    corresponde = forms.ChoiceField(
        label="Constancia",
        choices=[
            ("", "Todas las personas"),
            (DUE, "Les corresponde"),
            (TO_ISSUE, "Por emitir"),
            (ISSUED, "Ya emitidas"),
            (NOT_DUE, "No les corresponde"),
        ],
        required=False,
    )

    def results(self, everybody: list[Candidate]) -> list[Candidate]:
        self.is_valid()
        chosen = self.cleaned_data.get("corresponde")
        words = match_key(self.cleaned_data.get("q", "")).split()
        return [
            one
            for one in everybody
            if _is(one, chosen) and all(word in _text(one) for word in words)
        ]

    @property
    def is_filtering(self) -> bool:
        return any(self.cleaned_data.values())


def _is(one: Candidate, chosen: str | None) -> bool:
    answers = {
        DUE: not one.reason,
        NOT_DUE: bool(one.reason),
        TO_ISSUE: one.is_due,
        ISSUED: one.certificate is not None,
    }
    return answers.get(chosen or "", True)


def _text(one: Candidate) -> str:
    if one.registration:
        return f"{one.registration.person.match_key} {one.registration.body.match_key}"
    return match_key(f"{one.speaker.name} {one.speaker.post}")


class CertificateFilter(forms.Form):
    """Of all constancias: by folio, code or name, year, kind, state and event."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Folio, código o nombre"}),
    )
    anio = forms.TypedChoiceField(label="Año", required=False, coerce=int, empty_value=None)
    tipo = forms.ChoiceField(
        label="Tipo", required=False, choices=[("", "Todos los tipos"), *Kind.choices]
    )
    estado = forms.ChoiceField(
        label="Estado",
        required=False,
        choices=[
            ("", "Todos los estados"),
            (STANDING, "Vigentes"),
            (REPLACED, "Sustituidas"),
            (REVOKED, "Revocadas"),
        ],
    )
    evento = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["anio"].choices = [("", "Todos los años"), *((y, str(y)) for y in years)]

    def results(self, certificates):
        self.is_valid()
        said = self.cleaned_data
        if said.get("q"):
            certificates = certificates.filter(_found(said["q"]))
        if said.get("anio"):
            certificates = certificates.filter(series__year=said["anio"])
        if said.get("tipo"):
            certificates = certificates.filter(kind=said["tipo"])
        if said.get("evento"):
            certificates = certificates.filter(event__slug=said["evento"])
        states = {
            STANDING: Q(revoked_at=None, superseded_at=None),
            REPLACED: Q(superseded_at__isnull=False),
            REVOKED: Q(revoked_at__isnull=False),
        }
        return certificates.filter(states.get(said.get("estado", ""), Q()))

    @property
    def is_filtering(self) -> bool:
        return any(self.cleaned_data.values())


def _found(text: str) -> Q:
    """Folio or part of it, the code, or every word of the name."""
    found = Q(folio__icontains=text.strip()) | Q(code=normalise(text))
    words = match_key(text).split()
    if words:
        people, speakers, practices = Q(), Q(), Q()
        for word in words:
            people &= Q(person__match_key__contains=word)
            speakers &= Q(speaker__name__icontains=word)
            practices &= Q(recognition__body__match_key__contains=word) | Q(
                recognition__title__icontains=word
            )
        found |= people | speakers | practices
    return found


class ReasonForm(forms.Form):
    """Why; whoever opens the page of the constancia reads it."""

    reason = forms.CharField(
        label="Motivo",
        max_length=300,
        help_text="Se lee en la página pública de la constancia: no escribas datos de nadie.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Escribe el motivo."},
    )


class CorrectionForm(ReasonForm):
    name = forms.CharField(
        label="Nombre",
        max_length=160,
        help_text="Completo, como debe imprimirse; con grado académico si lo quiere.",
        error_messages={"required": "Escribe el nombre."},
    )
    field_order = ["name", "reason"]


class WordingForm(forms.Form):
    """What constancias of a kind say and how they look."""

    heading = forms.CharField(
        label="Encabezado",
        max_length=80,
        error_messages={"required": "Escribe el encabezado."},
    )
    text = forms.CharField(
        label="Texto",
        max_length=wordings.LONGEST,
        help_text=(
            "Los datos van entre llaves, como {titulo}. Lo que pongas entre corchetes se omite "
            "cuando falta un dato que nombra."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[wordings.check],
        error_messages={"required": "Escribe el texto."},
    )
    design = forms.ChoiceField(
        label="Diseño",
        widget=forms.RadioSelect,
        initial=DEFAULT,
        error_messages={"required": "Elige un diseño.", "invalid_choice": "Elige uno de la lista."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["design"].choices = [(slug, _pictured(one)) for slug, one in DESIGNS.items()]

    @classmethod
    def showing(cls, data, wording: Wording):
        initial = {"heading": wording.heading, "text": wording.text, "design": wording.design}
        return cls(data, initial=initial)


def _pictured(design) -> str:
    """What one chooses from: name, sentence and a small picture of an example."""
    return format_html(
        '{}. {} <img class="design" src="{}" width="440" height="340" alt="">',
        design.NAME,
        design.DESCRIPTION,
        static(f"certificates/{design.SLUG}-{design.LAYOUT}.png"),
    )


def years_of(certificates) -> list[int]:
    found = certificates.order_by().values_list("series__year", flat=True).distinct()
    return sorted(found, reverse=True)


def state_of(certificate: Certificate) -> str:
    """ "Vigente", "Sustituida", "Revocada"."""
    if certificate.revoked_at:
        return "Revocada"
    return "Sustituida" if certificate.superseded_at else "Vigente"
