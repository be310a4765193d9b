"""Finding people among the registrations of an event."""

from django import forms
from django.db.models import Q

from jornadas.codes import is_valid, normalise
from jornadas.models import Event, Registration
from jornadas.models.events import Mode
from padron.names import match_key

ALL = "todas"
ENTERED, MISSING = "con", "sin"


class PeopleFilter(forms.Form):
    """Filters in the query string. What is not understood filters nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Nombre, sujeto obligado o código del pase"}
        ),
    )
    estado = forms.ChoiceField(
        label="Estado",
        choices=[("", "Con lugar o en espera"), *Registration.Status.choices, (ALL, "Todas")],
        required=False,
    )
    modalidad = forms.ChoiceField(label="Modalidad", required=False)
    entrada = forms.ChoiceField(
        label="Entrada",
        choices=[("", "Todas"), (ENTERED, "Ya entraron"), (MISSING, "No han entrado")],
        required=False,
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["modalidad"].choices = [
            ("", "Todas"),
            *((m, Mode(m).label) for m in event.modes),
        ]
        if len(event.modes) < 2:
            del self.fields["modalidad"]
        self.is_valid()

    @property
    def is_filtering(self) -> bool:
        return any(self.cleaned_data.values())

    def results(self, registrations):
        """Those of `registrations` (with `entered_at`) that fit; a line in its own order."""
        chosen = self.cleaned_data
        status = chosen.get("estado", "")
        if not status:
            registrations = registrations.active()
        elif status != ALL:
            registrations = registrations.filter(status=status)
        if chosen.get("modalidad"):
            registrations = registrations.filter(mode=chosen["modalidad"])
        if chosen.get("entrada"):
            registrations = registrations.filter(entered_at__isnull=chosen["entrada"] == MISSING)
        if status == Registration.Status.WAITLISTED:
            registrations = registrations.order_by("mode", "place_in_line")
        return self._holding(registrations, chosen.get("q", ""))

    def _holding(self, registrations, text: str):
        code = normalise(text)
        if is_valid(code):
            return registrations.filter(code=code)
        for word in match_key(text).split():
            registrations = registrations.filter(
                Q(person__match_key__contains=word)
                | Q(body__match_key__contains=word)
                | Q(body__acronym_key=word)
            )
        return registrations
