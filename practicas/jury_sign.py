"""Signing the dictamen off, its documents, and the fe de erratas."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.record import record
from documentos.spanish import moment_in_words
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import acta, dictamen, ruling
from .jury_panel import call_of
from .jury_session_forms import CorrigendumForm, SignOffForm
from .models import Dictamen, JurySession

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@requires(Role.STAFF)
def sign_off(request, slug):
    """Sign the dictamen off: what it will say, when it is told, and a question before."""
    call = call_of(request, slug)
    if reason := _signed(call) or ruling.why_not_yet(call):
        messages.error(request, reason)
        return redirect("panel_jury_table", slug)
    form = SignOffForm(request.POST or None, initial={"published_at": call.results_at})
    if request.method == "POST" and form.is_valid():
        try:
            made = ruling.sign_off(
                call=call, published_at=form.cleaned_data["published_at"], by=request.user
            )
        except Refusal as refusal:
            form.add_error("published_at", str(refusal))
        else:
            told = moment_in_words(made.published_at)
            messages.success(request, f"El dictamen {made.folio} se publica el {told}.")
            return redirect("panel_jury_table", slug)
    rulings = call.proposals.filter(ruling__isnull=False).select_related("ruling", "body")
    context = {"call": call, "form": form, "proposals": rulings.order_by("number")}
    return render(request, "practicas/jury_sign.html", context)


def _signed(call) -> str:
    return ruling.SIGNED if Dictamen.objects.filter(call=call).exists() else ""


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def dictamen_pdf(request, slug):
    found = Dictamen.objects.filter(call=call_of(request, slug)).select_related("call")
    made = get_object_or_404(found)
    record("people.listed", made, by=request.user, people=made.call.seats.count())
    return _pdf(dictamen.as_pdf(made), f"dictamen-{slugify(made.folio.replace('/', '-'))}.pdf")


@require_safe
@requires(Role.STAFF, Role.VERIFIER)
def acta_pdf(request, slug, pk):
    """The acta of a session; a draft until the dictamen is signed off."""
    call = call_of(request, slug)
    one = get_object_or_404(JurySession.objects.filter(call=call), pk=pk)
    said, is_draft = acta.of_session(one)
    record("people.listed", call, by=request.user, people=len(said["seats"]))
    name = f"acta-{call.slug}-{one.pk}{'-borrador' if is_draft else ''}.pdf"
    return _pdf(acta.as_pdf(said, draft=is_draft), name)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@FORM
@requires(Role.STAFF)
def corrigendum(request, slug):
    """Correct what was signed: the first words stay, the correction beside them."""
    call = call_of(request, slug)
    made = Dictamen.objects.filter(call=call).first()
    if made is None:
        messages.error(request, "Todavía no hay dictamen firmado.")
        return redirect("panel_jury_table", slug)
    form = CorrigendumForm(request.POST or None, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            ruling.corrigendum(call=call, by=request.user, **form.words)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "La fe de erratas quedó junto al dictamen.")
            return redirect("panel_jury_table", slug)
    context = {
        "call": call,
        "form": form,
        "dictamen": made,
        "cancel_url": reverse("panel_jury_table", args=[slug]),
    }
    return render(request, "practicas/jury_corrigendum.html", context)
