"""What an event asks of those who want its constancia."""

from django import forms
from django.contrib import messages

from padron.access import requires
from padron.roles import Role

from ..minimum import ONLINE_PERCENT, minimum_in_words, what_stands_against
from ..models import Event
from . import actions
from .asking import FORM, ask, find_event, following, frame
from .fields import BAD_NUMBER

FIELDS = ["minimum_rule", "minimum_sessions", "minimum_percent"]


def _number(label: str, *, help_text: str, least: int, too_little: str, most=None) -> forms.Field:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=help_text,
        error_messages={
            "required": "Escribe un número.",
            "invalid": BAD_NUMBER,
            "min_value": too_little,
            "max_value": "Un porcentaje es a lo más 100.",
        },
    )


class MinimumForm(forms.Form):
    """By sessions, how many and from what share of each; or by a share of all the time."""

    use_required_attribute = False

    rule = forms.ChoiceField(
        label="La constancia se gana",
        choices=Event.Minimum.choices,
        widget=forms.RadioSelect,
        help_text=(
            "«Por sesiones» cuenta a cuántas se asistió. «Por porcentaje del tiempo» suma los "
            "minutos de todas las sesiones, en la puerta y en línea."
        ),
        error_messages={"required": "Elige cómo se gana.", "invalid_choice": "Elige de la lista."},
    )
    sessions = _number(
        "Por sesiones: a cuántas hay que asistir",
        help_text="1 si el evento tiene una sola sesión.",
        least=1,
        too_little="Pide al menos una sesión.",
    )
    share_of_each = _number(
        "Por sesiones: desde qué porcentaje cuenta cada una",
        help_text="0 si basta con haber estado en algún momento de ella.",
        least=0,
        too_little="No puede ser negativo.",
        most=100,
    )
    share = _number(
        "Por porcentaje del tiempo: cuánto se pide",
        help_text=f"Lo acostumbrado en línea es {ONLINE_PERCENT}.",
        least=1,
        too_little="Pide al menos 1 %%; si basta con haber estado, elige «Por sesiones».",
        most=100,
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        by_session = event.minimum_rule == Event.Minimum.SESSIONS
        self.initial = {
            "rule": event.minimum_rule,
            "sessions": event.minimum_sessions,
            "share_of_each": event.minimum_percent if by_session else 0,
            "share": ONLINE_PERCENT if by_session else event.minimum_percent,
        }

    def clean(self):
        data, count = super().clean(), self.event.sessions.count()
        wanted = {
            Event.Minimum.SESSIONS: ["sessions", "share_of_each"],
            Event.Minimum.PERCENT: ["share"],
        }.get(data.get("rule"), [])
        asked = data.get("sessions")
        if "sessions" in wanted and asked and count and asked > count:
            self.add_error("sessions", f"El evento tiene {count}: pide esas o menos.")
        # What belongs to the other way is not asked for, wrong or not.
        for name in {"sessions", "share_of_each", "share"} - set(wanted):
            self.errors.pop(name, None)
        return data

    def apply(self) -> list[str]:
        """Write it into the event; the fields that changed."""
        data, event = self.cleaned_data, self.event
        before = [getattr(event, name) for name in FIELDS]
        event.minimum_rule = data["rule"]
        if data["rule"] == Event.Minimum.SESSIONS:
            event.minimum_sessions = data["sessions"]
            event.minimum_percent = data["share_of_each"]
        else:
            event.minimum_percent = data["share"]
        after = [getattr(event, name) for name in FIELDS]
        return [name for name, was, now in zip(FIELDS, before, after, strict=True) if was != now]


@FORM
@requires(Role.STAFF)
def minimum(request, slug):
    event = find_event(request, slug)
    form = MinimumForm(request.POST or None, event=event)

    def save(told):
        changed = form.apply()
        actions.change_event(event=event, changed=changed, by=request.user, conflicts=told)
        messages.success(request, minimum_in_words(event))
        return following(request, event, "panel_event_minimum")

    return ask(
        request,
        form,
        save=save,
        conflicts=lambda: what_stands_against(event),
        title="Qué se pide para la constancia",
        intro="La página del evento lo dice con estas mismas reglas, y cada persona ve en «Mi "
        "asistencia» cuánto lleva y qué le falta.",
        **frame(request, event, "panel_event_minimum"),
    )
