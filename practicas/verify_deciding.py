"""The panel's pages that act on a proposal: preventing, admitting, not admitting."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from documentos.spanish import date_in_words
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import verifying
from .models import Proposal
from .verify_forms import PreventionForm, ReasonsForm
from .verify_terms import term
from .verify_views import FORM, proposal_of


def _unmet(one: Proposal) -> list:
    return list(one.findings.filter(is_met=False).select_related("requirement"))


def _in_words(one: Proposal) -> str:
    """What does not hold yet, to begin a text with."""
    return "\n".join(
        f"Requisito {finding.requirement.number}: {finding.text}" for finding in _unmet(one)
    )


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def prevent(request, pk):
    """What is missing, and the term as it would be if it were sent now."""
    one = proposal_of(request, pk)
    if why := verifying.why_not_prevented(one):
        messages.error(request, why)
        return redirect("panel_proposal", pk)
    references = {finding.legal_reference for finding in _unmet(one)} - {""}
    initial = {"text": _in_words(one), "legal_reference": "; ".join(sorted(references))[:250]}
    form = PreventionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = verifying.prevent(proposal=one, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request,
                f"Se previno a {one.body}. Puede contestar hasta el final del "
                f"{date_in_words(made.due_on)}.",
            )
            return redirect("panel_proposal", pk)
    context = {"proposal": one, "call": one.call, "form": form, "term": term(one.call)}
    return render(request, "practicas/verify_prevent.html", context)


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def admit(request, pk):
    one = proposal_of(request, pk)
    return _decide(
        request,
        one,
        is_admitted=True,
        why_not=verifying.why_not_admitted(one),
        initial="Cumple los requisitos de la convocatoria.",
        question={
            "title": "¿Admitir esta propuesta?",
            "sentence": f"«{one}», de {one.body}, pasa al jurado, y su enlace recibe un correo con "
            "los motivos. No se puede deshacer.",
            "action": "Admitirla",
            "kind": "primary",
        },
    )


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def reject(request, pk):
    one = proposal_of(request, pk)
    late = "Se recibió después del plazo de la convocatoria." if one.is_late else ""
    return _decide(
        request,
        one,
        is_admitted=False,
        why_not=verifying.why_not_rejected(one),
        initial="\n".join(filter(None, [late, _in_words(one)])),
        question={
            "title": "¿No admitir esta propuesta?",
            "sentence": f"«{one}», de {one.body}, no pasa al jurado, y su enlace recibe un correo "
            "con los motivos. No se puede deshacer.",
            "action": "No admitirla",
        },
    )


def _decide(request, one: Proposal, *, is_admitted, why_not, initial, question):
    """Ask once more, with the reasons; decide."""
    back = reverse("panel_proposal", args=[one.pk])
    if why_not:
        messages.error(request, why_not)
        return redirect(back)
    form = ReasonsForm(request.POST or None, initial={"reasons": initial})
    if request.method == "POST" and form.is_valid():
        try:
            verifying.decide(
                proposal=one, is_admitted=is_admitted, by=request.user, **form.cleaned_data
            )
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            done = "quedó admitida y pasa al jurado" if is_admitted else "no se admitió"
            messages.success(request, f"«{one}» {done}.")
            return redirect(back)
    context = {**question, "form": form, "cancel_url": back}
    return render(request, "components/confirm.html", context)
