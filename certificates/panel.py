"""Constancias of an event in the panel: who has earned one, who has not and why."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response
from jornadas.models import Event
from padron.access import requires
from padron.names import match_key
from padron.roles import Role

from .eligibility import Standing, standings

PAGE = 50
DUE, NOT_DUE = "si", "no"
COLUMNS = [
    Column("Nombre", 38, wrap=True),
    Column("Nombre para constancia", 38, wrap=True),
    Column("Sujeto obligado", 46, wrap=True),
    Column("Cargo", 34, wrap=True),
    Column("Le corresponde", 14),
    Column("Sesiones a las que asistió", 14),
    Column("Motivo", 52, wrap=True),
]


class StandingFilter(forms.Form):
    """Filters in the query string. What is not understood filters nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Nombre o sujeto obligado"}),
    )
    corresponde = forms.ChoiceField(
        label="Constancia",
        choices=[
            ("", "Todas las personas"),
            (DUE, "Les corresponde"),
            (NOT_DUE, "No les corresponde"),
        ],
        required=False,
    )

    def results(self, everybody: list[Standing]) -> list[Standing]:
        self.is_valid()
        due = self.cleaned_data.get("corresponde")
        words = match_key(self.cleaned_data.get("q", "")).split()
        return [
            one
            for one in everybody
            if (not due or one.is_due == (due == DUE)) and all(w in _text(one) for w in words)
        ]

    @property
    def is_filtering(self) -> bool:
        return any(self.cleaned_data.values())


def _text(one: Standing) -> str:
    return f"{one.registration.person.match_key} {one.registration.body.match_key}"


def _event(request, slug) -> Event:
    events = Event.objects.manageable_by(request.user).prefetch_related("sessions")
    return get_object_or_404(events, slug=slug)


@require_safe
@requires(Role.STAFF)
def certificates(request, slug):
    event = _event(request, slug)
    everybody = standings(event)
    form = StandingFilter(request.GET)
    page = Paginator(form.results(everybody), PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", event, by=request.user, people=len(page.object_list))
    context = {
        "event": event,
        "form": form,
        "page": page,
        "due": sum(one.is_due for one in everybody),
        "everybody": len(everybody),
        "query": request.GET.urlencode(),
    }
    return render(request, "certificates/panel/index.html", context)


@require_safe
@requires(Role.STAFF)
def certificates_xlsx(request, slug):
    """What the filters show, whole."""
    event = _event(request, slug)
    found = StandingFilter(request.GET).results(standings(event))
    name = f"constancias-{event.slug}-{timezone.localtime():%Y-%m-%d-%H%M}"
    response = xlsx_response(name, COLUMNS, map(_row, found), title="Constancias")
    record("list.printed", event, by=request.user, people=len(found), format="xlsx")
    return response


def _row(one: Standing) -> list:
    person = one.registration.person
    return [
        person.list_name,
        person.certificate_name or person.full_name,
        one.registration.body.name,
        one.registration.post,
        "Sí" if one.is_due else "No",
        len(one.attended),
        one.reason,
    ]
