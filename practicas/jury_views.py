"""The room of a seat: what it owes and by when, and the sheet of each proposal.

Whatever the seat is recused from is not here, nor by guessing its address (404); of other seats
nothing is shown before `scoring.is_sealed` says so.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import conflicts, scoring
from .jury_forms import CriterionForm, NoteForm, sheet_forms
from .jury_reading import room_of, seat_words, what_it_says
from .models import Proposal, Scoresheet, Seat

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _judged(request, pk) -> Proposal:
    """One that the seat of this user may open."""
    found = Proposal.objects.judged_by(request.user)
    return get_object_or_404(found.select_related("call", "body", "population_group"), pk=pk)


def _sheet(one: Proposal, seat: Seat) -> Scoresheet | None:
    return Scoresheet.objects.filter(proposal=one, seat=seat).first()


@require_safe
@requires(Role.JURY)
def room(request):
    return render(request, "practicas/jury.html", {"calls": room_of(request.user)})


@FORM
@never_cache
@requires(Role.JURY)
def proposal(request, pk):
    """A proposal as it was sent, with the sheet of this seat; POST keeps all of the sheet."""
    one = _judged(request, pk)
    holder = conflicts.holder_of(request.user, one.call)
    if not conflicts.has_stated(one, holder):
        return redirect("recusal", pk)
    sheet = _sheet(one, holder.seat)
    closed = scoring.why_closed(one, holder.seat)
    is_open = not closed and not (sheet and sheet.handed_in_at)
    if request.method == "POST":
        if not is_open:
            messages.error(request, closed or "Esta cédula ya se entregó: no cambia.")
            return redirect("jury_proposal", pk)
        return _save_all(request, one, holder.seat, sheet)
    record("proposal.read_by_jury", one, by=request.user, seat=holder.seat.number)
    return _show(request, one, holder.seat, sheet, is_open=is_open, closed=closed)


def _show(request, one, seat, sheet, *, is_open, closed="", forms=None, note=None):
    forms = forms or sheet_forms(one, sheet)
    context = {
        "proposal": one,
        "call": one.call,
        "seat": seat,
        "sheet": sheet,
        "is_open": is_open,
        "closed": closed,
        "says": what_it_says(one),
        "cards": _cards(one, forms),
        "forms": forms,
        "note": note or NoteForm(sheet=sheet),
        "scored": sum(form.held is not None for form in forms),
        "others": scoring.others(one, seat) if sheet and sheet.handed_in_at else [],
        "is_sealed": scoring.is_sealed(one.call),
    }
    return render(request, "practicas/jury_proposal.html", context)


def _cards(one: Proposal, forms: list[CriterionForm]) -> list[dict]:
    """Each criterion with what the proposal says of it, its files, and the form."""
    said = {answer.criterion_id: answer.text for answer in one.answers.all()}
    files = list(one.evidence.standing())
    return [
        {
            "form": form,
            "criterion": form.criterion,
            "answer": said.get(form.criterion.pk, ""),
            "evidence": [file for file in files if file.criterion_id == form.criterion.pk],
        }
        for form in forms
    ]


def _save_all(request, one: Proposal, seat: Seat, sheet):
    """The whole sheet at once: what was changed is kept, also where something else is wrong."""
    forms = sheet_forms(one, sheet, request.POST)
    note = NoteForm(request.POST, sheet=sheet)
    try:
        for form in forms:
            if form.is_valid() and form.is_changed:
                _score(request, one, seat, form)
        if note.is_valid() and note.is_changed:
            scoring.save_note(
                proposal=one, seat=seat, note=note.cleaned_data["note"], by=request.user
            )
    except Refusal as reason:
        note.add_error(None, str(reason))
    if note.errors or any(form.errors for form in forms):
        return _show(request, one, seat, sheet, is_open=True, forms=forms, note=note)
    if "hand_in" in request.POST:
        return redirect("jury_hand_in", one.pk)
    messages.success(request, "Tu cédula quedó guardada. Todavía puedes cambiarla.")
    return redirect("jury_proposal", one.pk)


def _score(request, one: Proposal, seat: Seat, form: CriterionForm) -> None:
    scoring.score(
        proposal=one,
        seat=seat,
        criterion=form.criterion,
        level=form.chosen,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )


@require_POST
@requires(Role.JURY)
def save(request, pk):
    """What `static/js/jury.js` asks: keep what changed. 200 with the time, or 422 with why not."""
    one = _judged(request, pk)
    seat = scoring.seat_of(one.call, request.user)
    sheet = _sheet(one, seat)
    asked = [f for f in sheet_forms(one, sheet, request.POST) if f"{f.prefix}-reason" in f.data]
    note = NoteForm(request.POST, sheet=sheet) if "note" in request.POST else None
    try:
        for form in asked:
            if not form.is_valid():
                return _told(next(iter(form.errors.values()))[0])
            if form.is_changed:
                _score(request, one, seat, form)
        if note:
            if not note.is_valid():
                return _told(next(iter(note.errors.values()))[0])
            scoring.save_note(
                proposal=one, seat=seat, note=note.cleaned_data["note"], by=request.user
            )
    except Refusal as reason:
        return _told(str(reason))
    return JsonResponse({"time": timezone.localtime().strftime("%H:%M")})


def _told(sentence: str) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=422)


@FORM
@never_cache
@requires(Role.JURY)
def hand_in(request, pk):
    """Ask once more, since a sheet that is in does not change."""
    one = _judged(request, pk)
    seat = scoring.seat_of(one.call, request.user)
    sheet = _sheet(one, seat)
    missing = scoring.missing_in(sheet, one.call)
    if missing or (sheet and sheet.handed_in_at):
        if missing:
            messages.error(request, f"Antes de entregar falta: {'; '.join(missing)}.")
        return redirect("jury_proposal", pk)
    if request.method == "POST":
        try:
            scoring.hand_in(proposal=one, seat=seat, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect("jury_proposal", pk)
        messages.success(request, f"Entregaste tu cédula de «{one}».")
        return redirect("jury")
    context = {
        "title": "¿Entregar tu cédula?",
        "sentence": f"«{one}»: {seat_words(sheet)}. Después ya no cambia.",
        "action": "Entregar la cédula",
        "kind": "primary",
        "cancel_url": reverse("jury_proposal", args=[pk]),
    }
    return render(request, "components/confirm.html", context)
