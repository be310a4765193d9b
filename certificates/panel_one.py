"""One constancia in the panel: what it says, its document, its history; correcting and revoking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.models import Entry
from bitacora.record import record
from correo.models import Message
from jornadas.codes import spoken
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import corrections, papers
from .file_names import safe_name
from .models import Certificate
from .panel_forms import CorrectionForm, ReasonForm, state_of
from .words import of_kind

FORM = require_http_methods(["GET", "HEAD", "POST"])
WORDS = {
    "certificate.corrected": "Se corrigió el nombre",
    "certificate.revoked": "Se revocó",
    "certificate.downloaded": "Se vio el documento",
}


def _find(request, pk) -> Certificate:
    found = Certificate.objects.manageable_by(request.user)
    related = found.select_related("event", "series", "person", "registration", "replaces")
    related = related.select_related("replaced_by", "recognition__proposal__call")
    return get_object_or_404(related, pk=pk)


@require_safe
@requires(Role.STAFF)
def certificate(request, pk):
    one = _find(request, pk)
    record("people.listed", one, by=request.user, people=1)
    about = {"about_type": one._meta.label_lower, "about_id": str(one.pk)}
    history = Entry.objects.about(one).filter(action__in=WORDS).order_by("at", "pk")
    context = {
        "certificate": one,
        "event": one.event,
        "call": one.recognition.proposal.call if one.recognition else None,
        "called": of_kind(one.kind),
        "facts": one.facts,
        "state": state_of(one),
        "code": spoken(one.code),
        "replaced_by": getattr(one, "replaced_by", None),
        "mails": Message.objects.filter(**about),
        "history": [(entry, WORDS[entry.action]) for entry in history],
    }
    return render(request, "certificates/panel/certificate.html", context)


@require_safe
@requires(Role.STAFF)
def document(request, pk):
    one = _find(request, pk)
    record("certificate.downloaded", one, by=request.user, people=1)
    response = HttpResponse(papers.paper(one), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{safe_name(one)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@FORM
@requires(Role.STAFF)
def correct(request, pk):
    """A new one with another name, which replaces this one."""
    one = _find(request, pk)
    before = one.facts["holder"]["name"]
    form = CorrectionForm(request.POST or None, initial={"name": before})
    if request.method == "POST" and form.is_valid():
        try:
            new = corrections.correct_name(certificate=one, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"El nuevo documento tiene el folio {new.folio}.")
            return redirect("panel_certificates_one", new.pk)
    sentence = (
        f"{of_kind(one.kind).the.capitalize()} {one.folio} dice «{before}». Se emite otro "
        f"documento con su propio folio; el anterior queda sustituido y su página lo dice. "
        f"{_told(one)}"
    )
    action = "Emitir el corregido" if one.recognition_id else "Emitir la corregida"
    return _ask(request, one, form, "Corregir el nombre", sentence, action, "primary")


@FORM
@requires(Role.STAFF)
def revoke(request, pk):
    one = _find(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.revoke(certificate=one, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"Listo: se revocó {of_kind(one.kind).the}.")
            return redirect("panel_certificates_one", one.pk)
    called = of_kind(one.kind)
    sentence = (
        f"{called.the.capitalize()} {one.folio} de {one.facts['holder']['name']} deja de estar "
        f"vigente y su página pública dice por qué. No se puede deshacer. {_told(one)}"
    )
    return _ask(request, one, form, f"¿Revocar {called.this}?", sentence, "Revocar", "danger")


def _told(one: Certificate) -> str:
    if one.recognition_id:
        return "El enlace del sujeto obligado recibe un correo, y el registro de prácticas lo dice."
    return "La persona recibe un correo."


def _ask(request, one: Certificate, form, title: str, sentence: str, action: str, kind: str):
    context = {
        "title": title,
        "sentence": sentence,
        "action": action,
        "kind": kind,
        "form": form,
        "cancel_url": reverse("panel_certificates_one", args=[one.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "components/confirm.html", context, status=status)
