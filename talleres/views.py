"""Public pages of the workshops; registration itself is the engine of jornadas."""

from django.shortcuts import render


def index(request):
    return render(request, "talleres/index.html")


def event(request, slug):
    return render(request, "talleres/event.html")


def register(request, slug):
    return render(request, "talleres/register.html")
