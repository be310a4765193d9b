"""What is typed about presence: a request for review, its answer, presence by hand."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from jornadas.models import Session

from .models import PresenceReview
from .session_field import SessionChoice

BAD_HOUR = "Escribe una hora de 24 horas, como 10:40."


class ReviewForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label="¿Qué pasó?",
        help_text=(
            "Di a qué hora estuviste y cómo: por qué puerta entraste, o con qué nombre y correo "
            "te conectaste a Zoom. No hace falta ningún dato personal más."
        ),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Cuéntanos qué pasó: sin eso no podemos revisarlo.",
            "max_length": "Usa hasta 1,500 letras.",
        },
    )


def _hour(label: str, help_text: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": BAD_HOUR},
    )


class PresenceForm(forms.Form):
    """A session, all of it or from when to when, why, and what proves it."""

    use_required_attribute = False

    session = SessionChoice()
    starts = _hour("Desde", "Vacías las dos horas: la sesión completa.")
    ends = _hour("Hasta")
    reason = forms.CharField(
        label="Motivo",
        help_text="«Firmó la lista impresa.» Lo ve también la persona.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe el motivo.", "max_length": "Usa hasta 1,000 letras."},
    )
    proof = forms.FileField(
        label="Evidencia",
        required=False,
        help_text="PDF, JPEG o PNG de hasta 10 MB; solo la ve el personal.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": "El archivo está vacío.", "invalid": "Elige un archivo."},
    )

    def __init__(self, *args, sessions, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        begun = [session.pk for session in sessions if session.has_begun(now)]
        self.fields["session"].queryset = Session.objects.filter(pk__in=begun).order_by("number")
        if len(begun) == 1:
            self.fields["session"].initial = begun[0]

    def clean(self):
        data = super().clean()
        session = data.get("session")
        starts, ends = data.get("starts"), data.get("ends")
        for name, hour in (("starts", starts), ("ends", ends)):
            if hour is None and (starts or ends) and name not in self.errors:
                self.add_error(name, "Di las dos horas, o deja las dos vacías.")
        if starts and ends and session and session.day is None:
            self.add_error("session", "La sesión no tiene día: registra la sesión completa.")
        return data

    def details(self) -> dict:
        """What `manual.add_presence` wants of it."""
        data = self.cleaned_data
        starts_at, ends_at = _moments(data["session"], data["starts"], data["ends"])
        return {
            "session": data["session"],
            "starts_at": starts_at,
            "ends_at": ends_at,
            "proof": data["proof"],
        }


def _moments(session: Session | None, starts, ends):
    """Hours of the session's day; of one that goes on past midnight they may be the next day's."""
    if session is None or starts is None or ends is None:
        return None, None
    first = timezone.make_aware(datetime.combine(session.day, starts))
    last = timezone.make_aware(datetime.combine(session.day, ends))
    next_day = timedelta(days=1)
    if session.ends_at and timezone.localdate(session.ends_at) > session.day:
        opening = timezone.localtime(session.starts_at).time()
        first += next_day if starts < opening else timedelta()
        last += next_day if ends < opening else timedelta()
    return first, last


class AnswerForm(PresenceForm):
    """The answer to a review, with the presence that was found where it is accepted."""

    accept = forms.TypedChoiceField(
        label="Respuesta",
        choices=[("si", "Procede"), ("no", "No procede")],
        coerce=lambda value: value == "si",
        widget=forms.RadioSelect,
        error_messages={"required": "Elige si procede.", "invalid_choice": "Elige si procede."},
    )

    field_order = ["accept", "reason", "session", "starts", "ends", "proof"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        session, reason = self.fields["session"], self.fields["reason"]
        session.required, session.label = False, "Si procede: qué se le registra"
        session.initial = None
        session.empty_label = "Nada más: ya se corrigió de otra manera"
        session.help_text = "Por ejemplo, porque identificaste su nombre en el reporte de Zoom."
        reason.label, reason.help_text = "Qué se le contesta", "Se le envía por correo."
        reason.error_messages["required"] = "Escribe la respuesta."

    def clean(self):
        data = super().clean()
        given = data.get("session") or data.get("starts") or data.get("ends") or data.get("proof")
        if data.get("accept") is False and given:
            self.add_error("accept", "Si no procede, no registres asistencia.")
        elif not data.get("session") and given:
            self.add_error("session", "Elige la sesión a la que se refiere.")
        return data


class ReviewFilter(forms.Form):
    """Filters in the query string. What is not understood filters nothing."""

    use_required_attribute = False

    estado = forms.ChoiceField(
        label="Estado",
        choices=[("", "Todas"), *PresenceReview.State.choices],
        required=False,
    )

    def results(self, reviews):
        self.is_valid()
        state = self.cleaned_data.get("estado")
        return reviews.filter(state=state) if state else reviews
