"""What staff choose before a list is printed; in the query string, so that it can be kept."""

from django import forms

from .lists import MAX_BLANK, Options
from .models import Event
from .models.events import Mode

TO_SIGN, PUBLIC = "firma", "publica"
BY_NAME, BY_BODY = "nombre", "sujeto"


class ListForm(forms.Form):
    use_required_attribute = False

    sesion = forms.ModelChoiceField(
        None, label="Sesión", required=False, to_field_name="number", empty_label="Todo el evento"
    )
    modalidad = forms.ChoiceField(label="Modalidad", required=False)
    orden = forms.ChoiceField(
        label="Orden",
        choices=[(BY_NAME, "Por apellidos"), (BY_BODY, "Por sujeto obligado")],
        widget=forms.RadioSelect,
        required=False,
    )
    blancos = forms.IntegerField(
        label="Renglones en blanco",
        help_text=f"Para quien llega sin inscripción. De 0 a {MAX_BLANK}.",
        min_value=0,
        max_value=MAX_BLANK,
        required=False,
        error_messages={"invalid": f"Escribe un número entero de 0 a {MAX_BLANK}."},
    )
    espera = forms.BooleanField(
        label="Añadir la lista de espera", help_text="En una sección aparte.", required=False
    )
    version = forms.ChoiceField(
        label="Para qué es",
        choices=[
            (TO_SIGN, "Para firmar en la entrada"),
            (PUBLIC, "Para publicar: nombre, sujeto obligado y cargo, sin firmas ni modalidad"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, event: Event, asked):
        """`asked` is the query string; what it leaves out is as usual."""
        usual = {"orden": BY_NAME, "blancos": str(Options.blank), "version": TO_SIGN}
        super().__init__({**usual, **asked.dict()})
        self.fields["sesion"].queryset = event.sessions.all()
        self.fields["sesion"].label_from_instance = _session_label
        self.fields["modalidad"].choices = [
            ("", "Todas"),
            *((m, Mode(m).label) for m in event.modes),
        ]
        # A question with one answer is not asked.
        if len(event.modes) < 2:
            self.fields["modalidad"].widget = forms.HiddenInput()
        if len(self.fields["sesion"].queryset) < 2:
            self.fields["sesion"].widget = forms.HiddenInput()

    def options(self) -> Options:
        """What was chosen; only for a valid form."""
        chosen = self.cleaned_data
        blank = chosen["blancos"]
        return Options(
            session=chosen["sesion"],
            mode=chosen["modalidad"],
            by_body=chosen["orden"] == BY_BODY,
            waiting=chosen["espera"],
            blank=Options.blank if blank is None else blank,
            public=chosen["version"] == PUBLIC,
        )


def _session_label(session) -> str:
    day = f"{session.day:%d/%m/%Y}" if session.day else "fecha por confirmar"
    return f"{session.title or f'Sesión {session.number}'} ({day})"
