"""The gate's page."""

from django.shortcuts import render


def gate(request):
    return render(request, "asistencia/gate.html")
