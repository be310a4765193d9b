"""The gate's page. It asks for nothing: what it may do is in the token of the device."""

from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def gate(request):
    return render(request, "asistencia/gate.html")
