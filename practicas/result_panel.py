"""Results in the panel: when they are told, and the reasons that each body will read."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import recognising
from . import results as told
from .models import Call, Proposal

LONGEST = 4_000
READABLE = Q(ruling__isnull=False) | Q(verification__is_admitted=False)


def _proposals(user):
    """Those about which something was decided, in calls that this user looks after."""
    return Proposal.objects.manageable_by(user).filter(READABLE)


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def index(request, slug):
    """What was decided on each proposal and how many of its reasons are written."""
    calls = Call.objects.manageable_by(request.user).select_related("dictamen")
    call = get_object_or_404(calls, slug=slug)
    found = _proposals(request.user).filter(call=call).annotate(written=Count("feedback"))
    context = {
        "call": call,
        "dictamen": getattr(call, "dictamen", None),
        "are_told": call.tells_results(),
        "proposals": found.select_related("body", "ruling", "recognition").order_by("number"),
        "may_issue": call.organizer_id in request.user.organizer_ids("staff"),
        "asked": call.criteria.count() + 1,
    }
    return render(request, "practicas/panel/results.html", context)


class FeedbackForm(forms.Form):
    """A text for the whole and one for each criterion; each remembers what it started from."""

    use_required_attribute = False

    def __init__(self, data, *, criteria, texts: dict):
        super().__init__(data)
        self.asked = [None, *criteria]
        for criterion in self.asked:
            name = _name(criterion)
            known = texts.get(criterion.pk if criterion else None, "")
            self.fields[name] = forms.CharField(
                label=str(criterion) if criterion else "En conjunto",
                required=False,
                max_length=LONGEST,
                initial=known,
                help_text="" if criterion else "Por qué se consideró procedente o no.",
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            self.fields[f"seen-{name}"] = forms.CharField(
                required=False, initial=known, strip=False, widget=forms.HiddenInput
            )


def _name(criterion) -> str:
    return f"criterion-{criterion.number}" if criterion else "whole"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF, Role.VERIFIER)
def feedback(request, pk):
    """What its body will read, until the results are told; then it is read only."""
    found = _proposals(request.user).select_related("call__dictamen", "body", "ruling")
    proposal = get_object_or_404(found, pk=pk)
    if proposal.call.tells_results():
        context = {"proposal": proposal, "reasons": told.reasons(proposal)}
        return render(request, "practicas/panel/result_read.html", context)
    criteria = list(proposal.call.criteria.all()) if hasattr(proposal, "ruling") else []
    texts = told.feedback_of(proposal)
    form = FeedbackForm(request.POST or None, criteria=criteria, texts=texts)
    if request.method == "POST" and form.is_valid() and _keep(form, proposal, request.user):
        messages.success(request, "Guardado. Su sujeto obligado lo lee cuando se publiquen.")
        return redirect("panel_results", proposal.call.slug)
    context = {"proposal": proposal, "call": proposal.call, "form": form}
    status = 422 if form.errors else 200
    return render(request, "practicas/panel/result_feedback.html", context, status=status)


def _keep(form: FeedbackForm, proposal: Proposal, by) -> bool:
    """Write what can be written; what cannot says why beside its field and loses nothing."""
    said = form.cleaned_data
    for criterion in form.asked:
        name = _name(criterion)
        try:
            recognising.write_feedback(
                proposal=proposal,
                criterion=criterion,
                text=said[name],
                seen=said[f"seen-{name}"],
                by=by,
            )
        except Refusal as reason:
            form.add_error(name, f"{reason} Si el tuyo es mejor, guarda otra vez.")
            now = told.feedback_of(proposal).get(criterion.pk if criterion else None, "")
            # Whoever saves again has read the other text.
            form.data = {**dict(form.data.items()), f"seen-{name}": now}
    return not form.errors
