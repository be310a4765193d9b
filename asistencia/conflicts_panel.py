"""In the panel: readings that do not agree, and what somebody found out about each."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bitacora.record import record
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from .conflicts import State, conflicts, in_state, readings, settle, to_settle, what_happened
from .models import Scan

PAGE = 25


class StateFilter(forms.Form):
    estado = forms.ChoiceField(label="Mostrar", choices=State.choices, required=False)


class SettleForm(forms.Form):
    settlement = forms.CharField(
        label="Qué pasó",
        help_text="Una frase: «Salió por un documento y volvió a entrar», «Se leyó el pase de "
        "otra persona».",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe en una frase qué pasó."},
    )


@dataclass(frozen=True)
class Case:
    """One disagreement as it is shown: the reading it is about, and those to compare."""

    scan: Scan
    sentence: str
    readings: list[Scan]

    @classmethod
    def of(cls, scan: Scan) -> "Case":
        return cls(scan, what_happened(scan), readings(scan))


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.gated_by(request.user), slug=slug)


def _whole(found):
    return found.select_related(
        "device", "session", "registration__person", "registration__body", "first__device"
    )


@require_safe
@requires(Role.STAFF, Role.GATE)
def cases(request, slug):
    """What waits for somebody to look at it, or what was found out."""
    event = _event(request, slug)
    form = StateFilter(request.GET)
    state = form.cleaned_data["estado"] if form.is_valid() else ""
    found = _whole(in_state(event, state))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    people = {scan.registration_id for scan in page if scan.registration_id}
    if people:
        record("people.listed", event, by=request.user, people=len(people))
    return render(
        request,
        "asistencia/panel/conflicts.html",
        {
            "event": event,
            "form": form,
            "settled": state == State.SETTLED,
            "cases": [Case.of(scan) for scan in page],
            "page_obj": page,
        },
    )


@requires(Role.STAFF, Role.GATE)
def case(request, slug, pk):
    """One of them, and the form that says what happened."""
    event = _event(request, slug)
    scan = get_object_or_404(_whole(conflicts(event)), pk=pk)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settle(scan=scan, settlement=form.cleaned_data["settlement"], by=request.user)
        except Refusal as reason:
            form.add_error("settlement", str(reason))
        else:
            messages.success(request, "Quedó anotado qué pasó.")
            return redirect("panel_conflicts", slug)
    if scan.registration_id:
        record("people.listed", event, by=request.user, people=1)
    context = {"event": event, "case": Case.of(scan), "form": form}
    return render(request, "asistencia/panel/conflict.html", context)


def light(event: Event) -> dict:
    """What the event's page of doors says of them: how many wait, and where they are."""
    return {"count": to_settle(event).count(), "url": reverse("panel_conflicts", args=[event.slug])}
