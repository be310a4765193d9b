"""One proposal for those who verify: everything it says, its checklist, its history, its files."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.models import Entry
from bitacora.record import record
from bitacora.words import ACTIONS
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import supports, verifying
from .authorship import authorships
from .models import Evidence, Proposal, Recusal
from .verify_forms import MEANT, ChecklistForm

FORM = require_http_methods(["GET", "HEAD", "POST"])


def proposal_of(request, pk) -> Proposal:
    """One that this user looks after; the institution sees what was sent, never drafts."""
    found = Proposal.objects.manageable_by(request.user).unless_recused(request.user)
    found = found.select_related(
        "call__organizer", "body", "population_group", "renews", "verification"
    )
    return get_object_or_404(found, pk=pk)


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def proposal(request, pk):
    """Everything a proposal says, to be checked; POST keeps what was found."""
    one = proposal_of(request, pk)
    closed = verifying.why_not_verified(one)
    form = None if closed else _checklist(request, one)
    if request.method == "POST":
        if form is None:
            messages.error(request, closed)
            return redirect("panel_proposal", pk)
        if form.is_valid() and _save(request, one, form):
            messages.success(request, "La revisión de los requisitos quedó guardada.")
            return redirect("panel_proposal", pk)
    return _show(request, one, form, closed)


def _checklist(request, one: Proposal) -> ChecklistForm:
    return ChecklistForm(
        request.POST or None,
        requirements=list(one.call.requirements.all()),
        findings={finding.requirement_id: finding for finding in one.findings.all()},
    )


def _save(request, one: Proposal, form: ChecklistForm) -> bool:
    """Each finding that was changed, by itself: one that is refused holds up no other."""
    for requirement in form.requirements:
        given, field = form.given(requirement), f"text-{requirement.number}"
        if given in (form.seen(requirement), form.held(requirement)):
            continue
        if form.seen(requirement) != form.held(requirement):
            form.add_error(field, _meanwhile(form.findings.get(requirement.pk)))
            continue
        met, text, reference = given
        try:
            verifying.find(
                proposal=one,
                requirement=requirement,
                is_met=MEANT[met],
                text=text,
                legal_reference=reference,
                by=request.user,
            )
        except Refusal as reason:
            form.add_error(field, str(reason))
    return not form.errors


def _meanwhile(finding) -> str:
    if finding is None:
        return "Alguien cambió este requisito mientras escribías. Revísalo y guarda otra vez."
    said = {True: "se cumple", False: "no se cumple", None: "sin revisar"}[finding.is_met]
    words = f"{said}, «{finding.text}»" if finding.text else said
    return (
        f"Mientras escribías, {finding.made_by} guardó otra cosa: {words}. Si lo tuyo es lo "
        "correcto, guarda otra vez."
    )


def _show(request, one: Proposal, form: ChecklistForm | None, closed: str):
    authors = authorships(one)
    record("people.listed", one, by=request.user, people=len(authors) or 1)
    evidence = list(one.evidence.standing().select_related("criterion"))
    preventions = list(one.preventions.all())
    history = list(Entry.objects.about(one).filter(people=0).order_by("at", "pk"))
    _tell_skipped(preventions, history)
    findings = list(one.findings.select_related("requirement"))
    context = {
        "proposal": one,
        "call": one.call,
        "authors": authors,
        "answers": _answers(one, evidence),
        "evidence": evidence,
        "receipts": one.receipts.all(),
        "form": form,
        "closed": closed,
        "today": timezone.localdate(),
        "findings": findings,
        "checked": sum(finding.is_met is not None for finding in findings),
        "asked": len(form.requirements) if form else 0,
        "preventions": preventions,
        "why_not_prevented": verifying.why_not_prevented(one),
        "why_not_admitted": verifying.why_not_admitted(one),
        "why_not_rejected": verifying.why_not_rejected(one),
        "verification": getattr(one, "verification", None),
        "recusals": Recusal.objects.standing().filter(proposal=one).select_related("seat"),
        "history": [(entry, ACTIONS.get(entry.action, entry.action)) for entry in history],
    }
    return render(request, "practicas/verify_proposal.html", context)


def _answers(one: Proposal, evidence: list[Evidence]) -> list[dict]:
    """The criteria in order, with what is said of each and the files that go with it."""
    said = {answer.criterion_id: answer.text for answer in one.answers.all()}
    return [
        {
            "criterion": criterion,
            "text": said.get(criterion.pk, ""),
            "evidence": [file for file in evidence if file.criterion_id == criterion.pk],
        }
        for criterion in one.call.criteria.all()
    ]


def _tell_skipped(preventions, history) -> None:
    """Which days did not count when each was made: as the table of days of rest stood then."""
    made = [entry for entry in history if entry.action == "proposal.prevented"]
    for prevention, entry in zip(preventions, made, strict=False):
        prevention.days = entry.detail.get("days")
        prevention.skipped = [
            (date.fromisoformat(day), reason) for day, reason in entry.detail.get("skipped", [])
        ]


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def evidence(request, pk, number):
    """A file of a proposal, to be kept; never shown by the browser as a page of ours."""
    found = Evidence.objects.standing().filter(proposal=proposal_of(request, pk))
    one = get_object_or_404(found, pk=number)
    response: HttpResponse = supports.serve(one)
    record("proposal.evidence_read", one.proposal, by=request.user, evidence=one.pk)
    return response
