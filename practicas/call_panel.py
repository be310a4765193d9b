"""Calls in the panel: written, copied, looked at, published, and their dates moved."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import calls
from .call_forms import CopyForm, MoveForm, NewCallForm, PublishForm, RulesForm, TextsForm
from .call_page import content, state
from .models import Call, Proposal

FORM = require_http_methods(["GET", "HEAD", "POST"])
managers = requires(Role.STAFF, Role.VERIFIER)
# What an earlier call passes on to a copy, besides its parts.
PASSED_ON = [
    "organizer",
    "purpose",
    "who_may",
    "bases",
    "legal_basis",
    "contact",
    "silences",
    "prevention_days",
    "quorum",
    "minimum_score",
    "tie_rule",
    "validity_months",
    "validity_from",
    "validity_day",
]


def find(request: HttpRequest, slug: str) -> Call:
    """The call that this user looks after; nobody else learns that it exists."""
    mine = Call.objects.manageable_by(request.user).select_related("organizer", "dictamen")
    return get_object_or_404(mine, slug=slug)


def show(request, form, call: Call | None, title: str, *, intro="", action="Guardar", back=""):
    """A form about a call, with a way back to it."""
    back = back or (reverse("panel_call", args=[call.slug]) if call else reverse("panel_calls"))
    context = {
        "form": form,
        "call": call,
        "title": title,
        "intro": intro,
        "action": action,
        "cancel_url": back,
    }
    return render(request, "practicas/call_form.html", context)


def frozen(request, call: Call):
    """Where a draft is wanted and the call is none: back to it, with the reason."""
    messages.error(request, calls.FROZEN)
    return redirect("panel_call", call.slug)


@require_safe
@managers
def index(request):
    now = timezone.now()
    sent = Count(
        "proposals",
        filter=~Q(proposals__state__in=[Proposal.State.DRAFT, Proposal.State.WITHDRAWN]),
    )
    mine = Call.objects.manageable_by(request.user).select_related("dictamen").annotate(sent=sent)
    # A query that counts forgets the order of its model.
    rows = [(call, state(call, now)) for call in mine.order_by("-year", "-pk")]
    return render(request, "practicas/call_list.html", {"rows": rows})


@FORM
@managers
def add(request):
    form = NewCallForm(request.POST or None, user=request.user, initial=_this_year())
    if request.method == "POST" and form.is_valid():
        call = calls.create(call=form.save(commit=False), by=request.user)
        messages.success(request, "Convocatoria guardada como borrador. Sigue con lo que falta.")
        return redirect("panel_call", call.slug)
    intro = (
        "Empieza con los seis criterios de los Lineamientos, con el mismo peso. Si ya hubo una "
        "parecida, ábrela y elige «Empezar otra como esta»."
    )
    return show(request, form, None, "Nueva convocatoria", intro=intro)


@FORM
@managers
def copy(request, slug):
    earlier = find(request, slug)
    call = Call(**{field: getattr(earlier, field) for field in PASSED_ON})
    initial = {**_this_year(), "title": earlier.title}
    form = CopyForm(request.POST or None, instance=call, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = calls.create(call=form.save(commit=False), by=request.user, like=earlier)
        messages.success(request, "Copia guardada como borrador. Revisa sus textos y fechas.")
        return redirect("panel_call", made.slug)
    intro = (
        "Toma sus textos, requisitos, criterios y asientos; no a quienes los ocupaban ni sus "
        "fechas."
    )
    return show(request, form, earlier, "Empezar otra como esta", intro=intro)


def _this_year() -> dict:
    return {"year": timezone.localdate().year}


@require_safe
@managers
def detail(request, slug):
    call = find(request, slug)
    is_draft = call.published_at is None
    context = content(call) | {
        "is_draft": is_draft,
        "missing": calls.missing(call) if is_draft else [],
        "may_seat": bool(request.user.roles & {Role.STAFF, Role.ADMINISTRATOR}),
    }
    return render(request, "practicas/call_detail.html", context)


@require_safe
@managers
def preview(request, slug):
    return render(request, "practicas/call_preview.html", content(find(request, slug)))


@FORM
@managers
def texts(request, slug):
    return _edit(request, slug, TextsForm, "Textos")


@FORM
@managers
def rules(request, slug):
    return _edit(request, slug, RulesForm, "Fechas y reglas")


def _edit(request, slug, form_class, title: str):
    call = find(request, slug)
    if call.published_at is not None:
        return frozen(request, call)
    form = form_class(request.POST or None, instance=call)
    if request.method == "POST" and form.is_valid():
        try:
            calls.change(call=form.instance, changed=form.changed_data, by=request.user)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Cambios guardados.")
            return redirect("panel_call", slug)
    return show(request, form, call, title)


@FORM
@managers
def publish(request, slug):
    call = find(request, slug)
    if call.published_at is not None:
        return frozen(request, call)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            calls.publish(call=call, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, state(call).sentence)
            return redirect("panel_call", slug)
    context = {"call": call, "form": form, "missing": calls.missing(call)}
    return render(request, "practicas/call_publish.html", context)


@FORM
@managers
def withdraw(request, slug):
    call = find(request, slug)
    return _ask(
        request,
        call,
        act=calls.withdraw,
        title="¿Retirar la publicación?",
        sentence="Todavía no llega su momento: vuelve a ser borrador y se puede cambiar.",
        action="Retirar",
        done="La convocatoria es otra vez un borrador.",
    )


@FORM
@managers
def discard(request, slug):
    call = find(request, slug)
    return _ask(
        request,
        call,
        act=calls.discard,
        title="¿Eliminar el borrador?",
        sentence=f"Se elimina «{call}» con todo lo que se escribió en él. No se puede deshacer.",
        action="Eliminar borrador",
        done="Borrador eliminado.",
        to=reverse("panel_calls"),
    )


def _ask(request, call: Call, *, act, title, sentence, action, done, to=""):
    """Do it once it was confirmed."""
    back = reverse("panel_call", args=[call.slug])
    if request.method == "POST":
        try:
            act(call=call, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(back)
        messages.success(request, done)
        return redirect(to or back)
    context = {"title": title, "sentence": sentence, "action": action, "cancel_url": back}
    return render(request, "components/confirm.html", context)


@FORM
@managers
def move(request, slug):
    call = find(request, slug)
    form = MoveForm(request.POST or None, instance=call)
    if request.method == "POST" and form.is_valid():
        moments = {
            field: form.cleaned_data[field] for field in calls.MOVABLE if field in form.changed_data
        }
        try:
            calls.move(call=call, reason=form.cleaned_data["reason"], by=request.user, **moments)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Fechas cambiadas: la página dice lo de antes y el motivo.")
            return redirect("panel_call", slug)
    intro = (
        "Todo lo demás queda como se publicó. Lo que decía, lo que dice y el motivo se ven, y "
        "llegan por correo a quienes tienen ahí una propuesta."
    )
    return show(request, form, call, "Mover una fecha", intro=intro, action="Mover la fecha")
