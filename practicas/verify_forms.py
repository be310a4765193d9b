"""What is typed and chosen in verification."""

import json

from django import forms
from django.utils import timezone

from padron.names import match_key

from .models import Finding, Proposal, Requirement

State = Proposal.State
LONGEST = 4_000
TOO_LONG = f"Usa hasta {LONGEST:,} letras."
MET = [("si", "Se cumple"), ("no", "No se cumple"), ("falta", "Sin revisar")]
MEANT = {"si": True, "no": False, "falta": None}
SHOWN = {meant: key for key, meant in MEANT.items()}
LATE, ON_TIME, EXPIRED = "extemporaneas", "a-tiempo", "vencida"


def long_text(label: str, *, required="", rows=5, help_text="") -> forms.CharField:
    """A text of several lines; `required` says what to do where it is missing."""
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": TOO_LONG},
    )


def legal_reference() -> forms.CharField:
    return forms.CharField(
        label="Fundamento",
        required=False,
        max_length=250,
        error_messages={"max_length": "Usa hasta 250 letras."},
    )


class ProposalFilter(forms.Form):
    """Filters in the query string. What is not understood filters nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Sujeto obligado o nombre de la práctica"}
        ),
    )
    estado = forms.ChoiceField(
        label="Estado",
        required=False,
        choices=[
            ("", "Todas"),
            (State.SENT, "Por revisar"),
            (State.PREVENTED, "Con prevención"),
            (EXPIRED, "Con prevención vencida"),
            (State.ADMITTED, "Admitidas"),
            (State.REJECTED, "No admitidas"),
        ],
    )
    plazo = forms.ChoiceField(
        label="Llegada",
        required=False,
        choices=[("", "Todas"), (ON_TIME, "A tiempo"), (LATE, "Extemporáneas")],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def is_filtering(self) -> bool:
        return any(self.cleaned_data.values())

    def results(self, proposals, now=None):
        """Those of `proposals` that fit, by number. The search reads over accents and capitals."""
        chosen = self.cleaned_data
        state = chosen.get("estado")
        if state == EXPIRED:
            proposals = proposals.filter(
                state=State.PREVENTED,
                preventions__answered_at=None,
                preventions__due_on__lt=timezone.localdate(now),
            )
        elif state:
            proposals = proposals.filter(state=state)
        if chosen.get("plazo"):
            proposals = proposals.filter(is_late=chosen["plazo"] == LATE)
        if words := match_key(chosen.get("q", "")).split():
            proposals = proposals.filter(pk__in=_holding(proposals, words))
        return proposals


def _holding(proposals, words: list[str]) -> list[int]:
    """Titles have no key of their own in the database; a call has some hundred proposals."""
    named = proposals.order_by().values_list("pk", "title", "body__match_key", "body__acronym_key")
    return [
        pk
        for pk, title, body, acronym in named
        if all(word in f"{match_key(title)} {body} {acronym}" for word in words)
    ]


class ChecklistForm(forms.Form):
    """A finding for each requirement, saved one by one: what was not changed is left alone.

    With each goes what the writer started from, so that two who verify at once do not undo each
    other's findings.
    """

    use_required_attribute = False

    def __init__(
        self, *args, requirements: list[Requirement], findings: dict[int, Finding], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.requirements, self.findings = requirements, findings
        for one in requirements:
            met, text, reference = self.held(one)
            title = f"requisito {one.number}"
            self.fields[f"met-{one.number}"] = forms.ChoiceField(
                label=f"¿Se cumple el {title}?",
                choices=MET,
                initial=met,
                widget=forms.RadioSelect,
                error_messages={"required": "Elige si se cumple."},
            )
            self.fields[f"text-{one.number}"] = long_text(f"Hallazgo del {title}", rows=3)
            self.fields[f"text-{one.number}"].initial = text
            self.fields[f"reference-{one.number}"] = legal_reference()
            self.fields[f"reference-{one.number}"].label = f"Fundamento del {title}"
            self.fields[f"reference-{one.number}"].initial = reference or one.legal_reference

    def held(self, requirement: Requirement) -> list[str]:
        """What is kept about a requirement, as it would be typed."""
        found = self.findings.get(requirement.pk)
        if found is None:
            return ["falta", "", ""]
        return [SHOWN[found.is_met], found.text, found.legal_reference]

    def given(self, requirement: Requirement) -> list[str]:
        """What was typed about it."""
        n = requirement.number
        words = [self.cleaned_data.get(f"{part}-{n}", "") for part in ("met", "text", "reference")]
        # The reference of the call stands there before anybody has found anything.
        if words == ["falta", "", requirement.legal_reference]:
            return ["falta", "", ""]
        return [word.replace("\r\n", "\n").strip() for word in words]

    def seen(self, requirement: Requirement) -> list[str]:
        """What the writer started from."""
        try:
            seen = json.loads(self.data.get(f"seen-{requirement.number}", ""))
        except ValueError:
            return self.held(requirement)
        return seen if isinstance(seen, list) else self.held(requirement)

    def rows(self) -> list[dict]:
        """The requirements in order, each with its fields and what is kept about it now."""
        return [
            {
                "requirement": one,
                "met": self[f"met-{one.number}"],
                "text": self[f"text-{one.number}"],
                "reference": self[f"reference-{one.number}"],
                "seen": json.dumps(self.held(one)),
                "finding": self.findings.get(one.pk),
            }
            for one in self.requirements
        ]


class PreventionForm(forms.Form):
    use_required_attribute = False

    text = long_text(
        "Qué falta y cómo se subsana",
        required="Escribe qué falta y cómo se subsana.",
        rows=8,
        help_text="Lo lee el enlace en su correo y en la propuesta.",
    )
    legal_reference = legal_reference()


class ReasonsForm(forms.Form):
    use_required_attribute = False

    reasons = long_text(
        "Motivos",
        required="Escribe los motivos de la decisión.",
        rows=6,
        help_text="Los lee el enlace en su correo y en la propuesta.",
    )


class ConflictForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label="Motivo",
        help_text="Di qué te liga con este sujeto obligado o con la práctica. Basta una frase.",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Escribe el motivo del conflicto.",
            "max_length": "Usa hasta 1,000 letras.",
        },
    )


class WithdrawalForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label="Por qué se retira",
        help_text="Queda en la historia de la propuesta, con tu nombre y la hora.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Escribe por qué se retira la excusa.",
            "max_length": "Usa hasta 300 letras.",
        },
    )
