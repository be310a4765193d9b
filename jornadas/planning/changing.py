"""The round of a change in a published event: form, what it comes to and why, done."""

from contextlib import suppress
from copy import deepcopy

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bitacora.record import record
from documentos.spanish import counted

from .. import changes, notices
from ..models import Event
from ..refusal import Refusal
from .asking import digest
from .change_forms import WhyForm

# The fields of the second screen; the others are those of the first, carried along.
WHY = "porque"
SEEN = "visto"
OURS = ("csrfmiddlewaretoken", "accepted", "corregir", SEEN)


def ask_change(
    request: HttpRequest, form: forms.BaseForm, *, event: Event, act, conflicts=None, **page
):
    """Show `form`; then what it would change and whom that is told; then do it.

    `act(told)` does it by an action, and may be called more than once: what it does for the preview
    is taken back. `conflicts()` gives sentences that stand against it, as in `ask`.
    """
    page = {"cancel_url": reverse("panel_event", args=[event.slug])} | page
    page |= {"form": form, "event": event, "leave": "No cambiar nada"}
    if request.method != "POST" or not form.is_valid() or "corregir" in request.POST:
        return render(request, "jornadas/planning/form.html", page)
    told = conflicts() if conflicts else []
    typed = request.POST if "accepted" in request.POST else None
    identity = event.program.organizer.identity()
    usual = {"asked_on": timezone.localdate(), "asked_by": identity.area if identity else ""}
    why = WhyForm(typed, prefix=WHY, initial=usual)
    try:
        if typed and why.is_valid() and typed["accepted"] == digest(told):
            with suppress(changes.Surprise):
                return _do(request, event, lambda: act(told), why.why)
        outlook = changes.preview(event=event, act=lambda: act(told))
        if not outlook.sentences:
            return _save_quietly(request, event, lambda: act(told))
    except Refusal as reason:
        form.add_error(None, str(reason))
        return render(request, "jornadas/planning/form.html", page)
    return _review(request, event, why, outlook, told)


def _do(request, event: Event, act, why: changes.Why):
    """What was shown and agreed to; raises Surprise where it would be something else by now."""
    seen = request.POST.getlist(SEEN)
    done = changes.change(event=event, act=act, why=why, by=request.user, seen=seen)
    messages.success(request, _done(done))
    return redirect("panel_event", event.slug)


def _save_quietly(request, event: Event, act):
    """What nobody would notice needs neither history nor mail."""
    with transaction.atomic():
        act()
    messages.success(request, "Cambios guardados. Nada de lo que ven las personas cambió.")
    return redirect("panel_event", event.slug)


def _review(request, event: Event, why: WhyForm, outlook, told: list[str]):
    if shown := len(outlook.without_mail) + bool(outlook.sample):
        record("people.listed", event, by=request.user, people=shown, list="avisos de un cambio")
    sample = outlook.sample and notices.compose_changed(outlook.sample)
    page = {
        "event": event,
        "form": why,
        "outlook": outlook,
        "headline": notices.HEADLINES[outlook.kind],
        "conflicts": told,
        "accepted": digest(told),
        "seen": SEEN,
        "sample": sample,
        "kept": _kept(request),
        "cancel_url": reverse("panel_event", args=[event.slug]),
    }
    return render(request, "jornadas/planning/review.html", page)


def _kept(request) -> list[tuple[str, str]]:
    """What was typed on the first screen, to be sent again with the second."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OURS and not name.startswith(f"{WHY}-")
        for value in values
    ]


def _done(outlook: changes.Outlook) -> str:
    if not outlook.told:
        return "Cambio hecho. Quedó en el historial público del evento."
    people = counted(outlook.told, "persona", "personas")
    return f"Cambio hecho. Le escribimos a {people}; su calendario se actualiza con el correo."


def fresh(instance):
    """A copy that an action may save, so that what was typed can be saved once more."""
    return deepcopy(instance)
