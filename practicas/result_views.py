"""The results of a call at their moment; for each body why its practice was recognised or not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jornadas.public.visitors import same_for_visitors
from jornadas.refusal import Refusal

from . import register, renewal
from . import results as told
from .models import Call


@require_safe
# Browsers and proxies ask anew every time; this process keeps it for three seconds at most, made
# of what was public then: never early, and late by no more than that.
@cache_control(no_cache=True)
@same_for_visitors
def results(request, slug):
    """Before the moment it says when that is, and the same whether there is a dictamen or not."""
    call = get_object_or_404(Call.objects.published().select_related("dictamen"), slug=slug)
    if not call.tells_results():
        return render(request, "practicas/results_later.html", {"call": call})
    return render(request, "practicas/results.html", {"results": told.of_call(call), "call": call})


@require_safe
@login_required
@never_cache
def feedback(request, pk):
    """Why a proposal was procedente or not, for its enlace and its authors; made to be printed."""
    proposal = get_object_or_404(told.readable_by(request.user), pk=pk)
    context = {
        "reasons": told.reasons(proposal),
        "proposal": proposal,
        "call": proposal.call,
        "identity": proposal.call.organizer.identity(),
    }
    return render(request, "practicas/feedback.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def renew(request, slug):
    """Ask for a recognition anew: in which call, where several are open."""
    practice = get_object_or_404(register.public(), slug=slug)
    renewing = renewal.standing(practice, request.user)
    if renewing is None:
        raise Http404
    if request.method == "POST":
        call = get_object_or_404(Call.objects.published(), slug=request.POST.get("call", ""))
        try:
            proposal = renewal.begin(recognition=practice, call=call, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(practice)
        messages.success(request, "Este es tu borrador. Complétalo y envíalo antes del cierre.")
        return redirect(proposal)
    return render(
        request, "practicas/practice_renew.html", {"practice": practice, "renewing": renewing}
    )
