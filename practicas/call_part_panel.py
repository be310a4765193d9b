"""The parts of a draft in the panel: its requirements, its criteria and the seats of its jury."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from padron.refusal import Refusal

from . import calls
from .call_panel import FORM, find, frozen, managers, show
from .call_part_forms import CriterionForm, RequirementForm, SeatForm
from .models import Call, Criterion, Requirement, Seat


@dataclass(frozen=True)
class Kind:
    """How the pages of a kind of part speak of it."""

    model: type[Requirement] | type[Criterion] | type[Seat]
    form: type[forms.ModelForm]
    related: str
    one: str
    anchor: str


REQUIREMENT = Kind(Requirement, RequirementForm, "requirements", "requisito", "requisitos")
CRITERION = Kind(Criterion, CriterionForm, "criteria", "criterio", "criterios")
SEAT = Kind(Seat, SeatForm, "seats", "asiento", "jurado")


@FORM
@managers
def add(request, slug, kind: Kind):
    call = find(request, slug)
    return _save(request, call, kind, kind.model(call=call), f"Agregar un {kind.one}")


@FORM
@managers
def change(request, slug, pk, kind: Kind):
    call = find(request, slug)
    return _save(request, call, kind, _one(call, kind, pk), f"Cambiar el {kind.one}")


@FORM
@managers
def remove(request, slug, pk, kind: Kind):
    call = find(request, slug)
    part = _one(call, kind, pk)
    if call.published_at is not None:
        return frozen(request, call)
    if request.method == "POST":
        try:
            calls.remove_part(part=part, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"Se quitó el {kind.one}.")
        return redirect(_back(call, kind))
    context = {
        "title": f"¿Quitar este {kind.one}?",
        "sentence": f"Se quita «{part}» y los que siguen cambian de número.",
        "action": f"Quitar {kind.one}",
        "cancel_url": _back(call, kind),
    }
    return render(request, "components/confirm.html", context)


def _one(call: Call, kind: Kind, pk):
    return get_object_or_404(getattr(call, kind.related), pk=pk)


def _back(call: Call, kind: Kind) -> str:
    return f"{reverse('panel_call', args=[call.slug])}#{kind.anchor}"


def _save(request, call: Call, kind: Kind, part, title: str):
    if call.published_at is not None:
        return frozen(request, call)
    form = kind.form(request.POST or None, instance=part)
    if request.method == "POST" and form.is_valid():
        try:
            calls.save_part(part=part, levels=getattr(form, "levels", None), by=request.user)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Guardado.")
            return redirect(_back(call, kind))
    return show(request, form, call, title, back=_back(call, kind))
