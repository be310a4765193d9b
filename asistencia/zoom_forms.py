"""What may be typed about online attendance."""

from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q

from documentos.spanish import date_in_words
from documentos.spreadsheets import MAX_FILE
from jornadas.models import Event
from padron.names import match_key

from .models import ZoomAttendee
from .session_field import SessionChoice
from .zoom.reading import AskDayOrder, Unreadable, read_report

ZONES = [
    ("America/Mexico_City", "Centro de México"),
    ("America/Cancun", "Quintana Roo"),
    ("America/Mazatlan", "Sinaloa, Nayarit y Baja California Sur"),
    ("America/Hermosillo", "Sonora"),
    ("America/Tijuana", "Baja California"),
    ("America/Los_Angeles", "Los Ángeles, Estados Unidos"),
    ("America/New_York", "Nueva York, Estados Unidos"),
    ("UTC", "Tiempo universal (UTC)"),
]


class UploadForm(forms.Form):
    """A report as Zoom gives it, and which session it is of. `content` is what it holds."""

    file = forms.FileField(
        label="Archivo del reporte",
        help_text="Como lo descargas de Zoom: CSV u hoja de cálculo, en español o en inglés.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls"}),
        error_messages={
            "required": "Elige el archivo.",
            "empty": "El archivo está vacío. Descárgalo otra vez de Zoom.",
            "invalid": "Elige un archivo.",
        },
    )
    session = SessionChoice(
        "Todas las que toque por su horario",
        help_text="Si la misma reunión de Zoom sirvió para varias, déjalo en todas.",
        required=False,
        to_field_name="number",
    )
    time_zone = forms.ChoiceField(
        label="Zona horaria de la cuenta de Zoom",
        help_text="El reporte no la dice. Cámbiala solo si las horas salen recorridas.",
        choices=ZONES,
        required=False,
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.sessions = event, list(event.sessions.all())
        self.content = b""
        self.fields["session"].queryset = event.sessions.all()
        self.fields["time_zone"].initial = settings.ZOOM_TIME_ZONE
        if settings.ZOOM_TIME_ZONE not in dict(ZONES):
            self.fields["time_zone"].choices = [(settings.ZOOM_TIME_ZONE,) * 2, *ZONES]
        if len(self.sessions) < 2:
            del self.fields["session"]

    @property
    def is_zone_shown(self) -> bool:
        return bool(
            self.is_bound and self["time_zone"].value() not in ("", settings.ZOOM_TIME_ZONE)
        )

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or settings.ZOOM_TIME_ZONE

    def clean(self):
        said = super().clean()
        file, zone = said.get("file"), said.get("time_zone")
        if file and zone:
            if file.size > MAX_FILE:
                self.add_error("file", "El archivo es demasiado grande; puede pesar hasta 20 MB.")
            else:
                self._read(file, zone)
        return said

    def _read(self, file, zone: str) -> None:
        """Whether this is a report at all; the order of its dates may be asked later."""
        self.content = file.read()
        days = {session.day for session in self.sessions if session.day}
        try:
            read_report(self.content, days=days, time_zone=ZoneInfo(zone))
        except Unreadable as reason:
            self.add_error("file", str(reason))
        except AskDayOrder:
            pass


class DayOrderForm(forms.Form):
    """Whether the day comes first in the dates of a report; asked only where nothing tells."""

    use_required_attribute = False
    DAY, MONTH = "dia", "mes"

    orden = forms.ChoiceField(
        label="¿Qué fecha es?",
        choices=[(DAY, "Primero el día"), (MONTH, "Primero el mes")],
        widget=forms.RadioSelect,
        error_messages={"required": "Elige qué fecha es."},
    )

    @property
    def said(self) -> str:
        return self.cleaned_data["orden"] if self.is_valid() else ""

    @property
    def day_first(self) -> bool | None:
        return {self.DAY: True, self.MONTH: False}.get(self.said)

    def ask(self, question: AskDayOrder) -> "DayOrderForm":
        """The same question with an example of the file."""
        asked = DayOrderForm()
        field = asked.fields["orden"]
        field.label = f"El reporte dice «{question.example}». ¿Qué fecha es?"
        field.choices = [
            (self.DAY, date_in_words(question.day_first).capitalize()),
            (self.MONTH, date_in_words(question.month_first).capitalize()),
        ]
        return asked


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Por qué se retira",
        help_text="Queda en la bitácora y junto al reporte.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe por qué se retira el reporte."},
    )


class PersonSearch(forms.Form):
    """Another registered person, by name or by body."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar a otra persona inscrita",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": "Nombre o sujeto obligado",
                "autocomplete": "off",
                "data-key": "/",
            }
        ),
    )

    @property
    def text(self) -> str:
        return self.cleaned_data.get("q", "").strip() if self.is_valid() else ""


class SettledFilter(forms.Form):
    """Filters of what is settled. What is not understood filters nothing."""

    use_required_attribute = False
    State = ZoomAttendee.State

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Nombre, correo o sujeto obligado"}
        ),
    )
    estado = forms.ChoiceField(
        label="Estado",
        choices=[
            ("", "Todas"),
            *((state.value, state.label) for state in (State.MATCHED, State.IGNORED)),
        ],
        required=False,
    )
    como = forms.ChoiceField(
        label="Cómo se supo", choices=[("", "Todas"), *ZoomAttendee.How.choices], required=False
    )

    def results(self, attendees):
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("estado"):
            attendees = attendees.filter(state=chosen["estado"])
        if chosen.get("como"):
            attendees = attendees.filter(how=chosen["como"])
        text = chosen.get("q", "").strip()
        if "@" in text:
            return attendees.filter(email__icontains=text)
        for word in match_key(text).split():
            attendees = attendees.filter(
                Q(name_key__contains=word)
                | Q(registration__person__match_key__contains=word)
                | Q(registration__body__match_key__contains=word)
                | Q(registration__body__acronym_key=word)
            )
        return attendees


def holding(registrations, text: str):
    """Those of `registrations` whose person or body holds every word of `text`; of none nobody."""
    words = match_key(text).split()
    if not words:
        return registrations.none()
    for word in words:
        registrations = registrations.filter(
            Q(person__match_key__contains=word)
            | Q(body__match_key__contains=word)
            | Q(body__acronym_key=word)
        )
    return registrations
