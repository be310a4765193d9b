"""The session of the jury in the panel: who is there, and the ruling on each proposal."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bitacora.record import record
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import ruling, scoring
from .jury_panel import call_of
from .jury_session_forms import RulingForm, SessionForm
from .models import Call, JurySession
from .table import Row, seats_of, table

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def open_page(request, slug):
    """Open a session with the seats that are there."""
    call = call_of(request, slug)
    seats = seats_of(call)
    form = SessionForm(request.POST or None, seats=seats)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = ruling.open_session(
                call=call,
                held_at=given["held_at"],
                place=given["place"],
                notes=given["notes"],
                present=form.chosen,
                by=request.user,
            )
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "La sesión está abierta. Resuelve cada propuesta.")
            return redirect("panel_jury_session", slug, made.pk)
    record("people.listed", call, by=request.user, people=len(form.seats))
    context = {"call": call, "form": form, "title": "Abrir la sesión del jurado"}
    return render(request, "practicas/jury_open.html", context)


def _session(request, slug, pk) -> JurySession:
    found = JurySession.objects.filter(call=call_of(request, slug))
    return get_object_or_404(found.select_related("call__organizer"), pk=pk)


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def session(request, slug, pk):
    """A session: who is there, what is ruled and what is still to be; POST keeps who is there."""
    one = _session(request, slug, pk)
    form = None if one.closed_at else SessionForm(
        request.POST or None, seats=seats_of(one.call, one.held_at), session=one
    )  # fmt: skip
    if request.method == "POST":
        if form is None:
            messages.error(request, "Esta sesión ya se cerró.")
            return redirect("panel_jury_session", slug, pk)
        if form.is_valid() and _change(request, one, form):
            messages.success(request, "Guardado.")
            return redirect("panel_jury_session", slug, pk)
    rows = table(one.call)
    present = list(one.present.all())
    record("people.listed", one.call, by=request.user, people=len(present))
    context = {
        "session": one,
        "call": one.call,
        "form": form,
        "present": present,
        "is_sealed": scoring.is_sealed(one.call),
        "waiting": [row for row in rows if row.ruling is None],
        "ruled": [row for row in rows if row.ruling and row.ruling.session_id == one.pk],
    }
    return render(request, "practicas/jury_session.html", context)


def _change(request, one: JurySession, form: SessionForm) -> bool:
    given = form.cleaned_data
    try:
        ruling.change_session(
            session=one,
            present=form.chosen,
            place=given["place"],
            notes=given["notes"],
            by=request.user,
        )
    except Refusal as reason:
        form.add_error(None, str(reason))
        return False
    return True


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def close(request, slug, pk):
    one = _session(request, slug, pk)
    back = reverse("panel_jury_session", args=[slug, pk])
    if request.method == "POST":
        try:
            ruling.close_session(session=one, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(back)
        messages.success(request, "La sesión se cerró. Ya puedes imprimir el acta.")
        return redirect("panel_jury_table", slug)
    waiting = ruling.unruled(one.call).count()
    more = f" Quedan {waiting} sin resolver, para otra sesión." if waiting else ""
    context = {
        "title": "¿Cerrar la sesión?",
        "sentence": f"Lo que se resolvió en ella ya no cambia, y su acta queda completa.{more}",
        "action": "Cerrar la sesión",
        "cancel_url": back,
    }
    return render(request, "components/confirm.html", context)


@FORM
@requires(Role.STAFF, Role.VERIFIER)
def rule(request, slug, pk):
    """The ruling on one proposal, in the session that is open."""
    call = call_of(request, slug)
    row = _row(call, pk)
    is_open = call.jury_sessions.filter(closed_at=None).first()
    if is_open is None or row.totals is None:
        reason = "Abre primero la sesión." if is_open is None else "Siguen selladas."
        messages.error(request, f"Todavía no se puede resolver. {reason}")
        return redirect("panel_jury_table", slug)
    form = RulingForm(request.POST or None, initial=_initial(row), is_tied=bool(row.tied_with))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ruling.rule(
                proposal=row.proposal,
                session=is_open,
                is_recognised=given["is_recognised"] == "yes",
                reasons=given["reasons"],
                tie_broken=given.get("tie_broken", ""),
                by=request.user,
            )
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"Quedó resuelta la propuesta {row.proposal.number}.")
            return redirect("panel_jury_session", slug, is_open.pk)
    seats = seats_of(call)
    context = {
        "call": call,
        "row": row,
        "proposal": row.proposal,
        "session": is_open,
        "form": form,
        "totals": [(seat, row.totals[seat.pk]) for seat in seats if seat.pk in row.totals],
        "recused": [seat for seat in seats if seat.pk in row.recused],
    }
    return render(request, "practicas/jury_rule.html", context)


def _row(call: Call, pk: int) -> Row:
    found = next((row for row in table(call) if row.proposal.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _initial(row: Row) -> dict:
    made = row.ruling
    if made is None:
        return {"reasons": ruling.draft_reasons(row.proposal)}
    return {
        "is_recognised": "yes" if made.is_recognised else "no",
        "reasons": made.reasons,
        "tie_broken": made.tie_broken,
    }
