"""The doors of an event in the panel: pairing phones, what was read, and reading by hand."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.qr import qr_svg
from jornadas.codes import normalise
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.access import requires
from padron.names import match_key
from padron.roles import Role

from . import checkin, conflicts_panel, readiness_panel, roster, words
from .devices import desk, invite, pairing_url, revoke
from .forms import DeskForm, GateForm, ScanFilter, UndoForm
from .models import Device, Pairing
from .sessions import session_at
from .undo import undo_with_reason


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.gated_by(request.user), slug=slug)


@requires(Role.STAFF, Role.GATE)
def devices(request, slug):
    """The devices of an event, each with its light, and the form that invites another one.

    Its list is also a fragment for `data-live`."""
    event = _event(request, slug)
    form = GateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation = invite(event=event, gate=form.cleaned_data["gate"], by=request.user)
        return redirect("panel_pairing", slug, invitation.pk)
    context = {"event": event, "rows": readiness_panel.rows(event)}
    if "fragmento" in request.GET:
        return render(request, "asistencia/panel/_devices.html", context)
    return render(
        request,
        "asistencia/panel/devices.html",
        {**context, "form": form, "conflicts": conflicts_panel.light(event)},
    )


@require_safe
@requires(Role.STAFF, Role.GATE)
def pairing(request, slug, pk):
    """The invitation's QR and, once used, what comes next; also as a fragment for `data-live`."""
    event = _event(request, slug)
    invitation = get_object_or_404(Pairing, pk=pk, event=event)
    is_open = invitation.used_at is None and invitation.expires_at > timezone.now()
    url = pairing_url(invitation) if is_open else ""
    template = "_pairing" if "fragmento" in request.GET else "pairing"
    return render(
        request,
        f"asistencia/panel/{template}.html",
        # Our own SVG of our own address.
        {"event": event, "pairing": invitation, "url": url, "qr": mark_safe(url and qr_svg(url))},
    )


@requires(Role.STAFF, Role.GATE)
def revoke_device(request, slug, pk):
    device = get_object_or_404(_event(request, slug).devices, pk=pk, revoked_at=None)
    if request.method == "POST":
        revoke(device=device, by=request.user)
        messages.success(request, f"El dispositivo de «{device.gate}» ya no registra entradas.")
        return redirect("panel_devices", slug)
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"¿Retirar el dispositivo de «{device.gate}»?",
            "sentence": f"Deja de registrar entradas en el momento. {_unsent(device)} Para usarlo "
            "otra vez habrá que emparejarlo.",
            "action": "Sí, retirarlo",
            "cancel_url": reverse("panel_devices", args=[slug]),
        },
    )


def _unsent(device: Device) -> str:
    """What happens with the readings that, as far as it said, only the device has."""
    waiting = device.health.get("queue") or 0
    if not waiting:
        return "Lo que ya envió se conserva."
    several = "lectura" if waiting == 1 else "lecturas"
    return (
        f"La última vez dijo que tenía {waiting} {several} sin enviar: quedan guardadas en el "
        "dispositivo y se envían si se empareja otra vez con este evento."
    )


@requires(Role.STAFF, Role.GATE)
def desk_view(request, slug):
    """Reading a pass without a paired phone: type its code, see the answer."""
    event = _event(request, slug)
    form = DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reading = checkin.Reading(
            uuid.uuid4(),
            form.cleaned_data["code"],
            timezone.now(),
            form.cleaned_data["direction"],
        )
        scan = checkin.check_in(desk(event), reading)
        # The answer has an address of its own: loading it again registers nothing.
        return redirect(f"{reverse('panel_desk', args=[slug])}?lectura={scan.pk}")
    return render(
        request,
        "asistencia/panel/desk.html",
        {
            "event": event,
            "form": form,
            "counts": roster.counts(event, session_at(list(event.sessions.all()), timezone.now())),
            **_answer(event, request.GET.get("lectura", "")),
        },
    )


@require_safe
@requires(Role.STAFF, Role.GATE)
def scans(request, slug):
    """Everything that was read at this event's doors, refused readings too."""
    event = _event(request, slug)
    form = ScanFilter(request.GET, event=event)
    found = _with_people(event.scans.all()).order_by("-scanned_at", "-received_at")
    if form.is_valid() and (result := form.cleaned_data["result"]):
        found = found.filter(result=result)
    if form.is_valid() and (gate := form.cleaned_data["gate"]):
        found = found.filter(device__gate=gate)
    if form.is_valid() and (q := form.cleaned_data["q"].strip()):
        found = found.filter(_named(q) | Q(code=normalise(q) or q))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    people = {scan.registration_id for scan in page if scan.registration_id}
    if people:
        record("people.listed", event, by=request.user, people=len(people))
    return render(
        request,
        "asistencia/panel/scans.html",
        {"event": event, "form": form, "page_obj": page, "filtered": bool(request.GET)},
    )


@requires(Role.STAFF, Role.GATE)
def undo_scan(request, slug, pk):
    event = _event(request, slug)
    scan = get_object_or_404(_with_people(event.scans.standing()), pk=pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_with_reason(scan=scan, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "La lectura quedó deshecha.")
        return redirect("panel_scans", slug)
    whose = scan.registration.person.full_name if scan.registration else "un pase sin dueño"
    return render(
        request,
        "components/confirm.html",
        {
            "title": "¿Deshacer esta lectura?",
            "sentence": f"{scan.get_result_display()}: {whose}, por {scan.device.gate}. La lectura "
            "se conserva marcada como deshecha y deja de contar para la asistencia.",
            "action": "Deshacer la lectura",
            "cancel_url": reverse("panel_scans", args=[slug]),
            "form": form,
        },
    )


def _named(text: str) -> Q:
    """Readings of people whose name holds `text`; of nobody where it holds no letter."""
    key = match_key(text)
    return Q(registration__person__match_key__contains=key) if key else Q(pk=None)


def _with_people(found):
    return found.select_related(
        "device", "registration__person", "registration__body", "first__device", "session"
    )


def _answer(event: Event, number: str) -> dict:
    """What the reading just made was answered, where the address names one of this event."""
    try:
        scan = _with_people(event.scans.all()).filter(pk=uuid.UUID(number)).first()
    except ValueError:
        scan = None
    return {"scan": scan, "sentence": words.sentence(scan)} if scan else {}
