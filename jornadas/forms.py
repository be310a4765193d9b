"""What visitors may type: the filters of the calendar, and how one registers."""

from django import forms
from django.utils.functional import cached_property

from documentos.spanish import MONTHS
from padron.models import Adscripcion, Sector
from privacidad.models import Notice

from . import listing
from .models import Event, Group, Program
from .situation import Seats

PROXIMOS, PASADOS, TODOS = "proximos", "pasados", "todos"


class EventFilter(forms.Form):
    """Filters of a list of events, in the query string. What is not understood filters nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Título o ponente"}),
    )
    programa = forms.ModelChoiceField(
        Program.objects.published(),
        label="Programa",
        required=False,
        to_field_name="slug",
        empty_label="Todos",
    )
    grupo = forms.ModelChoiceField(
        Group.objects.none(),
        label="Grupo",
        required=False,
        to_field_name="slug",
        empty_label="Todos",
    )
    sector = forms.ModelChoiceField(
        Sector.objects.all(),
        label="Sector",
        required=False,
        to_field_name="slug",
        empty_label="Todos",
    )
    mes = forms.ChoiceField(label="Mes", required=False)
    modalidad = forms.ChoiceField(
        label="Modalidad",
        required=False,
        choices=[
            ("", "Todas"),
            ("presencial", "Presencial"),
            ("virtual", "Virtual"),
            ("hibrida", "Híbrida"),
        ],
    )
    cuando = forms.ChoiceField(
        label="Cuándo",
        required=False,
        choices=[(PROXIMOS, "Próximos"), (PASADOS, "Pasados"), (TODOS, "Todos")],
        initial=PROXIMOS,
    )
    MODALITIES = {
        "presencial": Event.Modality.IN_PERSON,
        "virtual": Event.Modality.ONLINE,
        "hibrida": Event.Modality.HYBRID,
    }

    WHEN = {PROXIMOS: listing.UPCOMING, PASADOS: listing.PAST, TODOS: listing.ALL}

    def __init__(self, *args, events, **kwargs):
        super().__init__(*args, **kwargs)
        self.events = events
        groups = Group.objects.filter(program__is_published=True).select_related("program")
        self.fields["grupo"].queryset = groups
        self.fields["grupo"].label_from_instance = lambda group: f"{group} · {group.program}"
        self.fields["mes"].choices = [("", "Todos"), *months_of(events)]

    @cached_property
    def chosen(self) -> dict:
        """What was understood; a filter that was not is left out, not an error."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if chosen.get("cuando") == PROXIMOS:
            del chosen["cuando"]
        return chosen

    @property
    def used(self) -> int:
        """How many of the folded filters are in use."""
        return len(self.chosen.keys() - {"q"})

    @property
    def when(self) -> str:
        return self.chosen.get("cuando", PROXIMOS)

    @property
    def heading(self) -> str:
        if self.chosen.get("mes"):
            return dict(self.fields["mes"].choices)[self.chosen["mes"]].capitalize()
        return {PROXIMOS: "Próximos", PASADOS: "Pasados", TODOS: "Todos"}[self.when]

    def results(self):
        """The events asked for, as cards need them."""
        chosen = self.chosen
        return listing.find(
            self.events,
            text=chosen.get("q", ""),
            program=getattr(chosen.get("programa"), "slug", ""),
            group=getattr(chosen.get("grupo"), "slug", ""),
            sector=getattr(chosen.get("sector"), "slug", ""),
            month=chosen.get("mes", ""),
            modality=self.MODALITIES.get(chosen.get("modalidad"), ""),
            when=self.WHEN[self.when],
        )


def months_of(events) -> list[tuple[str, str]]:
    """The months with a session, newest first: ("2021-11", "noviembre de 2021")."""
    days = events.filter(sessions__day__isnull=False).dates("sessions__day", "month", order="DESC")
    return [(f"{day:%Y-%m}", f"{MONTHS[day.month - 1]} de {day.year}") for day in days]


class RegistrationForm(forms.Form):
    """How one takes part: asked only where there is a choice."""

    mode = forms.ChoiceField(label="¿Cómo vas a asistir?", widget=forms.RadioSelect)
    post = forms.ModelChoiceField(
        Adscripcion.objects.none(),
        label="¿Con qué adscripción te inscribes?",
        help_text="Es la que aparecerá en la lista de asistencia.",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    # The revision of the privacy notice that was on the screen.
    notice = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args, seats: list[Seats], posts: list, notice: Notice | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.current_notice = notice
        self.initial["notice"] = self.notice_key
        self.posts = posts
        if len(seats) > 1:
            choices = [(one.mode.value, f"{one.mode.label}: {one.words}") for one in seats]
            self.fields["mode"].choices = choices
        else:
            del self.fields["mode"]
        if len(self.posts) > 1:
            keys = [held.pk for held in self.posts]
            self.fields["post"].queryset = Adscripcion.objects.filter(pk__in=keys).select_related(
                "body"
            )
            self.fields["post"].label_from_instance = _post_label
        else:
            del self.fields["post"]

    @property
    def notice_key(self) -> str:
        return str(self.current_notice.pk) if self.current_notice else ""

    def clean(self):
        """Who confirms has read the notice in force, not an earlier one left open in a tab."""
        if self.cleaned_data.get("notice") != self.notice_key:
            self.data = {**self.data.dict(), "notice": self.notice_key}
            raise forms.ValidationError(
                "El aviso de privacidad cambió mientras leías. Revísalo y vuelve a confirmar."
            )

    def details(self) -> dict:
        """What was chosen, as `registration.register` takes it."""
        post = self.cleaned_data.get("post")
        return {
            "mode": self.cleaned_data.get("mode", ""),
            "body": post.body if post else None,
            "notice": self.current_notice,
        }


def _post_label(held: Adscripcion) -> str:
    return f"{held.post}, {held.body}" if held.post else str(held.body)
