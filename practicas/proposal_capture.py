"""The panel's pages to keep what arrives on paper or by mail, each with its acuse."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.record import record
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import receipts, sending
from .capture_forms import CaptureForm
from .models import Call, Proposal, Receipt


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF, Role.VERIFIER)
def capture(request, slug):
    """Type what arrived; its number is the next of the call."""
    found = Call.objects.manageable_by(request.user).exclude(published_at=None)
    call = get_object_or_404(found, slug=slug)
    form = CaptureForm(request.POST or None, request.FILES or None, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = sending.capture(call=call, by=request.user, **form.details())
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("panel_proposal_captured", receipt.pk)
    context = {"call": call, "form": form}
    return render(request, "practicas/capture.html", context)


def _receipt(request, pk) -> Receipt:
    found = Receipt.objects.filter(proposal__in=Proposal.objects.manageable_by(request.user))
    return get_object_or_404(found.select_related("proposal__call", "proposal__body"), pk=pk)


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def captured(request, pk):
    """What was just captured, and its acuse to be given or sent."""
    one = _receipt(request, pk)
    context = {"receipt": one, "proposal": one.proposal, "call": one.proposal.call}
    return render(request, "practicas/captured.html", context)


@require_safe
@never_cache
@requires(Role.STAFF, Role.VERIFIER)
def acuse(request, pk):
    """An acuse as PDF, to be printed at the counter."""
    one = _receipt(request, pk)
    record("proposal.receipt_read", one.proposal, by=request.user, folio=one.folio)
    name = receipts.file_name(one.folio)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(receipts.as_pdf(one), content_type="application/pdf", headers=headers)
