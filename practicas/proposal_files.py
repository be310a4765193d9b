"""The files of a proposal: added and taken away while it is a draft; given to be kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.evidence import CSV
from padron.refusal import Refusal

from . import drafts, supports
from .csv_preview import preview
from .models import Evidence, Proposal
from .proposal_forms import EvidenceForm
from .proposal_views import FORM, written


@FORM
@login_required
def add(request, pk):
    one = written(request, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None, proposal=one)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = drafts.add_evidence(
                proposal=one,
                upload=told["upload"],
                criterion=told["criterion"],
                note=told["note"],
                by=request.user,
            )
        except Refusal as reason:
            form.add_error("upload", str(reason))
        else:
            messages.success(request, f"«{made.name}» quedó agregado.")
            return redirect(f"{one.get_absolute_url()}#soportes")
    context = {"proposal": one, "form": form, "closed": drafts.why_closed(one)}
    return render(request, "practicas/proposal_evidence_add.html", context)


@FORM
@login_required
def remove(request, pk, number):
    one = written(request, pk)
    evidence = get_object_or_404(one.evidence.standing(), pk=number)
    back = f"{one.get_absolute_url()}#soportes"
    if request.method == "POST":
        try:
            drafts.remove_evidence(evidence=evidence, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"«{evidence.name}» ya no está en la propuesta.")
        return redirect(back)
    context = {
        "confirm_base": "base.html",
        "title": "¿Quitar este archivo?",
        "sentence": f"«{evidence.name}» se borra de este sitio. Si lo necesitas, súbelo otra vez.",
        "action": "Quitar el archivo",
        "cancel_url": reverse("proposal", args=[pk]),
    }
    return render(request, "components/confirm.html", context)


def _readable(request, pk, number) -> Evidence:
    """One of a proposal that this user may open: its writers, who verifies it, who judges it."""
    proposals = Proposal.objects.readable_by(request.user)
    found = Evidence.objects.standing().select_related("proposal", "criterion")
    return get_object_or_404(found, pk=number, proposal=pk, proposal__in=proposals)


@require_safe
@never_cache
@login_required
def serve(request, pk, number):
    """The file itself: to be kept, never shown by the browser as a page of ours."""
    one = _readable(request, pk, number)
    response = supports.serve(one)
    record("proposal.evidence_read", one.proposal, by=request.user, evidence=one.pk)
    return response


@require_safe
@never_cache
@login_required
def look(request, pk, number):
    """The first rows of a CSV as a table of text."""
    one = _readable(request, pk, number)
    if one.mime != CSV.media_type:
        raise Http404
    with supports.opened(one) as file:
        table = preview(file)
    record("proposal.evidence_read", one.proposal, by=request.user, evidence=one.pk)
    is_mine = Proposal.objects.written_by(request.user).filter(pk=pk).exists()
    context = {"evidence": one, "proposal": one.proposal, "table": table, "is_mine": is_mine}
    return render(request, "practicas/proposal_evidence_look.html", context)
