"""What is typed in the session of the jury, and when its dictamen is signed off and corrected."""

from django import forms
from django.utils import timezone

from .call_forms import moment_field
from .models import Call, JurySession, Proposal, Seat
from .ruling import LONGEST

TOO_LONG = f"Usa hasta {LONGEST:,} letras."


def _text(label: str, required: str = "", **more) -> forms.CharField:
    errors = {"required": required, "max_length": TOO_LONG}
    widget = forms.Textarea(attrs={"rows": more.pop("rows", 4)})
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=LONGEST,
        widget=widget,
        error_messages=errors,
        **more,
    )


class SessionForm(forms.Form):
    """Who is there, where, and what was said. The moment is asked once, when it is opened."""

    use_required_attribute = False

    held_at = moment_field("Fecha y hora en que empieza")
    place = forms.CharField(
        label="Lugar",
        help_text="Como se leerá después de «en»: la Sala de Pleno del Instituto.",
        required=False,
        max_length=200,
        error_messages={"max_length": "Usa hasta 200 letras."},
    )
    present = forms.MultipleChoiceField(
        label="Asientos presentes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Marca los asientos presentes.",
            "invalid_choice": "Elige asientos de la lista.",
        },
    )
    notes = _text("Desarrollo de la sesión", help_text="Lo que conste en el acta.", rows=6)

    def __init__(self, *args, seats: list[Seat], session: JurySession | None = None, **kwargs):
        initial: dict = {"held_at": timezone.localtime()}
        if session:
            initial = {
                "place": session.place,
                "notes": session.notes,
                "present": [str(seat.pk) for seat in session.present.all()],
            }
        super().__init__(*args, initial=initial, **kwargs)
        if session:
            del self.fields["held_at"]
        self.seats = {str(seat.pk): seat for seat in seats if seat.holder}
        self.fields["present"].choices = [
            (key, f"{seat.post}: {seat.holder.name}") for key, seat in self.seats.items()
        ]

    @property
    def chosen(self) -> list[Seat]:
        return [self.seats[key] for key in self.cleaned_data["present"]]


class RulingForm(forms.Form):
    use_required_attribute = False

    is_recognised = forms.ChoiceField(
        label="Resolución",
        choices=[("yes", "Procedente: se reconoce"), ("no", "No procedente")],
        widget=forms.RadioSelect,
        error_messages={"required": "Elige la resolución.", "invalid_choice": "Elige una."},
    )
    reasons = _text(
        "Motivos",
        "Escribe los motivos de la resolución.",
        help_text="Empiezan con las razones que dieron los asientos; edítalas para que digan lo "
        "que resolvió el jurado. Se leen en el dictamen.",
        rows=14,
    )
    tie_broken = _text(
        "Cómo se desempató", help_text="Solo si hubo empate y el jurado lo deshizo en la sesión."
    )

    def __init__(self, *args, is_tied: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_tied:
            del self.fields["tie_broken"]


class SignOffForm(forms.Form):
    use_required_attribute = False

    published_at = moment_field(
        "Momento en que se publica",
        help_text="En ese minuto se ven los resultados, la retroalimentación y los "
        "reconocimientos; antes, nadie los ve.",
    )
    is_sure = forms.BooleanField(
        label="Revisé el dictamen y entiendo que, firmado, ya no cambia",
        error_messages={"required": "Marca que lo revisaste."},
    )


class CorrigendumForm(forms.Form):
    use_required_attribute = False

    proposal = forms.ModelChoiceField(
        Proposal.objects.none(),
        label="Sobre",
        required=False,
        empty_label="Todo el dictamen",
        error_messages={"invalid_choice": "Elige una propuesta de la lista."},
    )
    said = _text("Dice", "Copia lo que dice el dictamen.")
    should_say = _text("Debe decir", "Escribe lo que debe decir.")
    reason = _text("Motivo", "Escribe el motivo de la corrección.")
    is_sure = forms.BooleanField(
        label="Entiendo que se publica y no se borra",
        error_messages={"required": "Marca que lo entiendes."},
    )

    def __init__(self, *args, call: Call, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposal"].queryset = call.proposals.sent().exclude(number=None)

    @property
    def words(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "is_sure"}
