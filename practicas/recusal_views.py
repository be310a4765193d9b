"""Recusals: the page on which a seat says whether it has a conflict, and what the panel shows."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bitacora.record import record
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import conflicts
from .models import Call, Proposal, Recusal
from .verify_forms import ConflictForm, WithdrawalForm
from .verify_views import FORM

PAGE = 50


@FORM
@requires(Role.JURY)
def statement(request, pk):
    """Before a seat opens a proposal it sees only its title and body, and says how it stands."""
    found = Proposal.objects.judged_by(request.user).select_related("call", "body")
    one = get_object_or_404(found, pk=pk)
    holder = conflicts.holder_of(request.user, one.call)
    form = ConflictForm(request.POST if "declare" in request.POST else None)
    try:
        if "none" in request.POST:
            conflicts.state_none(proposal=one, holder=holder, by=request.user)
            return redirect("jury_proposal", pk)
        if form.is_valid():
            conflicts.declare(proposal=one, seat=holder.seat, by=request.user, **form.cleaned_data)
            messages.success(
                request, f"Quedó tu excusa: «{one}» ya no se abre con tu asiento ni te toca."
            )
            return redirect("jury")
    except Refusal as reason:
        messages.error(request, str(reason))
        return redirect("jury")
    context = {
        "proposal": one,
        "holder": holder,
        "form": form,
        "has_stated": conflicts.has_stated(one, holder),
    }
    return render(request, "practicas/recusal_statement.html", context)


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def recusals(request, slug):
    """Which seats may not open which proposals of a call, and why."""
    call = get_object_or_404(Call.objects.manageable_by(request.user), slug=slug)
    standing = Recusal.objects.standing().select_related("seat").order_by("seat__number", "kind")
    found = (
        Proposal.objects.manageable_by(request.user)
        .filter(call=call, pk__in=standing.order_by().values("proposal"))
        .select_related("body")
        .with_recused(request.user)
        .prefetch_related(Prefetch("recusals", standing, to_attr="standing"))
        .order_by("number")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", call, by=request.user, people=call.seats.count())
    context = {
        "call": call,
        "page": page,
        "may_withdraw": bool(request.user.roles & {Role.STAFF, Role.ADMINISTRATOR}),
    }
    return render(request, "practicas/recusals.html", context)


@FORM
@requires(Role.STAFF)
def withdraw(request, pk):
    # Nobody takes back the recusal of their own seat.
    proposals = Proposal.objects.manageable_by(request.user).unless_recused(request.user)
    found = Recusal.objects.filter(proposal__in=proposals)
    one = get_object_or_404(found.select_related("proposal__call", "seat"), pk=pk)
    back = reverse("panel_recusals", args=[one.proposal.call.slug])
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            conflicts.withdraw(recusal=one, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"Se retiró la excusa: {one.seat} puede abrir la propuesta.")
            return redirect(back)
    question = {
        "title": "¿Retirar esta excusa?",
        "sentence": f"{one.seat} declaró un conflicto con «{one.proposal}»: {one.reason} Si se "
        "declaró por error, retírala y podrá abrir la propuesta y calificarla.",
        "action": "Retirarla",
        "form": form,
        "cancel_url": back,
    }
    return render(request, "components/confirm.html", question)
