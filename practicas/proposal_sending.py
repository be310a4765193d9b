"""Pages about sending: the list of what is missing, the acuse, and the answer to a prevención."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record
from padron.refusal import Refusal

from . import drafts, receipts, sending
from .checklist import checklist
from .models import Proposal, Receipt
from .proposal_forms import AuthorForm, PreventionForm
from .proposal_views import FORM, is_enlace, written


@FORM
@login_required
def send(request, pk):
    """What is there and what is missing; POST sends it, for good."""
    # The moment counts at which it was asked, however long others are before it.
    asked_at = timezone.now()
    one = written(request, pk)
    if request.method == "POST":
        if not is_enlace(request, one):
            return HttpResponse(status=403)
        try:
            receipt = sending.send(proposal=one, by=request.user, now=asked_at)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect("proposal_send" if one.is_draft else "proposal", pk)
        messages.success(
            request, f"Tu propuesta quedó enviada con el folio {receipt.folio}. Baja tu acuse."
        )
        return redirect(one)
    if not one.is_draft:
        return redirect(one)
    lines = checklist(one)
    context = {
        "proposal": one,
        "needed": [line for line in lines if line.is_needed],
        "advice": [line for line in lines if not line.is_needed],
        "is_ready": all(line.is_done for line in lines if line.is_needed),
        "closed": drafts.why_closed(one, asked_at),
        "is_enlace": is_enlace(request, one),
        "evidence": one.evidence.standing(),
        "closes_on": one.call.closes_on,
    }
    return render(request, "practicas/proposal_send.html", context)


@require_safe
@never_cache
@login_required
def receipt(request, pk, number):
    """An acuse as PDF."""
    proposals = Proposal.objects.readable_by(request.user)
    found = Receipt.objects.select_related("proposal")
    one = get_object_or_404(found, pk=number, proposal=pk, proposal__in=proposals)
    record("proposal.receipt_read", one.proposal, by=request.user, folio=one.folio)
    name = receipts.file_name(one.folio)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(receipts.as_pdf(one), content_type="application/pdf", headers=headers)


@FORM
@login_required
def prevention(request, pk):
    """What the institution asks to be completed, until when, and the answer to it."""
    asked_at = timezone.now()
    one = written(request, pk)
    asked = get_object_or_404(one.preventions.filter(answered_at=None))
    form = PreventionForm(request.POST or None, request.FILES or None)
    may_answer = is_enlace(request, one)
    if request.method == "POST":
        if not may_answer:
            return HttpResponse(status=403)
        if form.is_valid() and (done := _answer(request, asked, form, asked_at)):
            return done
    ends_at = asked.due_at
    context = {
        "proposal": one,
        "prevention": asked,
        "form": form if may_answer and asked_at < ends_at else None,
        "is_over": asked_at >= ends_at,
    }
    return render(request, "practicas/proposal_prevention.html", context)


def _answer(request, asked, form, asked_at):
    try:
        receipt = sending.answer_prevention(
            prevention=asked,
            text=form.cleaned_data["text"],
            uploads=form.cleaned_data["uploads"],
            by=request.user,
            now=asked_at,
        )
    except Refusal as reason:
        form.add_error(None, str(reason))
        return None
    messages.success(request, f"Tu respuesta quedó enviada con el folio {receipt.folio}.")
    return redirect("proposal", asked.proposal_id)


@FORM
@login_required
def author_add(request, pk):
    one = written(request, pk)
    people = drafts.colleagues(one)
    form = AuthorForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            drafts.add_author(proposal=one, person=person, by=request.user)
        except Refusal as reason:
            form.add_error("person", str(reason))
        else:
            messages.success(request, f"{person} quedó en la autoría.")
            return redirect(f"{one.get_absolute_url()}#autoria")
    found = people.count()
    record("people.listed", one, by=request.user, people=found)
    context = {"proposal": one, "form": form if found else None, "closed": drafts.why_closed(one)}
    return render(request, "practicas/proposal_author_add.html", context)


@require_POST
@login_required
def author_remove(request, pk, number):
    one = written(request, pk)
    author = get_object_or_404(one.authors.select_related("person"), pk=number)
    try:
        drafts.remove_author(proposal=one, author=author, by=request.user)
    except Refusal as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"{author.person} ya no está en la autoría.")
    return redirect(f"{one.get_absolute_url()}#autoria")
