"""What a workshop says beyond its event, in the panel: purpose, what to bring, materials."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.record import record
from jornadas.models import Event
from padron.access import requires
from padron.roles import Role

from . import materials
from .forms import MaterialForm, WorkshopForm
from .models import Material, Workshop

FORM = require_http_methods(["GET", "HEAD", "POST"])


def find(request, slug) -> Workshop:
    """The workshop of an event that this user plans; its details are empty until written."""
    events = Event.objects.manageable_by(request.user).workshops()
    event = get_object_or_404(events.select_related("workshop"), slug=slug)
    return getattr(event, "workshop", None) or Workshop(event=event)


def _materials(workshop: Workshop):
    return workshop.materials.all() if workshop.pk else Material.objects.none()


@require_safe
@requires(Role.STAFF)
def detail(request, slug):
    workshop = find(request, slug)
    context = {
        "workshop": workshop,
        "event": workshop.event,
        "materials": _materials(workshop),
        "exercises": workshop.exercises.select_related("session") if workshop.pk else [],
        "fichas": workshop.fichas.count() if workshop.pk else 0,
    }
    return render(request, "talleres/panel/workshop.html", context)


@FORM
@requires(Role.STAFF)
def edit(request, slug):
    workshop = find(request, slug)
    form = WorkshopForm(request.POST or None, instance=workshop)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record("workshop.changed", workshop, by=request.user)
        messages.success(request, "Cambios guardados.")
        return redirect("panel_workshop", slug)
    return show(request, form, workshop, "Objetivo y qué llevar")


@FORM
@requires(Role.STAFF)
def material_add(request, slug):
    workshop = find(request, slug)
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        materials.add(workshop=workshop, by=request.user, **form.cleaned_data)
        messages.success(request, "Material agregado.")
        return redirect("panel_workshop", slug)
    return show(request, form, workshop, "Agregar un material")


@FORM
@requires(Role.STAFF)
def material(request, slug, pk):
    workshop = find(request, slug)
    found = get_object_or_404(_materials(workshop), pk=pk)
    form = MaterialForm(request.POST or None, request.FILES or None, material=found)
    if request.method == "POST" and form.is_valid():
        materials.change(material=found, by=request.user, **form.cleaned_data)
        messages.success(request, "Cambios guardados.")
        return redirect("panel_workshop", slug)
    return show(request, form, workshop, "Cambiar el material")


@FORM
@requires(Role.STAFF)
def material_remove(request, slug, pk):
    workshop = find(request, slug)
    material = get_object_or_404(_materials(workshop), pk=pk)
    if request.method == "POST":
        materials.remove(material=material, by=request.user)
        messages.success(request, "Material quitado.")
        return redirect("panel_workshop", slug)
    context = {
        "title": "¿Quitar este material?",
        "sentence": f"«{material}» dejará de verse en la página del taller.",
        "action": "Quitar material",
        "cancel_url": reverse("panel_workshop", args=[slug]),
    }
    return render(request, "components/confirm.html", context)


def show(request, form, workshop: Workshop, title: str):
    context = {
        "form": form,
        "title": title,
        "event": workshop.event,
        "cancel_url": reverse("panel_workshop", args=[workshop.event.slug]),
    }
    return render(request, "talleres/panel/form.html", context)
