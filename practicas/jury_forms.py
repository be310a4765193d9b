"""What a seat may type about a proposal: a level and a reason for each criterion, and a comment."""

from django import forms

from .models import Criterion, Proposal, Score, Scoresheet
from .scoring import LONGEST

TOO_LONG = {"max_length": f"Usa hasta {LONGEST:,} letras."}


class CriterionForm(forms.Form):
    """One criterion. `seen_…` is what stood there when the page was opened."""

    use_required_attribute = False

    level = forms.ChoiceField(
        label="Nivel",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Elige uno de los niveles."},
    )
    reason = forms.CharField(
        label="Razón",
        help_text="Qué viste en la propuesta y en sus soportes que te lleva a este nivel.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG,
    )
    seen_level = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_reason = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, criterion: Criterion, held: Score | None):
        level = str(held.level.value) if held else ""
        reason = held.reason if held else ""
        super().__init__(
            data,
            prefix=f"c{criterion.number}",
            initial={
                "level": level,
                "reason": reason,
                "seen_level": level,
                "seen_reason": reason,
            },
        )
        self.criterion, self.held = criterion, held
        self.levels = {str(one.value): one for one in criterion.levels.all()}
        self.fields["level"].choices = [
            (value, f"{value}: {one.anchor}") for value, one in self.levels.items()
        ]
        for field in self.fields.values():
            field.label_suffix = ""
        # Both are asked for in the end, and neither before.
        self.fields["level"].label = f"Nivel del criterio {criterion.number}"
        self.fields["reason"].label = f"Razón del criterio {criterion.number}"

    def clean(self):
        given = super().clean()
        if given.get("reason") and not given.get("level") and "level" not in self.errors:
            self.add_error("level", "Elige un nivel: tu razón se guarda con él.")
        return given

    @property
    def is_changed(self) -> bool:
        given = self.cleaned_data
        now = (given["level"], _plain(given["reason"]))
        return bool(given["level"]) and now != (given["seen_level"], _plain(given["seen_reason"]))

    @property
    def chosen(self):
        return self.levels[self.cleaned_data["level"]]


class NoteForm(forms.Form):
    use_required_attribute = False

    note = forms.CharField(
        label="Comentario general",
        help_text="Lo que quieras decir de la propuesta completa.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG,
    )
    seen_note = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, sheet: Scoresheet | None):
        note = sheet.note if sheet else ""
        super().__init__(data, initial={"note": note, "seen_note": note})

    @property
    def is_changed(self) -> bool:
        return _plain(self.cleaned_data["note"]) != _plain(self.cleaned_data["seen_note"])


def sheet_forms(proposal: Proposal, sheet: Scoresheet | None, data=None) -> list[CriterionForm]:
    """A form for each criterion of the call, in order."""
    held = {}
    if sheet:
        held = {one.criterion_id: one for one in sheet.scores.select_related("level")}
    criteria = proposal.call.criteria.prefetch_related("levels")
    return [CriterionForm(data, criterion=one, held=held.get(one.pk)) for one in criteria]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
