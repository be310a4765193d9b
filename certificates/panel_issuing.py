"""Issuing from the panel: everything due of an event, one, and asking names beforehand."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documentos.spanish import counted
from jornadas.models import Event, Registration, Speaker
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import issuing, jobs, names
from .candidates import candidates
from .panel import find_event

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@requires(Role.STAFF)
def issue_all(request, slug):
    """The question before all that is due is issued, with how many that are."""
    event = find_event(request, slug)
    back = reverse("panel_certificates", args=[event.slug])
    expected = request.POST.get("expected", "")
    if request.method == "POST" and expected.isdecimal():
        try:
            jobs.start(event=event, expected=int(expected), by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(back)
        return redirect("panel_certificates_working", event.slug)
    due = [one for one in candidates(event) if one.is_due]
    context = {
        "event": event,
        "due": len(due),
        "names": names.standing(event, due),
        "job": jobs.latest(event),
        "cancel_url": back,
    }
    return render(request, "certificates/panel/issue.html", context)


@require_safe
@requires(Role.STAFF)
def working(request, slug):
    """How far the issuing is; when it is over, what came of it."""
    event = find_event(request, slug)
    job = jobs.latest(event)
    if job is None:
        return redirect("panel_certificates", event.slug)
    context = {"event": event, "job": job}
    response = render(request, "certificates/panel/working.html", context)
    if not job.is_over:
        # Without scripts the page still moves on by itself; with them it is done sooner.
        response["Refresh"] = "10"
    return response


@require_safe
@requires(Role.STAFF)
def progress(request, slug):
    event = find_event(request, slug)
    context = {"event": event, "job": jobs.latest(event)}
    return render(request, "certificates/panel/_progress.html", context)


@require_POST
@requires(Role.STAFF)
def issue_one(request, slug, pk):
    event = find_event(request, slug)
    registration = get_object_or_404(Registration.objects.filter(event=event), pk=pk)
    return _issue(request, event, registration=registration)


@require_POST
@requires(Role.STAFF)
def issue_speaker(request, slug, pk):
    event = find_event(request, slug)
    speakers = Speaker.objects.filter(sessions__event=event).distinct()
    return _issue(request, event, speaker=get_object_or_404(speakers, pk=pk))


def _issue(request, event: Event, **whom):
    try:
        certificate = issuing.issue(**whom, event=event, by=request.user)
    except Refusal as reason:
        messages.error(request, str(reason))
        return redirect("panel_certificates", event.slug)
    messages.success(request, f"Constancia emitida con el folio {certificate.folio}.")
    return redirect("panel_certificates_one", certificate.pk)


@FORM
@requires(Role.STAFF)
def ask_names(request, slug):
    event = find_event(request, slug)
    back = reverse("panel_certificates", args=[event.slug])
    if request.method == "POST":
        try:
            told = names.ask(event=event, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"Escribimos a {counted(told, 'persona', 'personas')}.")
        return redirect(back)
    found = names.standing(event, [one for one in candidates(event) if one.is_due])
    if not found.to_ask:
        messages.info(request, "No queda a quién preguntar.")
        return redirect(back)
    context = {
        "title": "¿Pedir que confirmen su nombre?",
        "sentence": (
            f"Escribiremos a {counted(found.to_ask, 'persona', 'personas')} a quienes les "
            "corresponde constancia y no han confirmado su nombre. A cada una se le escribe una "
            "sola vez por evento."
        ),
        "action": "Enviar el correo",
        "kind": "primary",
        "cancel_url": back,
    }
    return render(request, "components/confirm.html", context)
