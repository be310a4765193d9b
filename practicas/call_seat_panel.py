"""Who holds each seat of a jury: changed by staff and administrators, also after publication."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.record import record
from padron.access import requires
from padron.refusal import Refusal
from padron.roles import Role

from . import seats
from .call_panel import FORM, show
from .call_part_forms import HolderForm
from .models import Call, SeatHolder


def _find(request, slug) -> Call:
    """The call whose jury this user seats: staff and administrators of its institution."""
    mine = Call.objects.filter(organizer__in=request.user.organizer_ids("staff"))
    return get_object_or_404(mine.select_related("organizer"), slug=slug)


@require_safe
@requires(Role.STAFF)
def index(request, slug):
    call = _find(request, slug)
    held = SeatHolder.objects.select_related("user__person").order_by("-starts_on")
    found = list(call.seats.prefetch_related(Prefetch("holders", held)))
    today = timezone.localdate()
    rows = [
        (seat, [(holder, holder.holds_on(today)) for holder in seat.holders.all()])
        for seat in found
    ]
    if people := sum(len(holders) for _, holders in rows):
        record("people.listed", call, by=request.user, people=people)
    return render(request, "practicas/call_seats.html", {"call": call, "rows": rows})


@FORM
@requires(Role.STAFF)
def add(request, slug, pk):
    call = _find(request, slug)
    seat = get_object_or_404(call.seats.select_related("call"), pk=pk)
    form = HolderForm(
        request.POST or None, instance=SeatHolder(seat=seat), accounts=seats.accounts(call)
    )
    if request.method == "POST" and form.is_valid():
        try:
            seats.seat_somebody(seat=seat, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Guardado.")
            return redirect("panel_call_seats", slug)
    intro = f"{seat.post}. Si alguien lo ocupa ahora, termina el día anterior."
    return _show(request, form, call, "Quién ocupa el asiento", intro)


@FORM
@requires(Role.STAFF)
def change(request, slug, pk):
    call = _find(request, slug)
    holder = _holder(call, pk)
    form = HolderForm(
        request.POST or None, instance=holder, accounts=seats.accounts(call, holder.user_id)
    )
    if request.method == "POST" and form.is_valid():
        try:
            seats.change_holder(holder=form.instance, by=request.user)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Guardado.")
            return redirect("panel_call_seats", slug)
    return _show(request, form, call, "Cambiar a quien ocupa el asiento", holder.seat.post)


@FORM
@requires(Role.STAFF)
def remove(request, slug, pk):
    call = _find(request, slug)
    holder = _holder(call, pk)
    back = reverse("panel_call_seats", args=[slug])
    if request.method == "POST":
        try:
            seats.remove_holder(holder=holder, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "Se quitó del asiento.")
        return redirect(back)
    context = {
        "title": "¿Quitar del asiento?",
        "sentence": f"Como si {holder.name} nunca lo hubiera ocupado: solo para lo que se escribió "
        "por error. Si dejó el cargo, mejor cambia su último día.",
        "action": "Quitar",
        "cancel_url": back,
    }
    return render(request, "components/confirm.html", context)


def _holder(call: Call, pk) -> SeatHolder:
    held = SeatHolder.objects.filter(seat__call=call).select_related("seat__call")
    return get_object_or_404(held, pk=pk)


def _show(request, form, call: Call, title: str, intro: str):
    back = reverse("panel_call_seats", args=[call.slug])
    return show(request, form, call, title, intro=intro, back=back)
