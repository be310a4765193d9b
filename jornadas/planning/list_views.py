"""The list of events in the panel: search, filters, and how each one stands."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from padron.access import requires
from padron.roles import Role

from .. import listing
from ..forms import months_of
from ..models import Event, Group, Program
from ..situation import cards

PER_PAGE = 20


class PanelFilter(forms.Form):
    """Filters in the query string. What is not understood filters nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar", required=False, max_length=80, widget=forms.TextInput({"type": "search"})
    )
    programa = forms.ModelChoiceField(
        Program.objects.none(),
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
    estado = forms.ChoiceField(
        label="Estado", required=False, choices=[("", "Todos"), *Event.Status.choices]
    )
    mes = forms.ChoiceField(label="Mes", required=False)
    modalidad = forms.ChoiceField(
        label="Modalidad", required=False, choices=[("", "Todas"), *Event.Modality.choices]
    )
    cuando = forms.ChoiceField(
        label="Cuándo",
        required=False,
        choices=[("", "Próximos"), (listing.PAST, "Pasados"), (listing.ALL, "Todos")],
    )

    def __init__(self, *args, events, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.events = events
        programs = Program.objects.filter(pk__in=events.values("program"))
        self.fields["programa"].queryset = programs
        groups = Group.objects.filter(program__in=programs).select_related("program")
        self.fields["grupo"].queryset = groups
        self.fields["grupo"].label_from_instance = lambda group: f"{group} · {group.program}"
        self.fields["mes"].choices = [("", "Todos"), *months_of(events)]

    @cached_property
    def chosen(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def folded(self) -> int:
        """How many of the folded filters are in use."""
        return len(self.chosen.keys() - {"q", "cuando"})

    def results(self):
        chosen = self.chosen
        events = self.events
        if state := chosen.get("estado"):
            events = events.filter(status=state)
        return listing.find(
            events,
            text=chosen.get("q", ""),
            program=getattr(chosen.get("programa"), "slug", ""),
            group=getattr(chosen.get("grupo"), "slug", ""),
            month=chosen.get("mes", ""),
            modality=chosen.get("modalidad", ""),
            when=chosen.get("cuando", listing.UPCOMING),
        )


@require_safe
@requires(Role.STAFF, Role.GATE)
def index(request):
    plans = bool(request.user.roles & {Role.STAFF, Role.ADMINISTRATOR})
    events = Event.objects.gated_by(request.user)
    if not plans:
        events = events.exclude(status=Event.Status.DRAFT)
    form = PanelFilter(request.GET, events=events, user=request.user)
    page = Paginator(form.results(), PER_PAGE).get_page(request.GET.get("page"))
    page.cards = cards(page.object_list)
    context = {"form": form, "page": page, "plans": plans}
    return render(request, "jornadas/planning/events.html", context)
