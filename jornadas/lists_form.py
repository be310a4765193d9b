"""What staff choose before a list is printed; in the query string, so that it can be kept."""

from django import forms

from .lists import MAX_BLANK, Options
from .models import Event, Session
from .models.events import Mode

ALL = "todas"
TO_SIGN, PUBLIC = "firma", "publica"
BY_NAME, BY_BODY = "nombre", "sujeto"
USUAL = {
    "sesion": ALL,
    "modalidad": ALL,
    "orden": BY_NAME,
    "blancos": str(Options.blank),
    "version": TO_SIGN,
}


class ListForm(forms.Form):
    use_required_attribute = False

    sesion = forms.ChoiceField(
        label="Sesión", error_messages={"invalid_choice": "Esa sesión no es de este evento."}
    )
    modalidad = forms.ChoiceField(
        label="Modalidad",
        error_messages={"invalid_choice": "Este evento no tiene esa modalidad."},
    )
    orden = forms.ChoiceField(
        label="Orden",
        choices=[(BY_NAME, "Por apellidos"), (BY_BODY, "Por sujeto obligado")],
        widget=forms.RadioSelect,
    )
    blancos = forms.IntegerField(
        label="Renglones en blanco",
        help_text=f"Para quien llega sin inscripción. De 0 a {MAX_BLANK}.",
        min_value=0,
        max_value=MAX_BLANK,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], f"Escribe un número entero de 0 a {MAX_BLANK}."
        ),
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
    )

    def __init__(self, event: Event, asked):
        """`asked` is the query string; what it leaves out is as usual."""
        super().__init__({**USUAL, **{name: value for name, value in asked.items() if value}})
        self.sessions = {str(session.number): session for session in event.sessions.all()}
        sessions = [(number, _label(session)) for number, session in self.sessions.items()]
        modes = [(mode.value, mode.label) for mode in event.modes]
        self._offer("sesion", (ALL, "Todo el evento"), sessions)
        self._offer("modalidad", (ALL, "Todas"), modes)

    def _offer(self, name: str, everything: tuple[str, str], choices: list) -> None:
        self.fields[name].choices = [everything, *choices]
        # A question with one answer is not asked.
        if len(choices) < 2:
            self.fields[name].widget = forms.HiddenInput()

    def options(self) -> Options:
        """What was chosen; only for a valid form."""
        chosen = self.cleaned_data
        mode = chosen["modalidad"]
        return Options(
            session=self.sessions.get(chosen["sesion"]),
            mode="" if mode == ALL else Mode(mode),
            by_body=chosen["orden"] == BY_BODY,
            waiting=chosen["espera"],
            blank=chosen["blancos"],
            public=chosen["version"] == PUBLIC,
        )


def _label(session: Session) -> str:
    day = f"{session.day:%d/%m/%Y}" if session.day else "fecha por confirmar"
    return f"{session.title or f'Sesión {session.number}'} ({day})"
