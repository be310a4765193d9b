"""Public pages: the calendar, an event, registering, the pass."""

from django.shortcuts import render


def calendar(request):
    return render(request, "jornadas/calendar.html")


def event(request, slug):
    return render(request, "jornadas/event.html")


def register(request, slug):
    return render(request, "jornadas/register.html")


def pass_page(request, code):
    return render(request, "jornadas/pass.html")


def mi_espacio(request):
    return render(request, "jornadas/mi_espacio.html")
