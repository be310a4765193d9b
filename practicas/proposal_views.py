"""Proposals, for the body that makes them: its enlace, and the authors; strangers learn nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from padron.models import Body
from padron.refusal import Refusal
from talleres.models import Ficha
from talleres.saving import save_posted

from . import drafts
from .authorship import authorships
from .checklist import checklist
from .models import Call, Proposal
from .proposal_fields import GROUP, answer, fields
from .proposal_forms import BodyForm, ProposalForm
from .results import readable_by

FORM = require_http_methods(["GET", "HEAD", "POST"])


def written(request, pk) -> Proposal:
    """One of this user's: of a body they are the enlace of, or written by them."""
    found = Proposal.objects.written_by(request.user).select_related(
        "call__organizer", "body", "population_group", "ficha"
    )
    found = found.prefetch_related("answers__criterion", "call__criteria")
    return get_object_or_404(found, pk=pk)


def is_enlace(request, proposal: Proposal) -> bool:
    return Proposal.objects.of_enlace(request.user).filter(pk=proposal.pk).exists()


def fichas_to_propose(user, now=None):
    """Finished fichas from which this user may begin: of their body, or written by them."""
    own = Q(pk__in=Ficha.objects.writable_by(user).values("pk"))
    of_body = Q(body__in=Body.objects.represented_by(user))
    return Ficha.objects.filter(own | of_body, state=Ficha.State.FINISHED)


@require_safe
@login_required
def mine(request):
    """The proposals of my bodies and those I wrote, and the calls that are open."""
    bodies = Body.objects.represented_by(request.user)
    context = {
        "proposals": Proposal.objects.written_by(request.user)
        .select_related("call", "body")
        .order_by("-created_at", "-pk"),
        "calls": Call.objects.open().order_by("closes_on"),
        "is_enlace": bodies.exists(),
    }
    return render(request, "practicas/proposals.html", context)


@FORM
@login_required
def new(request, slug):
    """Begin a proposal to a call: anew, or from a ficha."""
    call = get_object_or_404(Call.objects.published(), slug=slug)
    bodies = Body.objects.represented_by(request.user)
    held = list(bodies)
    form = BodyForm(request.POST or None, bodies=bodies) if len(held) > 1 else None
    if request.method == "POST":
        if not held:
            return HttpResponse(status=403)
        if form is None or form.is_valid():
            body = form.cleaned_data["body"] if form else held[0]
            return _begin(request, call, body=body, person=request.user.person_or_none)
    context = {
        "call": call,
        "form": form,
        "bodies": held,
        "is_open": call.is_open(),
        "fichas": fichas_to_propose(request.user).select_related("body", "workshop__event"),
    }
    return render(request, "practicas/proposal_new.html", context)


@require_POST
@login_required
def from_ficha(request, slug, pk):
    """One step: the ficha as a draft."""
    call = get_object_or_404(Call.objects.published(), slug=slug)
    ficha = get_object_or_404(fichas_to_propose(request.user).select_related("body"), pk=pk)
    return _begin(request, call, body=ficha.body, ficha=ficha)


def _begin(request, call: Call, **what):
    try:
        return redirect(drafts.begin(call=call, by=request.user, **what))
    except Refusal as reason:
        messages.error(request, str(reason))
        return redirect("proposal_new", call.slug)


@FORM
@login_required
def proposal(request, pk):
    """A proposal: to write while it is a draft and its call is open, otherwise to read."""
    one = written(request, pk)
    if request.method == "POST":
        return _save_all(request, one)
    return show(request, one)


def show(request, one: Proposal, *, form=None, conflicts=None):
    closed = drafts.why_closed(one)
    if form is None and not closed:
        form = ProposalForm(proposal=one)
    authors = authorships(one)
    person = request.user.person_or_none
    if person not in [author.person for author in authors]:
        record("people.listed", one, by=request.user, people=len(authors))
    lines = checklist(one) if one.is_draft else []
    context = {
        "proposal": one,
        "form": form,
        "questions": questions(one, form, conflicts or {}),
        "answered": sum(bool(answer(one, field).strip()) for field in fields(one)),
        "asked": len(fields(one)),
        "closed": closed,
        "authors": authors,
        "evidence": one.evidence.standing().select_related("criterion"),
        "checklist": lines,
        "missing": sum(line.is_needed and not line.is_done for line in lines),
        "receipts": one.receipts.all(),
        "preventions": [(asked, asked.due_at) for asked in one.preventions.all()],
        "is_enlace": is_enlace(request, one),
        "is_told": readable_by(request.user).filter(pk=one.pk).exists(),
        "base": "base.html",
    }
    return render(request, "practicas/proposal.html", context)


def questions(one: Proposal, form: ProposalForm | None, conflicts: dict[str, str]) -> list[dict]:
    """The questions in order: to be typed, with what the writer starts from, or to be read."""
    shown = form or ProposalForm(proposal=one)
    return [
        {
            "name": field,
            "label": shown.fields[field].label,
            "field": form[field] if form else None,
            "seen": answer(one, field),
            "theirs": conflicts.get(field),
            "words": words(one, field),
        }
        for field in fields(one)
    ]


def words(one: Proposal, field: str) -> str:
    """An answer as one reads it."""
    return str(one.population_group or "") if field == GROUP else answer(one, field)


def _save_all(request, one: Proposal):
    """The whole form at once, where no script saves each answer as it is typed."""
    form = ProposalForm(request.POST, proposal=one)
    conflicts = save_posted(
        request,
        form,
        [(field, answer(one, field)) for field in fields(one)],
        lambda field, value, seen: drafts.save_answer(
            proposal=one, field=field, value=value, seen=seen, by=request.user
        ),
    )
    now = written(request, one.pk)
    if conflicts or form.errors:
        theirs = {field: words(now, field) or "(sin respuesta)" for field in conflicts}
        return show(request, now, form=form, conflicts=theirs)
    messages.success(request, "Tu propuesta quedó guardada.")
    return redirect(one)


@FORM
@login_required
def withdraw(request, pk):
    """Give up a draft; only the enlace, who would send it."""
    one = written(request, pk)
    if request.method == "POST":
        if not is_enlace(request, one):
            return HttpResponse(status=403)
        try:
            drafts.withdraw(proposal=one, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(one)
        messages.success(request, "El borrador quedó retirado.")
        return redirect("mine_proposals")
    context = {
        "confirm_base": "base.html",
        "title": "¿Retirar este borrador?",
        "sentence": f"«{one}» ya no se podrá cambiar ni enviar. Podrás leerlo, y empezar otra "
        "propuesta mientras la convocatoria esté abierta.",
        "action": "Retirar el borrador",
        "cancel_url": reverse("proposal", args=[pk]),
    }
    return render(request, "components/confirm.html", context)
