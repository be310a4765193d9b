"""The exercises of a workshop in the panel: added, changed, put in order, removed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from padron.access import requires
from padron.roles import Role

from . import exercises
from .forms import ExerciseForm
from .models import Exercise, Workshop
from .panel import FORM, find, show


def _one(workshop: Workshop, pk) -> Exercise:
    found = workshop.exercises.all() if workshop.pk else Exercise.objects.none()
    return get_object_or_404(found, pk=pk)


@FORM
@requires(Role.STAFF)
def add(request, slug):
    workshop = find(request, slug)
    form = ExerciseForm(request.POST or None, sessions=workshop.event.sessions.all())
    if request.method == "POST" and form.is_valid():
        exercises.add(workshop=workshop, exercise=form.instance, by=request.user)
        messages.success(request, "Ejercicio agregado.")
        return redirect("panel_workshop", slug)
    return show(request, form, workshop, "Agregar un ejercicio")


@FORM
@requires(Role.STAFF)
def change(request, slug, pk):
    workshop = find(request, slug)
    one = _one(workshop, pk)
    form = ExerciseForm(request.POST or None, instance=one, sessions=workshop.event.sessions.all())
    if request.method == "POST" and form.is_valid():
        exercises.change(exercise=form.instance, by=request.user)
        messages.success(request, "Cambios guardados.")
        return redirect("panel_workshop", slug)
    return show(request, form, workshop, "Cambiar el ejercicio")


@FORM
@requires(Role.STAFF)
def remove(request, slug, pk):
    one = _one(find(request, slug), pk)
    if request.method == "POST":
        exercises.remove(exercise=one, by=request.user)
        messages.success(request, "Ejercicio quitado.")
        return redirect("panel_workshop", slug)
    context = {
        "title": "¿Quitar este ejercicio?",
        "sentence": f"«{one.title}» dejará de verse en la página del taller, y los que siguen "
        "cambian de número.",
        "action": "Quitar ejercicio",
        "cancel_url": reverse("panel_workshop", args=[slug]),
    }
    return render(request, "components/confirm.html", context)


@require_POST
@requires(Role.STAFF)
def up(request, slug, pk):
    return _move(request, slug, pk, up=True)


@require_POST
@requires(Role.STAFF)
def down(request, slug, pk):
    return _move(request, slug, pk, up=False)


def _move(request, slug, pk, *, up: bool):
    exercises.move(exercise=_one(find(request, slug), pk), up=up, by=request.user)
    return redirect(f"{reverse('panel_workshop', args=[slug])}#ejercicios")
